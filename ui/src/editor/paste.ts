import { Fragment, Slice, type Node, type Schema } from "prosemirror-model";
import type { EditorView } from "prosemirror-view";
import { flattened, type Flat } from "./flatten";
import { printedText } from "./quotes";
import { LINES, schema } from "./schema";

/**
 * Foreign HTML without what is not text: comments, styles, tracked deletions, office namespaces; and with paragraphs
 * in the place of lists and tables.
 */
export function cleanHtml(html: string): Flat {
  return flattened(textOf(html));
}

function textOf(html: string): string {
  return html
    .replace(/<!--[\s\S]*?-->/g, "")
    .replace(/<(style|script|title|xml|del|o:p)\b[\s\S]*?<\/\1>/gi, "")
    .replace(/<br\b[^>]*>\s*(<br\b[^>]*>\s*)+/gi, "</p><p>")
    .replace(/<br\b[^>]*>/gi, "</p><p>");
}

/** Text as it may stand in a story: no soft hyphens, no zero-width or control characters, ordinary blanks. */
export function cleanText(text: string): string {
  return text
    .replace(/[\u00AD\u200B-\u200F\u2028-\u202E\u2060\uFEFF]/g, "")
    .replace(/[\u00A0\u2000-\u200A\t\n\r\f\v]+/g, " ")
    .replace(/\p{Cc}/gu, "");
}

/** Plain text as paragraphs: one a line, outer blanks and empty lines dropped. */
export function plainSlice(text: string): Slice {
  const lines = text
    .split(/\r\n|[\n\r\u2028\u2029]/)
    .map((line) => printedText(cleanText(line).trim()))
    .filter((line) => line !== "");
  const nodes = lines.map((line) => block(schema, "paragraph", Fragment.from(schema.text(line))));
  return new Slice(Fragment.from(nodes), 1, 1);
}

/** A pasted slice with only body paragraphs in it, their texts clean and in a page's marks, none of them empty. */
export function cleanSlice(slice: Slice): Slice {
  const blocks: Node[] = [];
  slice.content.forEach((child) => {
    if (!child.isTextblock) {
      if (child.isText) blocks.push(block(schema, "paragraph", cleanInline(Fragment.from(child))));
      return;
    }
    const content = cleanInline(child.content);
    const name = child.type.name === "subhead" ? "subhead" : "paragraph";
    if (content.size > 0) blocks.push(block(schema, name, content));
  });
  const open = blocks.length > 0 ? 1 : 0;
  return new Slice(Fragment.from(blocks), open, open);
}

function cleanInline(content: Fragment): Fragment {
  const texts: Node[] = [];
  let before = "";
  content.forEach((child, _offset, n) => {
    let text = printedText(cleanText(child.text ?? ""), before);
    before += text;
    // The indent is the page's, never typed.
    if (n === 0) text = text.replace(/^[\s\u3000]+/, "");
    if (n === content.childCount - 1) text = text.trimEnd();
    if (text !== "") texts.push(schema.text(text, child.marks));
  });
  return Fragment.from(texts);
}

function block(within: Schema, name: string, content: Fragment): Node {
  const type = within.nodes[name];
  if (type === undefined) throw new RangeError(`The schema has no ${name}.`);
  const allowed = content.content.map((child) => child.mark(type.allowedMarks(child.marks)));
  return type.create(null, allowed);
}

/** Into a line (kicker, headline, deck) only the words are pasted, never a paragraph; answers whether it did. */
export function pasteIntoLine(view: EditorView, slice: Slice): boolean {
  const { $from, $to } = view.state.selection;
  if (!LINES.some((line) => line === $from.parent.type.name) || !$from.sameParent($to)) return false;
  const texts: string[] = [];
  slice.content.forEach((child) => texts.push(child.textContent));
  const before = $from.parent.textBetween(0, $from.parentOffset);
  const text = printedText(cleanText(texts.join(" ")).trim(), before);
  if (text !== "") view.dispatch(view.state.tr.insertText(text).scrollIntoView().setMeta("paste", true));
  return true;
}
