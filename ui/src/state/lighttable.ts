import type { PhotoView } from "../api/wire";

/** A picture on the light table with its size there, in CSS pixels. */
export interface Tile {
  photo: PhotoView;
  width: number;
  height: number;
}

/** Which pictures lie on the table. */
export type Show = "all" | "lacking" | "unused";

/** Neither a sliver nor a wall: very long pictures are shown cropped. */
const SHAPES = { least: 0.6, most: 2.6 };

/** Lays pictures in rows that fill the width; a last row that is not full keeps the wished height. */
export function justified(
  photos: readonly PhotoView[],
  width: number,
  height: number,
  gap: number,
): Tile[][] {
  const rows: Tile[][] = [];
  let row: { photo: PhotoView; shape: number }[] = [];
  const close = (full: boolean): void => {
    const shapes = row.reduce((sum, { shape }) => sum + shape, 0);
    const room = width - gap * (row.length - 1);
    const high = full ? Math.min(room / shapes, height * 1.4) : Math.min(height, room / shapes);
    rows.push(
      row.map(({ photo, shape }) => ({ photo, width: Math.floor(shape * high), height: Math.round(high) })),
    );
    row = [];
  };
  for (const photo of photos) {
    const natural = photo.px_width === null || !photo.px_height ? 1.5 : photo.px_width / photo.px_height;
    row.push({ photo, shape: Math.min(SHAPES.most, Math.max(SHAPES.least, natural)) });
    const wide = row.reduce((sum, { shape }) => sum + shape * height, 0) + gap * (row.length - 1);
    if (wide >= width) close(true);
  }
  if (row.length > 0) close(false);
  return rows;
}

/** Whether its caption is missing. */
export function lacksCaption(photo: PhotoView): boolean {
  return (photo.caption ?? "").trim() === "";
}

/** Whether its printed credit is missing. */
export function lacksCredit(photo: PhotoView): boolean {
  return (photo.printed_credit?.names.length ?? 0) === 0;
}

/** The pictures that are wanted: in their order, with the typed words in name, caption or credit. */
export function onTable(photos: readonly PhotoView[], show: Show, typed: string): PhotoView[] {
  const wanted = typed.trim().toLowerCase();
  return photos.filter((photo) => {
    if (show === "lacking" && !lacksCaption(photo) && !lacksCredit(photo)) return false;
    if (show === "unused" && photo.stories.length > 0) return false;
    if (wanted === "") return true;
    const said = [photo.caption, photo.file_name, photo.headline, photo.city, ...photo.creator];
    return [...said, ...(photo.printed_credit?.names ?? [])].some((text) =>
      text?.toLowerCase().includes(wanted),
    );
  });
}

/** Where an arrow leads from a picture: beside it, or the nearest one of the row above or below. */
export function beside(rows: readonly Tile[][], id: string, key: string, gap: number): string | null {
  const flat = rows.flat();
  const at = flat.findIndex(({ photo }) => photo.id === id);
  if (at < 0) return flat[0]?.photo.id ?? null;
  const steps: Record<string, number> = {
    ArrowLeft: at - 1,
    ArrowRight: at + 1,
    Home: 0,
    End: flat.length - 1,
  };
  const step = steps[key];
  if (step !== undefined) return flat[step]?.photo.id ?? null;
  const from = rows.findIndex((row) => row.some(({ photo }) => photo.id === id));
  const into = rows[from + (key === "ArrowDown" ? 1 : -1)];
  if (into === undefined) return null;
  const middle = middles(rows[from] ?? [], gap).find(([photo]) => photo === id)?.[1] ?? 0;
  return (
    middles(into, gap).toSorted(([, a], [, b]) => Math.abs(a - middle) - Math.abs(b - middle))[0]?.[0] ?? null
  );
}

function middles(row: readonly Tile[], gap: number): [string, number][] {
  let x = 0;
  return row.map(({ photo, width }) => {
    const middle = x + width / 2;
    x += width + gap;
    return [photo.id, middle];
  });
}
