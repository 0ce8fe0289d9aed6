import { Plugin, type EditorState } from "prosemirror-state";
import { Decoration, DecorationSet } from "prosemirror-view";
import { bodyStart, LINES } from "./schema";

/**
 * What stands in the text without being text: the byline and source fields between deck and body, and a hint in
 * every part that is still empty.
 */
export function inPrint(fields: HTMLElement, hints: () => Record<string, string>): Plugin {
  return new Plugin({
    props: {
      decorations(state) {
        const place = Decoration.widget(bodyStart(state.doc), fields, {
          side: -1,
          key: "fields",
          stopEvent: () => true,
          ignoreSelection: true,
        });
        return DecorationSet.create(state.doc, [place, ...blanks(state, hints())]);
      },
    },
  });
}

function blanks(state: EditorState, hints: Record<string, string>): Decoration[] {
  const marks: Decoration[] = [];
  const alone = state.doc.childCount === LINES.length + 1;
  state.doc.forEach((child, offset) => {
    if (child.content.size > 0) return;
    const name = child.type.name;
    if (!LINES.some((line) => line === name) && !alone) return;
    const hint = hints[name] ?? "";
    marks.push(Decoration.node(offset, offset + child.nodeSize, { class: "blank", "data-hint": hint }));
  });
  return marks;
}
