import type { Notice, PageRow, PageView, StoryRow } from "../api/wire";

/** The places in the issue that a page takes, by their numbers: a spread, A04-A05, takes two. */
export function placesOf(number: string): string[] {
  return number.split("-");
}

/** How many places some pages take: how many pages a reader counts. */
export function countOf(pages: readonly { number: string }[]): number {
  return pages.reduce((sum, { number }) => sum + placesOf(number).length, 0);
}

/**
 * Pages that lie open beside each other: an even number at the left of the next odd one, of the same section. A spread
 * is a pair by itself.
 */
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

/** The number after the last one: A03 → A04, A04-A05 → A06. */
export function nextNumber(pages: readonly PageRow[]): string {
  const last = parted(placesOf(pages.at(-1)?.number ?? "A00").at(-1) ?? "");
  return last === null ? "" : written(last, last.number + 1);
}

/**
 * A number as a page of one place or a spread has it: A04 → A04-A05, A05 → A06-A07, and A04-A05 → A04. What is no number
 * stays as it is written.
 */
export function numberAs(number: string, spread: boolean): string {
  const [first = ""] = placesOf(number);
  const page = parted(first);
  if (!spread || page === null) return first;
  const left = page.number + (page.number % 2);
  return `${written(page, left)}-${written(page, left + 1)}`;
}

function written({ letters, digits }: { letters: string; digits: number }, number: number): string {
  return letters + String(number).padStart(digits, "0");
}

/** Whether a page is signed, and so may go to the press or has gone. */
export function isSealed({ state }: { state: string }): boolean {
  return state === "signed" || state === "sent";
}

/** All that keeps a page from being signed. */
export function stopsOf(page: PageView): Notice[] {
  if (isSealed(page)) return [];
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
      sum.blankPages += placesOf(page.number).length;
      sum.blank += page.columns * page.rows * page.column;
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
