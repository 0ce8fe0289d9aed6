import type { DisplayList } from "../page/display";

/** One 点 in inches: a point of 0.35146 mm. */
const INCHES = 0.35146 / 25.4;

/** How finely a picture prints at the size at which it stands on a page. */
export interface PrintedSize {
  page: string;
  number: string;
  /** Pixels of the original an inch of paper, by the coarser of the two directions. */
  dpi: number;
}

/** Under this a page is stopped, under the other one is warned. */
export const DPI = { least: 200, good: 250 };

/** The effective resolution of every picture on a page. */
export function printedSizes(list: DisplayList, page: string, number: string): [string, PrintedSize][] {
  return list.items.flatMap((item) => {
    if (item.kind !== "picture") return [];
    const [, , width, height] = item.rect;
    const [, , across, down] = item.crop;
    if (width <= 0 || height <= 0) return [];
    const dpi = Math.round(Math.min(across / (width * INCHES), down / (height * INCHES)));
    return [[item.photo, { page, number, dpi }] satisfies [string, PrintedSize]];
  });
}

/** Where a story stands on a page, in parts of its width and height; null where nothing of it is printed. */
export function placeOf(
  list: DisplayList,
  story: string,
): { x: number; y: number; w: number; h: number } | null {
  const boxes = list.items.flatMap((item) => {
    if (item.kind !== "line" && item.kind !== "picture") return [];
    if (list.blocks[item.block]?.story !== story) return [];
    if (item.kind === "line")
      return [[item.x, item.y - item.up, item.x + item.width, item.y + item.down] as const];
    const [x, y, w, h] = item.rect;
    return [[x, y, x + w, y + h] as const];
  });
  if (boxes.length === 0) return null;
  const [wide, high] = list.page;
  const x = Math.min(...boxes.map((box) => box[0]));
  const y = Math.min(...boxes.map((box) => box[1]));
  const right = Math.max(...boxes.map((box) => box[2]));
  const foot = Math.max(...boxes.map((box) => box[3]));
  return { x: x / wide, y: y / high, w: (right - x) / wide, h: (foot - y) / high };
}
