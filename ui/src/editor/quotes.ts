import { InputRule, inputRules } from "prosemirror-inputrules";
import type { Plugin } from "prosemirror-state";

/** What a mark opens after: nothing, a blank, an opening bracket or mark, a dash or a slash. */
const OPENS_AFTER = /(^|[\s([{<（【《〈「『“‘—–/])$/u;
/** Where words stand without blanks, the place of a mark does not tell which one it is. */
const WITHOUT_BLANKS = /[\p{Script=Han}\u3000-\u303F\uFF01-\uFF65…·]$/u;

/** How often a mark stands in a text, apostrophes within words not counted. */
function count(text: string, mark: string): number {
  return text.replace(/(?<=\p{Script=Latin})’(?=\p{Script=Latin})/gu, "").split(mark).length - 1;
}

/** The mark that a page prints for a typewriter's, behind these words of the same paragraph. */
export function printedMark(before: string, typed: '"' | "'"): string {
  const [open, close] = typed === '"' ? ["“", "”"] : ["‘", "’"];
  if (OPENS_AFTER.test(before)) return open;
  if (WITHOUT_BLANKS.test(before) && count(before, open) <= count(before, close)) return open;
  return close;
}

/**
 * A text with the marks of a page for those of a typewriter, behind these words of the same paragraph. Behind a number
 * where no quotation is open they are feet and inches, and stay.
 */
export function printedText(text: string, before = ""): string {
  const whole = [...text].reduce((words, c) => {
    if (c !== '"' && c !== "'") return words + c;
    const [open, close] = c === '"' ? ["“", "”"] : ["‘", "’"];
    const measures = /[0-9]$/.test(words) && count(words, open) <= count(words, close);
    return words + (measures ? c : printedMark(words, c));
  }, before);
  return whole.slice(before.length);
}

/** Quotation marks and apostrophes of a typewriter become those of a page as they are typed; Backspace gives them back. */
export function printedMarks(): Plugin {
  const rule = new InputRule(/["']$/, (state, match, from, to) => {
    const $from = state.doc.resolve(from);
    const before = $from.parent.textBetween(0, $from.parentOffset);
    return state.tr.insertText(printedMark(before, match[0] === '"' ? '"' : "'"), from, to);
  });
  return inputRules({ rules: [rule] });
}
