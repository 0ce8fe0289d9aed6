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
    const dpi = Math.floor(Math.min(across / (width * INCHES), down / (height * INCHES)));
    return [[item.photo, { page, number, dpi }] satisfies [string, PrintedSize]];
  });
}
