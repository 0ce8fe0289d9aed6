import type { AreaView, Ground, HeadPlace, ModuleView, Quote, Shape, Treatment, Wrap } from "../api/wire";
import { meet, within } from "./grid";

/** Parts of a module that have a place of their own in it, besides its pictures. */
export type PartKind = "quote" | "caption" | "notch";

export const OVER: HeadPlace = { kind: "over" };
export const PAPER: Ground = { tint: 0, reversed: false };

/** Rows that a drop cap may have; 0: none. */
export const DROP_CAPS = [0, 2, 3, 4, 5] as const;

/** The corners of a picture's outline before anybody has moved them: its own, cut. */
const CUT: [number, number][] = [
  [250, 0],
  [750, 0],
  [1000, 250],
  [1000, 750],
  [750, 1000],
  [250, 1000],
  [0, 750],
  [0, 250],
];

export function treatmentOf(module: ModuleView): Treatment {
  return module.treatment ?? {};
}

/** The module with its dressing changed; what is as it is by itself is left out. */
export function dressed(module: ModuleView, change: Partial<Treatment>): ModuleView {
  const { treatment: before, ...rest } = module;
  const treatment = plain({ ...before, ...change });
  return Object.keys(treatment).length === 0 ? rest : { ...rest, treatment };
}

/** The module with nothing said of where its story comes from. */
export function beginningHere(module: ModuleView): ModuleView {
  const { from, ...treatment } = treatmentOf(module);
  const { treatment: before, ...rest } = module;
  return from === undefined || before === undefined ? module : dressed({ ...rest, treatment }, {});
}

function plain(treatment: Treatment): Treatment {
  const { head, lines, head_ground, head_border, kicker, border, ground } = treatment;
  const { drop_cap, column_rules, edge_credits } = treatment;
  const { notches, quotes, wraps, captions, from, to } = treatment;
  return {
    ...(head === undefined || head.kind === "over" ? {} : { head }),
    ...(lines === undefined || lines.length === 0 ? {} : { lines }),
    ...(head_ground === undefined || head_ground.tint === 0 ? {} : { head_ground }),
    ...(head_border === undefined || head_border === "none" ? {} : { head_border }),
    ...(kicker === undefined || kicker === "above" ? {} : { kicker }),
    ...(border === undefined || border === "none" ? {} : { border }),
    ...(ground === undefined || ground.tint === 0 ? {} : { ground }),
    ...(drop_cap === undefined || drop_cap === 0 ? {} : { drop_cap }),
    ...(notches === undefined || notches.length === 0 ? {} : { notches }),
    ...(quotes === undefined || quotes.length === 0 ? {} : { quotes }),
    ...(wraps === undefined || wraps.length === 0 ? {} : { wraps }),
    ...(captions === undefined || captions.length === 0 ? {} : { captions }),
    ...(column_rules === true ? { column_rules } : {}),
    ...(edge_credits === true ? { edge_credits } : {}),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
  };
}

/** How many base columns the headline block takes; all of them where it stands over its text. */
export function headCols(module: ModuleView): number {
  const head = treatmentOf(module).head ?? OVER;
  return head.kind === "over" ? module.area.cols : head.cols;
}

/** The headline in another place: as many columns as it had beside its text, else a third of the module's. */
export function headAt(module: ModuleView, kind: HeadPlace["kind"]): HeadPlace {
  const { head = OVER } = treatmentOf(module);
  if (kind === "over") return OVER;
  const third = Math.max(1, Math.round(module.area.cols / 3));
  if (kind === "upright") return { kind, cols: head.kind === "upright" ? head.cols : third, side: "left" };
  const most = Math.max(1, module.area.cols - 1);
  return { kind, cols: head.kind === "beside" ? head.cols : Math.min(most, Math.max(2, third)) };
}

/** The places of the parts of one kind, from the module's own top left. */
export function partsOf(module: ModuleView, kind: PartKind): AreaView[] {
  const { notches = [], quotes = [], captions = [] } = treatmentOf(module);
  if (kind === "notch") return notches;
  return (kind === "quote" ? quotes : captions).map(({ area }) => area);
}

