import { Schema, type MarkSpec, type NodeSpec, type Node, type TagParseRule } from "prosemirror-model";
import spec from "story-schema";

/** The parts of a story that are one line each, in print order before the body. */
export const LINES = ["kicker", "headline", "deck"] as const;

export type Line = (typeof LINES)[number];

/** How each part is read from foreign HTML; a line is only ever read from this editor's own. */
const READ: Record<string, TagParseRule[]> = {
  kicker: [{ tag: "p[data-part=kicker]" }],
  headline: [{ tag: "p[data-part=headline]" }],
  deck: [{ tag: "p[data-part=deck]" }],
  paragraph: [{ tag: "p" }, { tag: "li" }, { tag: "td" }, { tag: "div" }, { tag: "blockquote" }],
  subhead: [1, 2, 3, 4, 5, 6].map((n) => ({ tag: `h${n}` })),
};

const MARKS: Record<string, MarkSpec> = {
  strong: {
    toDOM: () => ["strong", 0],
    parseDOM: [
      // Some word processors wrap a whole copy in <b style="font-weight: normal">.
      { tag: "b", getAttrs: (element) => (element.style.fontWeight === "normal" ? false : null) },
      { tag: "strong" },
      { style: "font-weight", getAttrs: (value) => (/^(bold(er)?|[6-9]\d{2})$/.test(value) ? null : false) },
    ],
  },
  emphasis: {
    toDOM: () => ["em", 0],
    parseDOM: [{ tag: "i" }, { tag: "em" }, { style: "font-style=italic" }],
  },
};

function node(name: string, shape: NodeSpec): NodeSpec {
  const read = READ[name];
  if (read === undefined) return shape;
  const tag = name === "subhead" ? "h3" : "p";
  return { ...shape, parseDOM: read, toDOM: () => [tag, { "data-part": name }, 0] };
}

const shapes: Record<string, NodeSpec> = spec.nodes;
const marks: Record<string, MarkSpec> = spec.marks;

/** The schema of a story: the very specification that the log checks against, and how it looks in this editor. */
export const schema = new Schema({
  topNode: spec.topNode,
  nodes: Object.fromEntries(Object.entries(shapes).map(([name, shape]) => [name, node(name, shape)])),
  marks: Object.fromEntries(
    Object.entries(marks).map(([name, shape]) => [name, { ...shape, ...MARKS[name] }]),
  ),
});

/** The position before the body's first paragraph. */
export function bodyStart(doc: Node): number {
  let at = 0;
  doc.forEach((child, offset) => {
    if (child.type.name === "deck") at = offset + child.nodeSize;
  });
  return at;
}

/** Body characters without blanks, a Latin word or a number as one: as the newsroom counts. */
export function countCharacters(doc: Node): number {
  let count = 0;
  doc.forEach((child) => {
    if (child.type.spec.group === "body") count += charactersIn(child);
  });
  return count;
}

/** What was counted in a paragraph. Paragraphs never change, they are replaced: a keystroke counts one anew. */
const counted = new WeakMap<Node, number>();

function charactersIn(paragraph: Node): number {
  let count = counted.get(paragraph);
  if (count === undefined) {
    count = charactersOf(paragraph.textContent);
    counted.set(paragraph, count);
  }
  return count;
}

const EAST_ASIAN = /[\u2E80-\uA4CF\uAC00-\uD7FF\uF900-\uFAFF\uFF66-\uFF9F\u{20000}-\u{3FFFF}]/u;
const words = new Intl.Segmenter("und", { granularity: "word" });
const graphemes = new Intl.Segmenter("und", { granularity: "grapheme" });

/** Characters of a text as print counts them. */
export function charactersOf(text: string): number {
  let count = 0;
  for (const { segment } of words.segment(text)) {
    if (/^[\s\p{Cc}]/u.test(segment)) continue;
    // A dictionary keeps Chinese words together; in print each character counts.
    count += EAST_ASIAN.test(segment) ? [...graphemes.segment(segment)].length : 1;
  }
  return count;
}
