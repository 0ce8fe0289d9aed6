import { words } from "../words/words.svelte";

/** How a story fits, in words. */
export function fitWords(fit: { over_rows: number; over_characters: number }): string {
  if (fit.over_rows > 0) return words.t.page.over(fit.over_rows, fit.over_characters);
  if (fit.over_rows < 0) return words.t.page.under(-fit.over_rows, -fit.over_characters);
  return words.t.page.fits;
}

/** The same where there is little room: in rows alone. */
export function fitRows({ over_rows: rows }: { over_rows: number }): string {
  if (rows > 0) return words.t.issue.over(rows);
  return rows < 0 ? words.t.issue.free(-rows) : words.t.page.fits;
}
