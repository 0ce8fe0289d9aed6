import type { Rect } from "./grid";

/** CSS pixels a 点 (0.35146 mm) at 100 %, where a CSS pixel is 1/96 inch: what is shown is as large as it prints. */
export const ACTUAL = (0.35146 / 25.4) * 96;

export const ZOOM = { least: 0.25, most: 8 };

/** The steps of the zoom buttons. */
const STOPS = [0.25, 0.33, 0.5, 0.67, 0.75, 1, 1.25, 1.5, 2, 3, 4, 6, 8];

/** Ground around the paper, in CSS pixels. */
export const MARGIN = 28;

/** Follows the pointer over the page, in 点, for what is drawn on it; `end` is told whether it is to be kept. */
export type Trace = (
  event: PointerEvent,
  move: (at: { x: number; y: number }) => void,
  end: (kept: boolean) => void,
) => void;

export interface Size {
  w: number;
  h: number;
}

/** How the page is looked at: the zoom, and how far the stage is scrolled, in CSS pixels. */
export interface View {
  zoom: number;
  left: number;
  top: number;
}

export function bounded(zoom: number): number {
  return Math.max(ZOOM.least, Math.min(ZOOM.most, zoom));
}

/** The next step in (1) or out (−1). */
export function stepped(zoom: number, way: 1 | -1): number {
  const next =
    way === 1 ? STOPS.find((stop) => stop > zoom + 0.001) : STOPS.findLast((stop) => stop < zoom - 0.001);
  return next ?? bounded(zoom);
}

/** The zoom at which the whole page is seen. */
export function fitPage(page: Size, stage: Size): number {
  const across = (stage.w - 2 * MARGIN) / (page.w * ACTUAL);
  const down = (stage.h - 2 * MARGIN) / (page.h * ACTUAL);
  return bounded(Math.min(across, down));
}

/** The zoom at which the page is as wide as the stage. */
export function fitWidth(page: Size, stage: Size): number {
  return bounded((stage.w - 2 * MARGIN) / (page.w * ACTUAL));
}

/** Where the paper stands in the space that is scrolled: in the middle, with ground around it. */
export function origin(page: Size, stage: Size, zoom: number): { x: number; y: number } {
  const place = (paper: number, room: number): number => Math.max(MARGIN, Math.round((room - paper) / 2));
  return { x: place(page.w * ACTUAL * zoom, stage.w), y: place(page.h * ACTUAL * zoom, stage.h) };
}

/** The space that is scrolled. */
export function space(page: Size, stage: Size, zoom: number): Size {
  return {
    w: Math.max(stage.w, page.w * ACTUAL * zoom + 2 * MARGIN),
    h: Math.max(stage.h, page.h * ACTUAL * zoom + 2 * MARGIN),
  };
}

/** Another zoom under which what is at `(x, y)` of the stage stays there, as far as the page reaches. */
export function zoomedAt(
  view: View,
  zoom: number,
  at: { x: number; y: number },
  page: Size,
  stage: Size,
): View {
  const next = bounded(zoom);
  const [before, after] = [origin(page, stage, view.zoom), origin(page, stage, next)];
  const k = next / view.zoom;
  const whole = space(page, stage, next);
  const kept = (scrolled: number, here: number, from: number, to: number, most: number): number =>
    Math.max(0, Math.min((scrolled + here - from) * k + to - here, most));
  return {
    zoom: next,
    left: kept(view.left, at.x, before.x, after.x, whole.w - stage.w),
    top: kept(view.top, at.y, before.y, after.y, whole.h - stage.h),
  };
}

/** The part of the page, in 点, that is seen. */
export function seen(view: View, page: Size, stage: Size): Rect {
  const from = origin(page, stage, view.zoom);
  const scale = ACTUAL * view.zoom;
  return clipped(
    {
      x: (view.left - from.x) / scale,
      y: (view.top - from.y) / scale,
      w: stage.w / scale,
      h: stage.h / scale,
    },
    page,
  );
}

/** What is seen and half as much around it: what is painted ahead, so that panning shows no edge. */
export function ahead(part: Rect, page: Size): Rect {
  return clipped({ x: part.x - part.w / 2, y: part.y - part.h / 2, w: part.w * 2, h: part.h * 2 }, page);
}

function clipped(part: Rect, page: Size): Rect {
  const x = Math.max(0, Math.min(part.x, page.w));
  const y = Math.max(0, Math.min(part.y, page.h));
  const right = Math.max(x, Math.min(part.x + part.w, page.w));
  const bottom = Math.max(y, Math.min(part.y + part.h, page.h));
  return { x, y, w: right - x, h: bottom - y };
}

/** Whether one part lies in another, to a hundredth of a 点. */
export function holds(outer: Rect, inner: Rect): boolean {
  return (
    inner.x >= outer.x - 0.01 &&
    inner.y >= outer.y - 0.01 &&
    inner.x + inner.w <= outer.x + outer.w + 0.01 &&
    inner.y + inner.h <= outer.y + outer.h + 0.01
  );
}

/** How far to scroll so that a part of the page stands in the middle. */
export function centred(part: Rect, zoom: number, page: Size, stage: Size): View {
  const from = origin(page, stage, zoom);
  const whole = space(page, stage, zoom);
  const scale = ACTUAL * zoom;
  const middle = (at: number, long: number, start: number, room: number, most: number): number =>
    Math.max(0, Math.min(start + (at + long / 2) * scale - room / 2, most - room));
  return {
    zoom,
    left: middle(part.x, part.w, from.x, stage.w, whole.w),
    top: middle(part.y, part.h, from.y, stage.h, whole.h),
  };
}
