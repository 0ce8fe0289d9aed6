import type { AreaView } from "../api/wire";

/** The grid of a page, in 点 from the top left of the trim. */
export interface Grid {
  columns: number;
  rows: number;
  /** 字 in a base column. */
  column: number;
  /** 字 in a gutter between base columns. */
  gutter: number;
  em: number;
  pitch: number;
  left: number;
  top: number;
}

export interface Rect {
  x: number;
  y: number;
  w: number;
  h: number;
}

/** A handle of a box, by the compass. */
export type Edge = "n" | "ne" | "e" | "se" | "s" | "sw" | "w" | "nw";

export const EDGES: readonly Edge[] = ["n", "ne", "e", "se", "s", "sw", "w", "nw"];

/** The grid under a page, from its type area (left, top, width, height). */
export function gridOf(
  page: { columns: number; column: number; gutter: number; rows: number },
  type_area: readonly [number, number, number, number],
): Grid {
  const { columns, column, gutter, rows } = page;
  const [left, top, width, height] = type_area;
  return {
    columns,
    rows,
    column,
    gutter,
    em: width / (columns * column + (columns - 1) * gutter),
    pitch: height / rows,
    left,
    top,
  };
}

/** From the left edge of a base column to that of the next. */
export function stride(grid: Grid): number {
  return grid.em * (grid.column + grid.gutter);
}

/** Where an area stands. */
export function rectOf(grid: Grid, area: AreaView): Rect {
  return {
    x: grid.left + area.col * stride(grid),
    y: grid.top + area.row * grid.pitch,
    w: area.cols * stride(grid) - grid.em * grid.gutter,
    h: area.rows * grid.pitch,
  };
}

/** A box that stands absolutely on the page where a rectangle does, at `scale` pixels to a 点: its style. */
export function placed({ x, y, w, h }: Rect, scale: number): string {
  return `left:${x * scale}px;top:${y * scale}px;width:${w * scale}px;height:${h * scale}px`;
}

/** The base column and the row under a point; they may lie off the page. */
export function cellAt(grid: Grid, x: number, y: number): { col: number; row: number } {
  return { col: Math.floor((x - grid.left) / stride(grid)), row: Math.floor((y - grid.top) / grid.pitch) };
}

/** A way on the page in whole columns and rows, to the nearest. */
export function steps(grid: Grid, dx: number, dy: number): { cols: number; rows: number } {
  return { cols: whole(dx / stride(grid)), rows: whole(dy / grid.pitch) };
}

/** The nearest whole number; never −0. */
function whole(n: number): number {
  return Math.round(n) + 0;
}

/** The whole page as an area. */
export function everything(grid: Pick<Grid, "columns" | "rows">): AreaView {
  return { col: 0, row: 0, cols: grid.columns, rows: grid.rows };
}

const between = (low: number, n: number, high: number): number => Math.max(low, Math.min(n, high));

/** An area moved into bounds; made smaller only where the bounds are. */
export function within(area: AreaView, bounds: AreaView): AreaView {
  const cols = between(1, area.cols, bounds.cols);
  const rows = between(1, area.rows, bounds.rows);
  return {
    col: between(bounds.col, area.col, bounds.col + bounds.cols - cols),
    row: between(bounds.row, area.row, bounds.row + bounds.rows - rows),
    cols,
    rows,
  };
}

export function moved(area: AreaView, cols: number, rows: number, bounds: AreaView): AreaView {
  return within({ ...area, col: area.col + cols, row: area.row + rows }, bounds);
}

/** An area after one of its handles went so many columns and rows; the other edges stay where they are. */
export function resized(
  area: AreaView,
  edge: Edge,
  cols: number,
  rows: number,
  bounds: AreaView,
  least: { cols: number; rows: number },
): AreaView {
  let { col: left, row: top } = area;
  let right = left + area.cols;
  let bottom = top + area.rows;
  if (edge.includes("w")) left = between(bounds.col, left + cols, Math.max(bounds.col, right - least.cols));
  if (edge.includes("e"))
    right = between(
      Math.min(left + least.cols, bounds.col + bounds.cols),
      right + cols,
      bounds.col + bounds.cols,
    );
  if (edge.includes("n")) top = between(bounds.row, top + rows, Math.max(bounds.row, bottom - least.rows));
  if (edge.includes("s"))
    bottom = between(
      Math.min(top + least.rows, bounds.row + bounds.rows),
      bottom + rows,
      bounds.row + bounds.rows,
    );
  return { col: left, row: top, cols: right - left, rows: bottom - top };
}

/** Whether two areas share a cell. */
export function meet(a: AreaView, b: AreaView): boolean {
  return a.col < b.col + b.cols && b.col < a.col + a.cols && a.row < b.row + b.rows && b.row < a.row + a.rows;
}

export function same(a: AreaView, b: AreaView): boolean {
  return a.col === b.col && a.row === b.row && a.cols === b.cols && a.rows === b.rows;
}

/** What is left of an area without holes in it, as areas. */
export function minus(area: AreaView, holes: readonly AreaView[]): AreaView[] {
  return holes.reduce<AreaView[]>((left, hole) => left.flatMap((part) => around(part, hole)), [area]);
}

/** What of an area lies above, below, left and right of a hole. */
function around(area: AreaView, hole: AreaView): AreaView[] {
  if (!meet(area, hole)) return [area];
  const [right, foot] = [area.col + area.cols, area.row + area.rows];
  const top = Math.max(area.row, hole.row);
  const bottom = Math.min(foot, hole.row + hole.rows);
  const from = Math.max(area.col, hole.col);
  const to = Math.min(right, hole.col + hole.cols);
  return [
    { ...area, rows: top - area.row },
    { ...area, row: bottom, rows: foot - bottom },
    { col: area.col, cols: from - area.col, row: top, rows: bottom - top },
    { col: to, cols: right - to, row: top, rows: bottom - top },
  ].filter(({ cols, rows }) => cols > 0 && rows > 0);
}

/** Whether a cell lies in an area. */
export function covers(area: AreaView, cell: { col: number; row: number }): boolean {
  return meet(area, { ...cell, cols: 1, rows: 1 });
}

/** The first place, row by row, where an area of this size meets nothing; null on a full page. */
export function freePlace(
  grid: Pick<Grid, "columns" | "rows">,
  taken: readonly AreaView[],
  size: { cols: number; rows: number },
): AreaView | null {
  for (let row = 0; row + size.rows <= grid.rows; row += 1)
    for (let col = 0; col + size.cols <= grid.columns; col += 1) {
      const area = { col, row, cols: size.cols, rows: size.rows };
      if (!taken.some((other) => meet(area, other))) return area;
    }
  return null;
}
