import { Plugin, PluginKey, TextSelection, type EditorState, type Transaction } from "prosemirror-state";
import { Decoration, DecorationSet } from "prosemirror-view";
import type { Node } from "prosemirror-model";

/** What is looked for, and where it stands. */
export interface Finding {
  query: string;
  places: readonly { from: number; to: number }[];
  /** Which of the places is shown, from 0; -1 while there is none. */
  at: number;
}

const NOTHING: Finding = { query: "", places: [], at: -1 };

export const findKey = new PluginKey<Finding>("find");

/** Every place of the words in the text; a find never runs over the end of a paragraph. */
export function places(doc: Node, query: string): { from: number; to: number }[] {
  const wanted = query.toLowerCase();
  const found: { from: number; to: number }[] = [];
  if (wanted === "") return found;
  doc.descendants((node, pos) => {
    if (!node.isTextblock) return true;
    const text = node.textContent.toLowerCase();
    for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + wanted.length)) {
      found.push({ from: pos + 1 + at, to: pos + 1 + at + wanted.length });
    }
    return false;
  });
  return found;
}

/** Keeps the finds up to date and marks them. */
export function find(): Plugin<Finding> {
  return new Plugin<Finding>({
    key: findKey,
    state: {
      init: () => NOTHING,
      apply(tr, finding) {
        const asked: unknown = tr.getMeta(findKey);
        const query = typeof asked === "string" ? asked : finding.query;
        if (query === finding.query && !tr.docChanged) return nearest(finding, tr);
        return nearest({ query, places: places(tr.doc, query), at: -1 }, tr);
      },
    },
    props: {
      decorations(state) {
        const finding = findKey.getState(state) ?? NOTHING;
        const marked = finding.places.map(({ from, to }, n) =>
          Decoration.inline(from, to, { class: n === finding.at ? "found here" : "found" }),
        );
        return DecorationSet.create(state.doc, marked);
      },
    },
  });
}

/** The place at the cursor, else the next one after it. */
function nearest(finding: Finding, tr: Transaction): Finding {
  const at = finding.places.findIndex(({ from }) => from >= tr.selection.from);
  return { ...finding, at: at < 0 ? finding.places.length - 1 : at };
}

/** Looks for words. */
export function look(state: EditorState, query: string): Transaction {
  return state.tr.setMeta(findKey, query).setMeta("addToHistory", false);
}

/** Goes to the next place, or the one before; null where there is none. */
export function step(state: EditorState, by: 1 | -1): Transaction | null {
  const finding = findKey.getState(state) ?? NOTHING;
  const count = finding.places.length;
  if (count === 0) return null;
  const place = finding.places[(finding.at + by + count) % count];
  if (place === undefined) return null;
  return state.tr.setSelection(TextSelection.create(state.doc, place.from, place.to)).scrollIntoView();
}
