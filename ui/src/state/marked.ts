/** A stretch of text, found or not. */
export interface Stretch {
  text: string;
  found: boolean;
}

/** Divides a text at what was looked for: as the search itself does, case, blanks and punctuation do not count. */
export function marked(text: string, query: string): Stretch[] {
  const wanted = [...query.normalize("NFKC")].filter((sign) => /[\p{L}\p{N}]/u.test(sign));
  if (wanted.length === 0) return [{ text, found: false }];
  const run = new RegExp(
    wanted.map((sign) => sign.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")).join("[^\\p{L}\\p{N}]*"),
    "giu",
  );
  const stretches: Stretch[] = [];
  let from = 0;
  for (const match of text.matchAll(run)) {
    if (match.index > from) stretches.push({ text: text.slice(from, match.index), found: false });
    stretches.push({ text: match[0], found: true });
    from = match.index + match[0].length;
  }
  if (from < text.length) stretches.push({ text: text.slice(from), found: false });
  return stretches;
}