/** The module with one of its parts in another place. */
export function withPart(module: ModuleView, kind: PartKind, at: number, area: AreaView): ModuleView {
  const { notches = [], quotes = [], captions = [] } = treatmentOf(module);
  if (kind === "notch") return dressed(module, { notches: notches.map((one, n) => (n === at ? area : one)) });
  if (kind === "quote")
    return dressed(module, { quotes: quotes.map((one, n) => (n === at ? { ...one, area } : one)) });
  return dressed(module, { captions: captions.map((one, n) => (n === at ? { ...one, area } : one)) });
}

/** The module without one of its parts. */
export function withoutPart(module: ModuleView, kind: PartKind, at: number): ModuleView {
  const { notches = [], quotes = [], captions = [] } = treatmentOf(module);
  const rest = <T>(parts: T[]): T[] => parts.filter((_, n) => n !== at);
  if (kind === "notch") return dressed(module, { notches: rest(notches) });
  if (kind === "quote") return dressed(module, { quotes: rest(quotes) });
  return dressed(module, { captions: rest(captions) });
}

/** The places inside a module that something takes, from its own top left. */
export function takenWithin(module: ModuleView): AreaView[] {
  const parts = (["quote", "caption", "notch"] as const).flatMap((kind) => partsOf(module, kind));
  return [...module.pictures.map(({ area }) => area), ...parts];
}

/**
 * The module in an area of another size, its dressing in it: what stood in a corner or at a side stays there, the rest
 * comes in from outside.
 */
export function resizedTo(module: ModuleView, area: AreaView): ModuleView {
  const { head, notches = [], quotes = [], captions = [] } = treatmentOf(module);
  const inner = { col: 0, row: 0, cols: area.cols, rows: area.rows };
  const kept = within(inner, inner);
  const cut = (notch: AreaView): AreaView => {
    const right = notch.col > 0 && notch.col + notch.cols === module.area.cols;
    const foot = notch.row > 0 && notch.row + notch.rows === module.area.rows;
    return within(
      {
        ...notch,
        col: right ? area.cols - notch.cols : notch.col,
        row: foot ? area.rows - notch.rows : notch.row,
      },
      kept,
    );
  };
  return dressed(
    { ...module, area },
    {
      ...(head === undefined || head.kind === "over"
        ? {}
        : { head: { ...head, cols: Math.min(head.cols, area.cols) } }),
      notches: notches.map(cut),
      quotes: quotes.map((quote) => ({ ...quote, area: within(quote.area, kept) })),
      captions: captions.map((caption) => ({ ...caption, area: within(caption.area, kept) })),
    },
  );
}

/** The module without what its dressing says of a picture that is taken off. */
export function withoutPicture(module: ModuleView, photo: string): ModuleView {
  const { wraps = [], captions = [] } = treatmentOf(module);
  const shared = captions.map((caption) => ({
    ...caption,
    photos: caption.photos.filter((one) => one !== photo),
  }));
  return dressed(module, {
    wraps: wraps.filter((wrap) => wrap.photo !== photo),
    captions: shared.filter(({ photos }) => photos.length > 0),
  });
}

/** Where in a module something may be cut out: the corners make an L, the middles of the sides a U. */
export const CUTS = ["nw", "n", "ne", "w", "e", "sw", "s", "se"] as const;

export type Cut = (typeof CUTS)[number];

/** A first notch there: a third of the module, as whole columns and rows. */
export function notchAt(area: AreaView, at: Cut): AreaView {
  const cols = Math.max(1, Math.min(area.cols - 1, Math.round(area.cols / 3)));
  const rows = Math.max(1, Math.min(area.rows - 1, Math.round(area.rows / 3)));
  const middle = (whole: number, part: number): number => Math.floor((whole - part) / 2);
  return {
    col: at.includes("w") ? 0 : at.includes("e") ? area.cols - cols : middle(area.cols, cols),
    row: at.includes("n") ? 0 : at.includes("s") ? area.rows - rows : middle(area.rows, rows),
    cols,
    rows,
  };
}

/** The columns of an upright headline, which has them from top to foot as far as is known here. */
function uprightHead({ area, ...module }: ModuleView): AreaView[] {
  const head = module.treatment?.head ?? OVER;
  if (head.kind !== "upright" || head.cols >= area.cols) return [];
  const col = head.side === "left" ? 0 : area.cols - head.cols;
  return [{ col, row: 0, cols: head.cols, rows: area.rows }];
}

