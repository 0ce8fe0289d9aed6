import type { AdvertBoxView, AreaView, MakeUpView, ModuleView, PictureBoxView } from "../api/wire";
import { everything, meet, minus, rectOf, same, within, type Grid } from "./grid";
import {
  partsOf,
  resizedTo,
  takenWithin,
  withoutPart,
  withoutPicture,
  withPart,
  type PartKind,
} from "./treatment";

/** Something that stands on a page. */
export type Thing =
  | { kind: "module"; story: string }
  | { kind: "picture"; story: string; photo: string }
  | Part
  | { kind: "band"; at: number }
  | { kind: "advert"; advert: string };

/** A part of a module with a place of its own in it: a pulled quote, a shared caption, a notch. */
export interface Part {
  kind: PartKind;
  story: string;
  at: number;
}

export function isPart(thing: Thing): thing is Part {
  return thing.kind === "quote" || thing.kind === "caption" || thing.kind === "notch";
}

/** A stable name, for ids in the document and for comparing. */
export function keyOf(thing: Thing): string {
  if (thing.kind === "module") return `module-${thing.story}`;
  if (thing.kind === "picture") return `picture-${thing.story}-${thing.photo}`;
  if (thing.kind === "advert") return `advert-${thing.advert}`;
  if (isPart(thing)) return `${thing.kind}-${thing.story}-${thing.at}`;
  return `band-${thing.at}`;
}

/** The smallest that each may be made. */
export const LEAST = {
  module: { cols: 1, rows: 4 },
  picture: { cols: 1, rows: 4 },
  quote: { cols: 1, rows: 4 },
  caption: { cols: 1, rows: 1 },
  notch: { cols: 1, rows: 1 },
  band: { cols: 1, rows: 1 },
  advert: { cols: 1, rows: 2 },
} as const;

/** Millimetres in a 点. */
const MM_A_POINT = 0.35146;

/** Rows for caption and credit in a picture box whose size nobody has said: as the newsroom reckons. */
const CAPTION_ROWS = 3;

export function moduleOf(make_up: MakeUpView, story: string): ModuleView | null {
  return make_up.modules.find((module) => module.story === story) ?? null;
}

export function advertsOf(make_up: MakeUpView): AdvertBoxView[] {
  return make_up.adverts ?? [];
}

/** Where a thing stands, on the page. */
export function areaOf(make_up: MakeUpView, thing: Thing): AreaView | null {
  if (thing.kind === "band") return make_up.bands[thing.at]?.area ?? null;
  if (thing.kind === "advert")
    return advertsOf(make_up).find(({ advert }) => advert === thing.advert)?.area ?? null;
  const module = moduleOf(make_up, thing.story);
  if (module === null || thing.kind === "module") return module?.area ?? null;
  const inner = isPart(thing)
    ? partsOf(module, thing.kind)[thing.at]
    : module.pictures.find(({ photo }) => photo === thing.photo)?.area;
  return inner === undefined ? null : shifted(inner, module.area.col, module.area.row);
}

/** What a thing may not leave: a picture or another part its module, anything else the page. */
export function boundsOf(make_up: MakeUpView, thing: Thing, grid: Pick<Grid, "columns" | "rows">): AreaView {
  const module = thing.kind === "picture" || isPart(thing) ? moduleOf(make_up, thing.story) : null;
  return module?.area ?? everything(grid);
}

/** The make-up with a thing in another place; a story, picture or advert that is not there yet is put there. */
export function withArea(make_up: MakeUpView, thing: Thing, area: AreaView): MakeUpView {
  if (thing.kind === "band")
    return {
      ...make_up,
      bands: make_up.bands.map((band, at) => (at === thing.at ? { ...band, area } : band)),
    };
  if (thing.kind === "picture")
    return changed(make_up, thing.story, (module) => pictured(module, thing.photo, area));
  if (isPart(thing))
    return changed(make_up, thing.story, (module) =>
      withPart(module, thing.kind, thing.at, shifted(area, -module.area.col, -module.area.row)),
    );
  if (thing.kind === "advert") {
    const { advert } = thing;
    const stands = areaOf(make_up, thing) !== null;
    const adverts = advertsOf(make_up);
    return {
      ...make_up,
      adverts: stands
        ? adverts.map((box) => (box.advert === advert ? { ...box, area } : box))
        : [...adverts, { advert, area }],
    };
  }
  if (moduleOf(make_up, thing.story) === null) {
    const module = { story: thing.story, area, columns: null, headline: null, pictures: [] };
    return { ...make_up, modules: [...make_up.modules, module] };
  }
  return changed(make_up, thing.story, (module) => ({
    ...resizedTo(module, area),
    pictures: module.pictures.map((picture) => ({
      ...picture,
      area: within(picture.area, { col: 0, row: 0, cols: area.cols, rows: area.rows }),
    })),
  }));
}

function pictured(module: ModuleView, photo: string, area: AreaView): ModuleView {
  const box: PictureBoxView = { photo, area: shifted(area, -module.area.col, -module.area.row) };
  const there = module.pictures.some((picture) => picture.photo === photo);
  const pictures = there
    ? module.pictures.map((picture) => (picture.photo === photo ? box : picture))
    : [...module.pictures, box];
  return { ...module, pictures };
}

function shifted(area: AreaView, cols: number, rows: number): AreaView {
  return { ...area, col: area.col + cols, row: area.row + rows };
}

