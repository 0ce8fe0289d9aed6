import { describe, expect, it } from "vitest";
import {
  cellAt,
  covers,
  everything,
  freePlace,
  gridOf,
  meet,
  moved,
  rectOf,
  resized,
  steps,
  stride,
  within,
} from "../../src/page/grid";

const QUARTO = { columns: 6, column: 11, gutter: 1, rows: 88 };
const grid = gridOf(QUARTO, [68, 60, 639, 990]);
const page = everything(grid);
const least = { cols: 1, rows: 4 };

describe("the grid", () => {
  it("has a body em and a pitch that fill the type area", () => {
    expect(grid.em).toBeCloseTo(9);
    expect(grid.pitch).toBeCloseTo(11.25);
    expect(stride(grid)).toBeCloseTo(108);
  });

  it("counts 13 字 to a column of a broadsheet", () => {
    const folio = gridOf({ columns: 8, column: 13, gutter: 1, rows: 100 }, [0, 0, 111 * 9, 1000]);
    expect(folio.em).toBeCloseTo(9);
  });

  it("sets an area without the gutter after it, and the whole page as the type area", () => {
    expect(rectOf(grid, { col: 1, row: 2, cols: 2, rows: 4 })).toEqual({ x: 176, y: 82.5, w: 207, h: 45 });
    expect(rectOf(grid, page)).toEqual({ x: 68, y: 60, w: 639, h: 990 });
  });

  it("finds the cell under a point, also off the page", () => {
    expect(cellAt(grid, 68 + 109, 60 + 12)).toEqual({ col: 1, row: 1 });
    expect(cellAt(grid, 0, 0)).toEqual({ col: -1, row: -6 });
  });

  it("snaps a way to the nearest columns and rows", () => {
    expect(steps(grid, 60, -6)).toEqual({ cols: 1, rows: -1 });
    expect(Object.is(steps(grid, -20, 0).cols, 0)).toBe(true);
  });
});

describe("moving and resizing", () => {
  const area = { col: 4, row: 60, cols: 2, rows: 28 };

  it("stops at the edges of the page without getting smaller", () => {
    expect(moved(area, 3, 9, page)).toEqual(area);
    expect(moved(area, -9, -99, page)).toEqual({ col: 0, row: 0, cols: 2, rows: 28 });
  });

  it("keeps the opposite edge where it is", () => {
    expect(resized(area, "nw", -1, 5, page, least)).toEqual({ col: 3, row: 65, cols: 3, rows: 23 });
    expect(resized(area, "s", 7, -10, page, least)).toEqual({ col: 4, row: 60, cols: 2, rows: 18 });
  });

  it("never gets smaller than the least, whichever handle is drawn", () => {
    for (const edge of ["n", "ne", "e", "se", "s", "sw", "w", "nw"] as const) {
      const small = resized(
        area,
        edge,
        edge.includes("w") ? 99 : -99,
        edge.includes("n") ? 99 : -99,
        page,
        least,
      );
      expect(small.cols).toBeGreaterThanOrEqual(1);
      expect(small.rows).toBeGreaterThanOrEqual(4);
      expect(within(small, page)).toEqual(small);
    }
  });

  it("never leaves the page, whichever handle is drawn", () => {
    for (const edge of ["n", "ne", "e", "se", "s", "sw", "w", "nw"] as const) {
      const large = resized(
        area,
        edge,
        edge.includes("w") ? -99 : 99,
        edge.includes("n") ? -99 : 99,
        page,
        least,
      );
      expect(within(large, page)).toEqual(large);
    }
  });

  it("lets what is smaller than the least already stand", () => {
    const flat = { col: 0, row: 86, cols: 1, rows: 2 };
    expect(within(resized(flat, "s", 0, 5, page, least), page)).toEqual({
      col: 0,
      row: 86,
      cols: 1,
      rows: 2,
    });
  });
});

describe("free places", () => {
  it("takes the first that meets nothing, row by row", () => {
    const taken = [
      { col: 0, row: 0, cols: 6, rows: 3 },
      { col: 0, row: 3, cols: 4, rows: 40 },
    ];
    expect(freePlace(grid, taken, { cols: 2, rows: 20 })).toEqual({ col: 4, row: 3, cols: 2, rows: 20 });
    expect(freePlace(grid, taken, { cols: 3, rows: 20 })).toEqual({ col: 0, row: 43, cols: 3, rows: 20 });
    expect(freePlace(grid, [page], { cols: 1, rows: 4 })).toBeNull();
  });

  it("tells touching from meeting", () => {
    const area = { col: 0, row: 0, cols: 2, rows: 4 };
    expect(meet(area, { col: 2, row: 0, cols: 1, rows: 4 })).toBe(false);
    expect(meet(area, { col: 1, row: 3, cols: 1, rows: 4 })).toBe(true);
    expect(covers(area, { col: 1, row: 3 })).toBe(true);
    expect(covers(area, { col: 2, row: 3 })).toBe(false);
  });
});
