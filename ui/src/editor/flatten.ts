/** Between the cells of a table's row, once it is a paragraph: a full-width blank. */
const BETWEEN_CELLS = "\u3000";
const BULLET = "·";

/** HTML in which lists and tables have become paragraphs, and whether there were any. */
export interface Flat {
  html: string;
  lists: boolean;
  tables: boolean;
}

/**
 * Lists and tables as paragraphs, which is all that a story has: an entry keeps its mark as text, a row is one
 * paragraph with its cells apart. A table that only lays a page out is taken apart into what stands in it.
 */
export function flattened(html: string): Flat {
  if (!/<(li|table)\b|mso-list/i.test(html)) return { html, lists: false, tables: false };
  const { body } = new DOMParser().parseFromString(html, "text/html");
  const entries = [...body.querySelectorAll("li")];
  const office = [...body.querySelectorAll("[style*=mso-list i]")].filter(isOfficeEntry);
  for (const entry of entries) markEntry(entry);
  for (const entry of office) markOfficeEntry(entry);
  // From the inside out: a table in a table is paragraphs before the outer one is looked at.
  const tables = [...body.querySelectorAll("table")].reverse().filter(flattenTable);
  return { html: body.innerHTML, lists: entries.length + office.length > 0, tables: tables.length > 0 };
}

/** Puts an entry's mark before its first words. */
function markEntry(entry: Element): void {
  if (entry.textContent.trim() === "") return;
  const list = entry.closest("ol, ul, menu");
  const style = /list-style(?:-type)?\s*:\s*([a-z-]+)/i;
  const named =
    style.exec(entry.getAttribute("style") ?? "") ?? style.exec(list?.getAttribute("style") ?? "");
  const kind = named?.[1]?.toLowerCase() ?? list?.getAttribute("type") ?? "";
  if (kind === "none") return;
  const bullet = list?.tagName !== "OL" || ["disc", "circle", "square"].includes(kind);
  putMark(entry, bullet ? BULLET : `${numeral(placeOf(entry, list), kind)}.`);
}

/** The number of an entry in its list. */
function placeOf(entry: Element, list: Element): number {
  let n = Number(list.getAttribute("start") ?? 1) - 1;
  for (const child of list.children) {
    if (child.tagName !== "LI") continue;
    const value = child.getAttribute("value");
    n = value === null ? n + 1 : Number(value);
    if (child === entry) break;
  }
  return Number.isInteger(n) ? n : 1;
}

function numeral(n: number, kind: string): string {
  if (kind === "a" || kind === "lower-alpha" || kind === "lower-latin") return letters(n).toLowerCase();
  if (kind === "A" || kind === "upper-alpha" || kind === "upper-latin") return letters(n);
  if (kind === "i" || kind === "lower-roman") return roman(n).toLowerCase();
  if (kind === "I" || kind === "upper-roman") return roman(n);
  return String(n);
}

/** A … Z, AA … */
function letters(n: number): string {
  let written = "";
  for (let rest = n; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    written = String.fromCharCode(65 + ((rest - 1) % 26)) + written;
  }
  return written;
}

const ROMAN = [
  ...([
    [1000, "M"],
    [900, "CM"],
    [500, "D"],
    [400, "CD"],
    [100, "C"],
    [90, "XC"],
  ] as const),
  ...([
    [50, "L"],
    [40, "XL"],
    [10, "X"],
    [9, "IX"],
    [5, "V"],
    [4, "IV"],
    [1, "I"],
  ] as const),
];

function roman(n: number): string {
  let [written, rest] = ["", n];
  for (const [value, sign] of ROMAN) {
    while (rest >= value) [written, rest] = [written + sign, rest - value];
  }
  return written;
}

const styleOf = (element: Element): string => element.getAttribute("style") ?? "";

/** Word and WPS write an entry as an ordinary paragraph that names its list. */
function isOfficeEntry(element: Element): boolean {
  return /mso-list\s*:\s*l\d/i.test(styleOf(element)) && element.closest("li") === null;
}