/** The make-up with one module changed. */
export function changed(
  make_up: MakeUpView,
  story: string,
  change: (module: ModuleView) => ModuleView,
): MakeUpView {
  return {
    ...make_up,
    modules: make_up.modules.map((module) => (module.story === story ? change(module) : module)),
  };
}

/** The make-up without a thing; a story takes its pictures with it. */
export function without(make_up: MakeUpView, thing: Thing): MakeUpView {
  if (thing.kind === "band") return { ...make_up, bands: make_up.bands.filter((_, at) => at !== thing.at) };
  if (thing.kind === "advert")
    return { ...make_up, adverts: advertsOf(make_up).filter(({ advert }) => advert !== thing.advert) };
  if (thing.kind === "module")
    return { ...make_up, modules: make_up.modules.filter(({ story }) => story !== thing.story) };
  if (isPart(thing))
    return changed(make_up, thing.story, (module) => withoutPart(module, thing.kind, thing.at));
  return changed(make_up, thing.story, (module) => ({
    ...withoutPicture(module, thing.photo),
    pictures: module.pictures.filter(({ photo }) => photo !== thing.photo),
  }));
}

/** What a module takes of the page: its area without what is cut out of it. */
function solid(module: ModuleView): AreaView[] {
  const { col, row } = module.area;
  return minus(
    module.area,
    partsOf(module, "notch").map((notch) => shifted(notch, col, row)),
  );
}

/** All areas that modules, bands and adverts take, but one thing's. */
export function taken(make_up: MakeUpView, but: Thing | null): AreaView[] {
  const own = but === null ? null : keyOf(but);
  return [
    ...make_up.modules.flatMap((module) =>
      own === keyOf({ kind: "module", story: module.story }) ? [] : solid(module),
    ),
    ...make_up.bands.flatMap(({ area }, at) => (own === keyOf({ kind: "band", at }) ? [] : [area])),
    ...advertsOf(make_up).flatMap(({ advert, area }) =>
      own === keyOf({ kind: "advert", advert }) ? [] : [area],
    ),
  ];
}

/** Whether a thing in this place would lie over something. */
export function clashes(make_up: MakeUpView, thing: Thing, area: AreaView): boolean {
  if (thing.kind !== "picture" && !isPart(thing)) return overlaps(make_up, thing, area);
  const module = moduleOf(without(make_up, thing), thing.story);
  if (module === null) return false;
  const own = shifted(area, -module.area.col, -module.area.row);
  return takenWithin(module).some((other) => meet(own, other));
}

function overlaps(make_up: MakeUpView, thing: Thing, area: AreaView): boolean {
  const module = thing.kind === "module" ? moduleOf(make_up, thing.story) : null;
  const own = module === null ? [area] : solid({ ...resizedTo(module, area) });
  return taken(make_up, thing).some((other) => own.some((part) => meet(part, other)));
}

/** How large a picture stands over so many columns, with rows for its words. */
export function pictureRows(
  grid: Grid,
  cols: number,
  photo: { px_width: number | null; px_height: number | null },
): number {
  const { w } = rectOf(grid, { col: 0, row: 0, cols, rows: 1 });
  return (
    Math.ceil((w * (photo.px_height ?? 0)) / Math.max(1, photo.px_width ?? 0) / grid.pitch) + CAPTION_ROWS
  );
}

/** A first box for a picture at the right of its module; null where it would leave the text no room. */
export function pictureBox(
  grid: Grid,
  module: AreaView,
  photo: { id: string; px_width: number | null; px_height: number | null },
): PictureBoxView | null {
  const cols = Math.max(1, Math.floor(module.cols / 2));
  const rows = pictureRows(grid, cols, photo);
  if (rows + 6 > module.rows) return null;
  return {
    photo: photo.id,
    area: { col: module.cols - cols, row: Math.min(module.rows - rows, 5), cols, rows },
  };
}

/** The columns and rows that an advert was made for. */
export function advertSize(
  grid: Grid,
  advert: { width_mm: number; height_mm: number },
): { cols: number; rows: number } {
  const widths = Array.from({ length: grid.columns }, (_, n) => {
    const { w } = rectOf(grid, { col: 0, row: 0, cols: n + 1, rows: 1 });
    return Math.abs(w * MM_A_POINT - advert.width_mm);
  });
  const rows = Math.round(advert.height_mm / MM_A_POINT / grid.pitch);
  return {
    cols: widths.indexOf(Math.min(...widths)) + 1,
    rows: Math.max(LEAST.advert.rows, Math.min(grid.rows, rows)),
  };
}

/** A first size for a story that is put on a page: near a shape that reads well, with rows for its head. */
export function firstSize(grid: Grid, characters: number): { cols: number; rows: number } {
  const cols = Math.min(grid.columns, characters > 900 ? 4 : characters > 450 ? 3 : 2);
  const body = Math.ceil((characters * 1.08) / grid.column / cols);
  return { cols, rows: Math.max(LEAST.module.rows, Math.min(grid.rows, body + 5)) };
}

/** Stories whose place differs between two make-ups. */
export function rearranged(before: MakeUpView, after: MakeUpView): Set<string> {
  const moved = after.modules.filter(({ story, area }) => {
    const old = moduleOf(before, story);
    return old === null || !same(old.area, area);
  });
  return new Set(moved.map(({ story }) => story));
}
