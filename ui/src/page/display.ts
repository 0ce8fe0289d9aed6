import { Refusal } from "../api/refusal";
import type { Rect } from "./grid";

/** The display list of a page, as the preview writes it. All places are 点 from the top left of the trim. */
export interface DisplayList {
  page: [number, number];
  type_area: [number, number, number, number];
  inks: string[];
  /** `face` and a glyph's number name an outline on every page. */
  fonts: { family: string; face: string; em: number }[];
  glyphs: { font: number[]; gid: number[]; path: string[] };
  blocks: DisplayBlock[];
  items: DisplayItem[];
}

export interface DisplayBlock {
  role: string;
  story: string | null;
  text: string;
  spans: { start: number; end: number; part: string; index: number; offset: number }[];
}

export interface DisplayLine {
  kind: "line";
  block: number;
  start: number;
  end: number;
  x: number;
  y: number;
  width: number;
  up: number;
  down: number;
  runs: {
    font: number;
    size: number;
    wide: number;
    ink: number;
    glyphs: number[];
    rise?: number[];
    turned?: boolean;
  }[];
}

type Quad = [number, number, number, number];

export interface DisplayPicture {
  kind: "picture";
  block: number;
  photo: string;
  rect: Quad;
  crop: Quad;
  pixels: [number, number];
  outline?: Outline;
  /** Whether it is shown without its colours: a photograph on a page of black alone. */
  grey?: boolean;
}

export type DisplayItem = DisplayLine | { kind: "rule" | "tint"; rect: Quad; ink: number } | DisplayPicture;

/** What of a picture's frame is shown. */
type Outline = { kind: "round" } | { kind: "polygon"; points: [number, number][] };

/** Fetches a page as it prints. */
export async function fetchDisplay(url: string): Promise<DisplayList> {
  // In the desktop window it comes from another origin, which takes no credentials.
  const response = await fetch(url);
  if (!response.ok) throw Refusal.from(await response.text());
  return displayFrom(await response.json());
}

/** Whether it is a display list: of this shape's own marks two are looked at, the rest is taken on trust. */
function isList(answer: unknown): answer is DisplayList {
  return typeof answer === "object" && answer !== null && "items" in answer && "glyphs" in answer;
}

/** A display list out of an answer. */
export function displayFrom(answer: unknown): DisplayList {
  if (!isList(answer)) throw new TypeError("not a display list");
  return answer;
}

/** Outlines by face and glyph: parsed once, whichever page shows them. */
const OUTLINES = new Map<string, Path2D>();

function outlines(list: DisplayList): Path2D[] {
  return list.glyphs.path.map((path, n) => {
    const name = `${list.fonts[list.glyphs.font[n] ?? -1]?.face ?? ""} ${list.glyphs.gid[n] ?? -1}`;
    let outline = OUTLINES.get(name);
    if (outline === undefined) {
      outline = new Path2D(path);
      OUTLINES.set(name, outline);
    }
    return outline;
  });
}

/** What of a canvas's context a page is painted with. */
export type Surface = Pick<
  CanvasRenderingContext2D,
  | "beginPath"
  | "clip"
  | "closePath"
  | "drawImage"
  | "ellipse"
  | "fill"
  | "fillRect"
  | "fillStyle"
  | "lineTo"
  | "moveTo"
  | "restore"
  | "save"
  | "setTransform"
>;

/** A picture on its way, and the picture once it is there. */
export interface Coming {
  image: HTMLImageElement | null;
  whole: Promise<HTMLImageElement | null>;
}

/** Paints a page, or a part of one. Pictures are asked for as they are painted, as finely as they are painted. */
export class Painter {
  readonly list: DisplayList;
  private readonly sides: number[];
  private readonly source: (item: DisplayPicture, side: number) => Coming;
  private readonly paths: Path2D[];
  private readonly pictures = new Map<string, { side: number; image: HTMLImageElement | null }>();
  private readonly watching = new Set<() => void>();
  private awaited = 0;

  /** `sides`: the longer sides in pixels that pictures come with, in ascending order. */
  constructor(list: DisplayList, sides: number[], source: (item: DisplayPicture, side: number) => Coming) {
    this.list = list;
    this.sides = sides;
    this.source = source;
    this.paths = outlines(list);
  }

  /** Whether every picture that was painted has come as finely as it was, or is known not to come. */
  get complete(): boolean {
    return this.awaited === 0;
  }

  /** Calls when there is more to paint than before; answers how to stop. */
  watch(repaint: () => void): () => void {
    this.watching.add(repaint);
    return () => this.watching.delete(repaint);
  }

  /** Paints what lies in `part` (in 点) at the canvas's top left; `scale` is device pixels a 点. */
  paint(ctx: Surface, scale: number, part = this.whole()): void {
    const [left, top] = [-part.x * scale, -part.y * scale];
    ctx.setTransform(scale, 0, 0, scale, left, top);
    ctx.fillStyle = "#fff";
    ctx.fillRect(0, 0, this.list.page[0], this.list.page[1]);
    for (const item of this.list.items) {
      if (!touches(item, part)) continue;
      ctx.setTransform(scale, 0, 0, scale, left, top);
      if (item.kind === "line") this.line(ctx, item, scale, left, top);
      else if (item.kind === "picture") this.picture(ctx, item, scale);
      else {
        ctx.fillStyle = this.list.inks[item.ink] ?? "#000";
        ctx.fillRect(...item.rect);
      }
    }
  }

