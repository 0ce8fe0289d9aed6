import { describe, expect, it } from "vitest";
import {
  ACTUAL,
  ahead,
  centred,
  fitPage,
  fitWidth,
  holds,
  origin,
  seen,
  space,
  stepped,
  zoomedAt,
} from "../../src/page/view";

const page = { w: 775, h: 1110 };
const stage = { w: 860, h: 760 };

/** What of the page is under a point of the stage. */
function under(
  view: { zoom: number; left: number; top: number },
  at: { x: number; y: number },
): [number, number] {
  const from = origin(page, stage, view.zoom);
  const scale = ACTUAL * view.zoom;
  return [(view.left + at.x - from.x) / scale, (view.top + at.y - from.y) / scale];
}

describe("zooming", () => {
  it("keeps what is under the pointer, while the page reaches beyond the stage", () => {
    const at = { x: 600, y: 300 };
    let view = { zoom: 2, left: 400, top: 900 };
    const before = under(view, at);
    for (const zoom of [2.2, 3, 8, 5, 2.5]) {
      view = zoomedAt(view, zoom, at, page, stage);
      const after = under(view, at);
      expect(after[0]).toBeCloseTo(before[0]);
      expect(after[1]).toBeCloseTo(before[1]);
    }
  });

  it("goes from 25 % to 800 % and no further", () => {
    const view = { zoom: 1, left: 0, top: 0 };
    expect(zoomedAt(view, 99, { x: 0, y: 0 }, page, stage).zoom).toBe(8);
    expect(zoomedAt(view, 0.01, { x: 0, y: 0 }, page, stage).zoom).toBe(0.25);
  });

  it("never scrolls past what there is", () => {
    const view = zoomedAt({ zoom: 4, left: 2000, top: 3000 }, 0.4, { x: 10, y: 10 }, page, stage);
    expect(view.left).toBe(0);
    expect(view.top).toBe(0);
  });

  it("steps through round numbers both ways", () => {
    expect(stepped(0.49, 1)).toBe(0.5);
    expect(stepped(1, 1)).toBe(1.25);
    expect(stepped(1, -1)).toBe(0.75);
    expect(stepped(8, 1)).toBe(8);
    expect(stepped(0.25, -1)).toBe(0.25);
  });
});

describe("fitting", () => {
  it("shows the whole page, in the middle", () => {
    const zoom = fitPage(page, stage);
    expect(seen({ zoom, left: 0, top: 0 }, page, stage)).toEqual({ x: 0, y: 0, ...page });
    expect(space(page, stage, zoom)).toEqual(stage);
  });

  it("fills the width", () => {
    const zoom = fitWidth(page, stage);
    expect(page.w * ACTUAL * zoom + 56).toBeCloseTo(stage.w);
  });
});

describe("what is painted", () => {
  it("reaches past what is seen on every side, but not past the page", () => {
    const part = seen({ zoom: 3, left: 900, top: 1500 }, page, stage);
    const more = ahead(part, page);
    expect(holds(more, part)).toBe(true);
    expect(more.w).toBeGreaterThan(part.w);
    expect(holds({ x: 0, y: 0, ...page }, more)).toBe(true);
    expect(holds(part, more)).toBe(false);
  });

  it("is nothing while the page is out of sight", () => {
    const part = seen({ zoom: 8, left: 0, top: 999_999 }, page, stage);
    expect(part.h).toBe(0);
  });
});

describe("leading to a place", () => {
  it("brings it into sight", () => {
    const place = { x: 600, y: 900, w: 80, h: 60 };
    const view = centred(place, 3, page, stage);
    expect(holds(seen(view, page, stage), place)).toBe(true);
  });
});
