import { Fragment, Slice, type Mark, type Node } from "prosemirror-model";
import { canJoin, canSplit, Transform } from "prosemirror-transform";
import { LINES, schema } from "../../src/editor/schema";

/** A document, steps that were made for it, and what it is after them. */
export interface ParityCase {
  doc: unknown;
  steps: unknown[];
  result: unknown;
}

/** Numbers that look random and are the same for the same seed (mulberry32). */
export class Dice {
  private at: number;

  constructor(seed: number) {
    this.at = seed | 0;
  }

  /** At least 0, below `end`. */
  below(end: number): number {
    this.at = (this.at + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.at ^ (this.at >>> 15), 1 | this.at);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296) * end);
  }

  one<T>(of: readonly T[]): T {
    const picked = of[this.below(of.length)];
    if (picked === undefined) throw new RangeError("Nothing to pick from.");
    return picked;
  }
}

/** One UTF-16 unit, two, joined by zero-width joiners, combining, right to left. */
const BITS = [
  "稿",
  "大样",
  "，",
  "“",
  "——",
  "2022年",
  "a",
  "Reuters ",
  "e\u0301",
  "𠮷",
  "𡃁",
  "😀",
  "👩‍👩‍👧",
  "אב",
  " ",
  "　",
];

function text(dice: Dice): string {
  return Array.from({ length: 1 + dice.below(8) }, () => dice.one(BITS)).join("");
}

function marks(dice: Dice): Mark[] {
  return [schema.marks.strong, schema.marks.emphasis].flatMap((type) =>
    type !== undefined && dice.below(3) === 0 ? [type.create()] : [],
  );
}

function block(dice: Dice, name: string): Node {
  const marked = name === "paragraph";
  const content = Array.from({ length: dice.below(4) }, () =>
    schema.text(text(dice), marked ? marks(dice) : []),
  );
  return schema.node(name, null, Fragment.fromArray(content));
}

function document(dice: Dice): Node {
  const body = Array.from({ length: 1 + dice.below(5) }, () =>
    block(dice, dice.below(4) === 0 ? "subhead" : "paragraph"),
  );
  return schema.node("doc", null, [...LINES.map((line) => block(dice, line)), ...body]);
}

/** A place inside a text, between two characters (never inside a surrogate pair). */
function place(dice: Dice, doc: Node): number {
  const places: number[] = [];
  doc.forEach((child, offset) => {
    let at = offset + 1;
    places.push(at);
    for (const character of child.textContent) places.push((at += character.length));
  });
  return dice.one(places);
}

function range(dice: Dice, doc: Node): [number, number] {
  const [a, b] = [place(dice, doc), place(dice, doc)];
  return a < b ? [a, b] : [b, a];
}

type Edit = (tr: Transform, dice: Dice) => void;

const EDITS: readonly Edit[] = [
  (tr, dice) => {
    const at = place(dice, tr.doc);
    const plain = tr.doc.resolve(at).parent.type.name !== "paragraph";
    tr.insert(at, schema.text(text(dice), plain ? [] : marks(dice)));
  },
  (tr, dice) => tr.delete(...range(dice, tr.doc)),
  (tr, dice) => tr.replaceWith(...range(dice, tr.doc), schema.text(text(dice))),
  (tr, dice) => {
    const paragraphs = [block(dice, "paragraph"), block(dice, "subhead"), block(dice, "paragraph")];
    tr.replace(...range(dice, tr.doc), new Slice(Fragment.from(paragraphs), 1, 1));
  },
  (tr, dice) => {
    const other = document(dice);
    tr.replaceRange(...range(dice, tr.doc), other.slice(...range(dice, other)));
  },
  (tr, dice) => {
    const at = place(dice, tr.doc);
    if (canSplit(tr.doc, at)) tr.split(at);
  },
  (tr, dice) => {
    const at = tr.doc.resolve(place(dice, tr.doc)).before();
    if (canJoin(tr.doc, at)) tr.join(at);
  },
  (tr, dice) => {
    const type = dice.one([schema.marks.strong, schema.marks.emphasis]);
    if (type !== undefined) tr.addMark(...range(dice, tr.doc), type.create());
  },
  (tr, dice) => {
    const type = dice.one([schema.marks.strong, schema.marks.emphasis]);
    tr.removeMark(...range(dice, tr.doc), type);
  },
  (tr, dice) => {
    const type = dice.one([schema.nodes.paragraph, schema.nodes.subhead]);
    const $at = tr.doc.resolve(place(dice, tr.doc));
    if (type !== undefined && $at.parent.type.spec.group === "body") tr.setBlockType($at.pos, $at.pos, type);
  },
];

function parityCase(dice: Dice): ParityCase {
  const doc = document(dice);
  const tr = new Transform(doc);
  for (let left = 1 + dice.below(8); left > 0; left -= 1) {
    const before = tr.steps.length;
    dice.one(EDITS)(tr, dice);
    if (tr.steps.length > before) tr.doc.check();
  }
  return {
    doc: doc.toJSON(),
    steps: tr.steps.map((step): unknown => step.toJSON()),
    result: tr.doc.toJSON(),
  };
}

/** `count` cases, the same for the same seed. */
export function cases(seed: number, count: number): ParityCase[] {
  const dice = new Dice(seed);
  return Array.from({ length: count }, () => parityCase(dice));
}
