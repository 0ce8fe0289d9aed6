import type { Notice, PageRow, PageView, StoryRow } from "../api/wire";
import { columnOf } from "../page/grid";

/** Pages that lie open beside each other: an even number at the left of the next odd one, of the same section. */
export function spreads(pages: readonly PageRow[]): PageRow[][] {
  const open: PageRow[][] = [];
  for (const page of pages) {
    const before = open.at(-1);
    const left = before?.length === 1 ? before[0] : undefined;
    if (left !== undefined && before !== undefined && faces(left.number, page.number)) before.push(page);
    else open.push([page]);
  }
  return open;
}

function faces(left: string, right: string): boolean {
  const [a, b] = [parted(left), parted(right)];
  return (
    a !== null && b !== null && a.letters === b.letters && a.number % 2 === 0 && b.number === a.number + 1
  );
}

function parted(number: string): { letters: string; number: number; digits: number } | null {
  const [, letters = "", digits = ""] = /^(\D*)(\d+)$/.exec(number) ?? [];
  return digits === "" ? null : { letters, number: Number(digits), digits: digits.length };
}

/** The number after the last one: A03 → A04. */
export function nextNumber(pages: readonly PageRow[]): string {
  const last = parted(pages.at(-1)?.number ?? "A00");
  if (last === null) return "";
  return last.letters + String(last.number + 1).padStart(last.digits, "0");
}

/** All that keeps a page from being signed. */
export function stopsOf(page: PageView): Notice[] {
  if (page.state === "signed" || page.state === "sent") return [];
  return [...page.stops, ...page.notices.filter(({ severity }) => severity === "error")];
}

/** Rows over the holes of a page, all modules together; negative: rows still free. */
export function fitOf(page: PageView): { over: number; free: number } {
  const over = page.stories.reduce((sum, { over_rows }) => sum + Math.max(0, over_rows), 0);
  const free = page.stories.reduce((sum, { over_rows }) => sum + Math.max(0, -over_rows), 0);
  return { over, free };
}

/** Copy against room, in 字. */
export interface Supply {
  /** Body characters that stand on the pages. */
  placed: number;
  /** Of copy without a page: approved, and still being written or read. */
  approved: number;
  coming: number;
  /** What the holes of laid pages take, and what pages take that are still blank. */
  holes: number;
  blank: number;
  blankPages: number;
}

/** What there is, and what is wanted. A page that is still blank counts with its whole type area. */
export function supply(pages: readonly PageView[], stories: readonly StoryRow[]): Supply {
  const sum: Supply = { placed: 0, approved: 0, coming: 0, holes: 0, blank: 0, blankPages: 0 };
  for (const page of pages) {
    if (page.stories.length === 0 && page.adverts.length === 0) {
      sum.blankPages += 1;
      sum.blank += page.columns * page.rows * columnOf(page.format);
    }
    for (const { id, over_characters } of page.stories) {
      const characters = stories.find((story) => story.id === id)?.characters ?? 0;
      sum.placed += characters;
      sum.holes += Math.max(0, characters - over_characters);
    }
  }
  for (const story of stories) {
    if (story.pages.length > 0 || story.state === "spiked" || story.state === "held") continue;
    if (story.state === "approved") sum.approved += story.characters;
    else sum.coming += story.characters;
  }
  return sum;
}