/** A first place for a part of so many columns and rows: past the head, where nothing stands. */
export function freeWithin(module: ModuleView, cols: number, rows: number): AreaView {
  const { area } = module;
  const size = { cols: Math.min(cols, area.cols), rows: Math.min(rows, area.rows) };
  const taken = [...takenWithin(module), ...uprightHead(module)];
  const middle = Math.floor((area.cols - size.cols) / 2);
  const columns = [middle, ...Array.from({ length: area.cols - size.cols + 1 }, (_, col) => col)];
  const first = Math.min(Math.floor(area.rows * 0.45), area.rows - size.rows);
  const down = Array.from({ length: area.rows - size.rows - first + 1 }, (_, n) => first + n);
  const up = Array.from({ length: first }, (_, n) => first - 1 - n);
  for (const row of [...down, ...up])
    for (const col of columns) {
      const place = { col, row, ...size };
      if (!taken.some((other) => meet(place, other))) return place;
    }
  return { col: middle, row: first, ...size };
}

export function wrapOf(module: ModuleView, photo: string): Wrap {
  return treatmentOf(module).wraps?.find((wrap) => wrap.photo === photo) ?? { photo };
}

export function shapeOf(wrap: Wrap): Shape {
  return wrap.shape ?? { kind: "box" };
}

/** A shape of a kind: the polygon that was there, or the picture's box with its corners cut. */
export function shapeNamed(kind: Shape["kind"], before: Shape): Shape {
  if (kind !== "polygon") return { kind };
  return before.kind === "polygon" ? before : { kind, points: CUT };
}

/** The module with a picture wrapped otherwise; a wrap that says nothing is left out. */
export function withWrap(module: ModuleView, wrap: Wrap): ModuleView {
  const others = (treatmentOf(module).wraps ?? []).filter(({ photo }) => photo !== wrap.photo);
  const says = shapeOf(wrap).kind !== "box" || wrap.rows !== undefined || wrap.ems !== undefined;
  return dressed(module, { wraps: says ? [...others, wrap] : others });
}

/** The sentences of a text that can be pulled out of it, in order. */
export function sentences(body: readonly string[], lang: string): string[] {
  const segmenter = new Intl.Segmenter(lang, { granularity: "sentence" });
  const all = body.flatMap((paragraph) =>
    [...segmenter.segment(paragraph)].map(({ segment }) => segment.trim()),
  );
  return [...new Set(all.filter((sentence) => [...sentence].length >= 4))];
}

/** Whether a quote's words stand in the text: a page prints no others. */
export function isSaid(body: readonly string[], text: string): boolean {
  return text.trim() !== "" && body.some((paragraph) => paragraph.includes(text.trim()));
}

/** A quote with a place of about the size that its words take. */
export function quoteIn(
  module: ModuleView,
  text: string,
  { column, gutter }: { column: number; gutter: number },
): Quote {
  // Set in the middle of its sizes, a 字 of it is one and a half of the body's.
  const across = (cols: number): number => Math.max(1, Math.floor((cols * (column + gutter) - gutter) / 1.5));
  const long = [...text].length;
  const { head = OVER } = treatmentOf(module);
  const free = module.area.cols - (head.kind === "upright" ? head.cols : 0);
  const cols = long > across(1) * 6 && free > 1 ? 2 : 1;
  const rows = Math.ceil(long / across(cols)) * 2 + 3;
  return { text, area: freeWithin(module, cols, Math.min(rows, Math.max(4, module.area.rows - 6))) };
}

const bare = (text: string): string => text.replace(/\s+/gu, "");

/**
 * The headline broken where a text of the same words is; null where the words differ. Blanks at the breaks are the
 * headline's own.
 */
export function brokenLike(headline: string, text: string): string[] | null {
  if (bare(headline) !== bare(text)) return null;
  const lines: string[] = [];
  const left = [...headline];
  for (const line of text.split("\n")) {
    let wanted = [...bare(line)].length;
    if (wanted === 0) continue;
    let taken = "";
    while (wanted > 0) {
      const character = left.shift() ?? "";
      taken += character;
      if (character.trim() !== "") wanted -= 1;
    }
    lines.push(taken.trim());
  }
  return lines;
}
