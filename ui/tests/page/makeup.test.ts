import { describe, expect, it } from "vitest";
import type { MakeUpView } from "../../src/api/wire";
import { gridOf } from "../../src/page/grid";
import {
  advertSize,
  areaOf,
  boundsOf,
  clashes,
  firstSize,
  pictureBox,
  rearranged,
  taken,
  withArea,
  without,
  type Thing,
} from "../../src/page/makeup";

const grid = gridOf({ columns: 6, column: 11, gutter: 1, rows: 88 }, [0, 0, 639, 990]);
const drum: Thing = { kind: "module", story: "drum" };
const photo: Thing = { kind: "picture", story: "drum", photo: "p" };
const band: Thing = { kind: "band", at: 0 };
const made: MakeUpView = {
  bands: [{ text: "栏目", area: { col: 0, row: 0, cols: 6, rows: 3 } }],
  modules: [
    {
      story: "lead",
      area: { col: 0, row: 3, cols: 4, rows: 40 },
      columns: null,
      headline: null,
      pictures: [],
    },
    {
      story: "drum",
      area: { col: 4, row: 39, cols: 2, rows: 21 },
      columns: 1,
      headline: null,
      pictures: [{ photo: "p", area: { col: 1, row: 1, cols: 1, rows: 10 } }],
    },
  ],
};

describe("a make-up", () => {
  it("knows where a picture stands on the page, and what it may not leave", () => {
    expect(areaOf(made, photo)).toEqual({ col: 5, row: 40, cols: 1, rows: 10 });
    expect(boundsOf(made, photo, grid)).toEqual({ col: 4, row: 39, cols: 2, rows: 21 });
    expect(boundsOf(made, drum, grid)).toEqual({ col: 0, row: 0, cols: 6, rows: 88 });
    expect(areaOf(made, { kind: "module", story: "gone" })).toBeNull();
  });

  it("moves a story with its pictures and keeps its text columns", () => {
    const next = withArea(made, drum, { col: 0, row: 60, cols: 2, rows: 21 });
    expect(areaOf(next, photo)).toEqual({ col: 1, row: 61, cols: 1, rows: 10 });
    expect(next.modules[1]?.columns).toBe(1);
    expect(areaOf(made, drum)?.col).toBe(4);
  });

  it("keeps pictures inside a module that gets smaller", () => {
    const next = withArea(made, drum, { col: 4, row: 39, cols: 1, rows: 8 });
    expect(areaOf(next, photo)).toEqual({ col: 4, row: 39, cols: 1, rows: 8 });
  });

  it("puts a picture on its module, counted from the module", () => {
    const bare = without(made, photo);
    expect(areaOf(bare, photo)).toBeNull();
    const next = withArea(bare, photo, { col: 4, row: 45, cols: 2, rows: 12 });
    expect(next.modules[1]?.pictures).toEqual([{ photo: "p", area: { col: 0, row: 6, cols: 2, rows: 12 } }]);
  });

  it("takes off one thing and nothing else", () => {
    expect(without(made, drum).modules.map(({ story }) => story)).toEqual(["lead"]);
    expect(without(made, band)).toEqual({ ...made, bands: [] });
  });

  it("finds what would lie over something, but not over itself", () => {
    expect(taken(made, drum)).toHaveLength(2);
    expect(clashes(made, drum, { col: 4, row: 10, cols: 2, rows: 21 })).toBe(false);
    expect(clashes(made, drum, { col: 3, row: 10, cols: 2, rows: 21 })).toBe(true);
    expect(clashes(made, photo, { col: 4, row: 39, cols: 1, rows: 10 })).toBe(false);
  });

  it("tells which stories a proposal moves", () => {
    const next = withArea(made, drum, { col: 4, row: 40, cols: 2, rows: 21 });
    expect([...rearranged(made, next)]).toEqual(["drum"]);
    expect(rearranged(made, made).size).toBe(0);
  });
});

describe("adverts", () => {
  const advert: Thing = { kind: "advert", advert: "sold" };
  const foot = { col: 0, row: 68, cols: 6, rows: 20 };

  it("are put on the page, moved and taken off", () => {
    const put = withArea(made, advert, foot);
    expect(areaOf(put, advert)).toEqual(foot);
    expect(put.modules).toEqual(made.modules);
    const moved = withArea(put, advert, { ...foot, row: 60 });
    expect(moved.adverts).toEqual([{ advert: "sold", area: { ...foot, row: 60 } }]);
    expect(without(moved, advert).adverts).toEqual([]);
    expect(boundsOf(put, advert, grid)).toEqual({ col: 0, row: 0, cols: 6, rows: 88 });
  });

  it("take their place from the stories", () => {
    const put = withArea(made, advert, foot);
    expect(clashes(put, drum, { col: 4, row: 60, cols: 2, rows: 21 })).toBe(true);
    expect(clashes(put, advert, { ...foot, row: 61 })).toBe(false);
    expect(taken(put, advert)).toHaveLength(3);
  });

  it("are as large as they were made", () => {
    expect(advertSize(grid, { width_mm: 224.6, height_mm: 79.1 })).toEqual({ cols: 6, rows: 20 });
    expect(advertSize(grid, { width_mm: 110, height_mm: 1 })).toEqual({ cols: 3, rows: 2 });
    expect(advertSize(grid, { width_mm: 900, height_mm: 900 })).toEqual({ cols: 6, rows: 88 });
  });
});

describe("first sizes", () => {
  it("gives more copy more columns, never more than the page has", () => {
    expect(firstSize(grid, 200).cols).toBe(2);
    expect(firstSize(grid, 600).cols).toBe(3);
    expect(firstSize(grid, 2000).cols).toBe(4);
    expect(firstSize(grid, 99_999).rows).toBe(88);
  });

  it("puts a picture at the right of its module with rows for its words, or nowhere", () => {
    const area = { col: 0, row: 0, cols: 2, rows: 30 };
    expect(pictureBox(grid, area, { id: "p", px_width: 3000, px_height: 2000 })).toEqual({
      photo: "p",
      area: { col: 1, row: 5, cols: 1, rows: 9 },
    });
    expect(pictureBox(grid, { ...area, rows: 12 }, { id: "p", px_width: 3000, px_height: 2000 })).toBeNull();
  });
});