  private whole(): Rect {
    return { x: 0, y: 0, w: this.list.page[0], h: this.list.page[1] };
  }

  /** The picture as it is there; asked for where it has not come fine enough for `pixels` on its longer side. */
  private pictureOf(item: DisplayPicture, pixels: number): HTMLImageElement | null {
    const { photo } = item;
    const side = this.sides.find((side) => side >= pixels) ?? this.sides.at(-1) ?? 0;
    const known = this.pictures.get(photo);
    if (known !== undefined && known.side >= side) return known.image;
    const coming = this.source(item, side);
    // Until it is there, a coarser one is better than none.
    const kept = { side, image: coming.image ?? known?.image ?? null };
    this.pictures.set(photo, kept);
    if (coming.image === null) {
      this.awaited += 1;
      void coming.whole.then((image) => {
        this.awaited -= 1;
        if (this.pictures.get(photo) === kept && image !== null) kept.image = image;
        for (const repaint of this.watching) repaint();
      });
    }
    return kept.image;
  }

  private picture(ctx: Surface, item: DisplayPicture, scale: number): void {
    const painted = (item.rect[2] * scale) / item.crop[2];
    const image = this.pictureOf(item, painted * Math.max(...item.pixels));
    if (image === null) return;
    const k = image.naturalWidth / item.pixels[0];
    const [x, y, w, h] = item.crop;
    ctx.save();
    if (item.outline !== undefined) {
      ctx.beginPath();
      outlined(ctx, item.rect, item.outline);
      ctx.clip();
    }
    ctx.drawImage(image, x * k, y * k, w * k, h * k, ...item.rect);
    ctx.restore();
  }

  private line(ctx: Surface, line: DisplayLine, scale: number, left: number, top: number): void {
    for (const run of line.runs) {
      ctx.fillStyle = this.list.inks[run.ink] ?? "#000";
      const s = (run.size / (this.list.fonts[run.font]?.em ?? 1000)) * scale;
      for (let n = 0; n < run.glyphs.length; n += 4) {
        const path = this.paths[run.glyphs[n] ?? -1];
        if (path === undefined) continue;
        const x = (line.x + (run.glyphs[n + 1] ?? 0)) * scale + left;
        const y = (line.y - (run.rise?.[n / 4] ?? 0)) * scale + top;
        const wide = (s * run.wide) / 1000;
        if (run.turned === true) ctx.setTransform(0, wide, -s, 0, x, y);
        else ctx.setTransform(wide, 0, 0, s, x, y);
        ctx.fill(path);
      }
    }
  }
}

/** Traces the outline that a picture is cut to. */
function outlined(ctx: Surface, [x, y, w, h]: Quad, outline: Outline): void {
  if (outline.kind === "round") {
    ctx.ellipse(x + w / 2, y + h / 2, w / 2, h / 2, 0, 0, 2 * Math.PI);
    return;
  }
  for (const [n, [px, py]] of outline.points.entries()) {
    if (n === 0) ctx.moveTo(px, py);
    else ctx.lineTo(px, py);
  }
  ctx.closePath();
}

/** Whether any of an item may be seen in a part of the page. */
function touches(item: DisplayItem, part: Rect): boolean {
  const [x, y, w, h] =
    item.kind === "line" ? [item.x, item.y - item.up, item.width, item.up + item.down] : item.rect;
  // Turned and raised glyphs, and accents, reach a little past their line.
  const slack = item.kind === "line" ? item.up : 0;
  return (
    x - slack < part.x + part.w &&
    x + w + slack > part.x &&
    y - slack < part.y + part.h &&
    y + h + slack > part.y
  );
}

/** The place in the copy under a point of the page. */
export function copyAt(list: DisplayList, x: number, y: number): { story: string; at: string } | null {
  for (const item of list.items) {
    if (item.kind !== "line") continue;
    if (x < item.x || x > item.x + item.width || y < item.y - item.up || y > item.y + item.down) continue;
    const block = list.blocks[item.block];
    if (block?.story == null) continue;
    let unit = item.start;
    for (const run of item.runs) {
      for (let n = 0; n < run.glyphs.length; n += 4) {
        if (item.x + (run.glyphs[n + 1] ?? 0) + (run.glyphs[n + 2] ?? 0) > x) break;
        unit += run.glyphs[n + 3] ?? 0;
      }
    }
    const span = block.spans.find(({ start, end }) => unit >= start && unit < end) ?? block.spans[0];
    if (span === undefined) return { story: block.story, at: "body.0.0" };
    const into = [...block.text.slice(span.start, Math.max(span.start, unit))].length;
    return { story: block.story, at: `${span.part}.${span.index}.${span.offset + into}` };
  }
  return null;
}
