import type { Node } from "prosemirror-model";

/** A place in a story's copy, as a page knows it: `body.3.120` is the character 120 of the body's paragraph 3. */
export interface CopyPlace {
  part: string;
  index: number;
  /** In characters (Unicode scalar values). */
  offset: number;
}

export function readPlace(written: string): CopyPlace | null {
  const found = /^([a-z-]+)\.(\d+)\.(\d+)$/.exec(written);
  if (found === null) return null;
  const [, part = "", index = "0", offset = "0"] = found;
  return { part, index: Number(index), offset: Number(offset) };
}

export function writePlace({ part, index, offset }: CopyPlace): string {
  return `${part}.${index}.${offset}`;
}

/** The position in the document; null where the part is not in the text (a byline, a caption). */
export function positionOf(doc: Node, place: CopyPlace): number | null {
  let found: number | null = null;
  let paragraph = 0;
  doc.forEach((child, offset) => {
    const body = child.type.spec.group === "body";
    // The page leaves empty paragraphs out.
    const counted = body && child.textContent.trim() !== "";
    const wanted = body
      ? place.part === "body" && counted && paragraph === place.index
      : child.type.name === place.part;
    if (wanted) {
      const units = [...child.textContent].slice(0, place.offset).join("").length;
      found = offset + 1 + units;
    }
    if (counted) paragraph += 1;
  });
  return found;
}