/** The mark that a word processor has written before an entry, to be ignored by whoever has lists. */
function markOfficeEntry(entry: Element): void {
  const ignored = [...entry.querySelectorAll("[style*=mso-list i]")].find((span) =>
    /mso-list\s*:\s*ignore/i.test(styleOf(span)),
  );
  const written = (ignored?.textContent ?? "").replace(/\s+/g, "");
  ignored?.remove();
  if (entry.textContent.trim() === "") return;
  // A letter alone is a sign of a font of signs.
  const counts = /^[(（]?[\p{L}\p{N}]+[.)）、．。]|^\p{N}+$/u.test(written);
  putMark(entry, counts ? written : BULLET);
}

/** Before the first words, in the paragraph that they stand in. */
function putMark(entry: Element, mark: string): void {
  const walk = entry.ownerDocument.createTreeWalker(entry, NodeFilter.SHOW_TEXT);
  let first = walk.nextNode();
  while (first !== null && (first.nodeValue ?? "").trim() === "") first = walk.nextNode();
  // An entry that holds only a list of its own has no words to mark.
  const inside = first?.parentElement?.closest("li") ?? entry;
  if (first === null || inside !== entry) return;
  first.nodeValue = (first.nodeValue ?? "").trimStart();
  let place: Node = first;
  while (place.parentNode !== null && place.parentNode !== entry && isInline(place.parentNode))
    place = place.parentNode;
  const after = /[、）．。]$/.test(mark) ? "" : " ";
  place.parentNode?.insertBefore(entry.ownerDocument.createTextNode(mark + after), place);
}

const INLINE = /^(A|ABBR|B|CODE|EM|FONT|I|MARK|S|SMALL|SPAN|STRONG|SUB|SUP|U)$/;

function isInline(node: Node): boolean {
  return INLINE.test(node.nodeName);
}

/** Rows become paragraphs; answers false where the table was a page's scaffold. */
function flattenTable(table: HTMLTableElement): boolean {
  const rows = [...table.rows].map((row) => [...row.cells]);
  const document = table.ownerDocument;
  const tabular = rows.some((row) => row.length > 1) && rows.flat().every(isCell);
  const parts: Node[] = [];
  if (tabular) {
    if (table.caption !== null) parts.push(paragraphOf(document, [table.caption]));
    for (const row of rows) parts.push(paragraphOf(document, row));
  } else {
    for (const cell of [...(table.caption === null ? [] : [table.caption]), ...rows.flat()]) {
      const division = document.createElement("div");
      division.append(...cell.childNodes);
      parts.push(division);
    }
  }
  table.replaceWith(...parts);
  return tabular;
}

/** Whether it holds a value or a few words, not a piece of a page. */
function isCell(cell: Element): boolean {
  if (cell.querySelector("h1, h2, h3, h4, h5, h6, table") !== null) return false;
  return (
    [...cell.querySelectorAll("p, div, li")].filter((part) => part.textContent.trim() !== "").length <= 3
  );
}

/** One paragraph of what stands in the cells, its emphasis kept. */
function paragraphOf(document: Document, cells: readonly Element[]): HTMLElement {
  const paragraph = document.createElement("p");
  cells.forEach((cell, n) => {
    if (n > 0) paragraph.append(BETWEEN_CELLS);
    paragraph.append(...inlineOf(cell));
  });
  return paragraph;
}

/** What stands in a cell without its paragraphs, which become blanks. */
function inlineOf(cell: Element): Node[] {
  for (const block of [...cell.querySelectorAll("p, div, li, ul, ol, blockquote")].reverse()) {
    block.replaceWith(...(block.textContent.trim() === "" ? [] : [" ", ...block.childNodes, " "]));
  }
  cell.normalize();
  trimEnds(cell);
  return [...cell.childNodes];
}

function trimEnds(cell: Element): void {
  const texts: Node[] = [];
  const walk = cell.ownerDocument.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
  for (let text = walk.nextNode(); text !== null; text = walk.nextNode()) texts.push(text);
  const [first, last] = [texts.at(0), texts.at(-1)];
  if (first) first.nodeValue = (first.nodeValue ?? "").trimStart();
  if (last) last.nodeValue = (last.nodeValue ?? "").trimEnd();
}
