import { diffChars } from "diff";
import type { Node } from "prosemirror-model";

/** A stretch of text, and whether it came in or went out since. */
export interface Stretch {
  text: string;
  change: "same" | "added" | "removed";
}

/** A story's text, a part or paragraph a line. */
export function linesOf(doc: Node): string {
  const lines: string[] = [];
  doc.forEach((child) => lines.push(child.textContent));
  return lines.join("\n");
}

/** What changed from one text to the other, character by character, cut at the ends of lines. */
export function changes(before: string, after: string): Stretch[][] {
  const lines: Stretch[][] = [[]];
  for (const { value, added, removed } of diffChars(before, after)) {
    const change = added ? "added" : removed ? "removed" : "same";
    value.split("\n").forEach((text, n) => {
      if (n > 0) lines.push([]);
      if (text !== "") lines.at(-1)?.push({ text, change });
    });
  }
  return lines.filter((line) => line.length > 0);
}
