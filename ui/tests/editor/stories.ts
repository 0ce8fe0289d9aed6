import type { Node } from "prosemirror-model";
import { schema } from "../../src/editor/schema";

/** A story of plain texts; a body paragraph that begins with `#` is a subhead. */
export function storyOf(kicker: string, headline: string, deck: string, ...body: string[]): Node {
  const line = (name: string, text: string): Node =>
    schema.node(name, null, text === "" ? [] : [schema.text(text)]);
  return schema.node("doc", null, [
    line("kicker", kicker),
    line("headline", headline),
    line("deck", deck),
    ...body.map((text) => (text.startsWith("#") ? line("subhead", text.slice(1)) : line("paragraph", text))),
  ]);
}
