import { baseKeymap, chainCommands, setBlockType, toggleMark } from "prosemirror-commands";
import { redo, undo } from "prosemirror-history";
import { undoInputRule } from "prosemirror-inputrules";
import { keymap } from "prosemirror-keymap";
import { Selection, type Command, type Plugin } from "prosemirror-state";
import { printedMarks } from "./quotes";
import { bodyStart, LINES, schema } from "./schema";

/** What the fields between deck and body are to the keyboard. */
export interface FieldsOnTheWay {
  /** Puts the cursor into the first field (or the last, coming from below); answers whether there is one. */
  enter: (last: boolean) => boolean;
}

const inLine: Command = (state, dispatch) => {
  const { $from } = state.selection;
  if (!LINES.some((line) => line === $from.parent.type.name)) return false;
  if (dispatch) {
    const next = Selection.near(state.doc.resolve($from.after()), 1);
    dispatch(state.tr.setSelection(next).scrollIntoView());
  }
  return true;
};

const afterSubhead: Command = (state, dispatch) => {
  const { $from, empty } = state.selection;
  const paragraph = schema.nodes.paragraph;
  if (!empty || $from.parent.type.name !== "subhead" || paragraph === undefined) return false;
  if ($from.parentOffset < $from.parent.content.size) return false;
  if (dispatch) {
    const at = $from.after();
    const tr = state.tr.insert(at, paragraph.create());
    dispatch(tr.setSelection(Selection.near(tr.doc.resolve(at + 1))).scrollIntoView());
  }
  return true;
};

/** Tab walks kicker, headline, deck, the fields, the body; from the body it leaves the editor. */
function tab(fields: FieldsOnTheWay): Command {
  return (state, dispatch, view) => {
    if (state.selection.$from.parent.type.name === "deck") return fields.enter(false);
    return inLine(state, dispatch, view);
  };
}

function tabBack(fields: FieldsOnTheWay): Command {
  return (state, dispatch) => {
    const { $from } = state.selection;
    const name = $from.parent.type.name;
    if (name === "kicker") return false;
    if (!LINES.some((line) => line === name)) {
      return $from.before() === bodyStart(state.doc) ? fields.enter(true) : false;
    }
    if (dispatch) {
      dispatch(state.tr.setSelection(Selection.near(state.doc.resolve($from.before()), -1)).scrollIntoView());
    }
    return true;
  };
}

/** A paragraph becomes a subhead, a subhead a paragraph. */
export const toggleSubhead: Command = (state, dispatch) => {
  const { paragraph, subhead } = schema.nodes;
  if (paragraph === undefined || subhead === undefined) return false;
  const to = state.selection.$from.parent.type === subhead ? paragraph : subhead;
  return setBlockType(to)(state, dispatch);
};

function mark(name: string): Command {
  const type = schema.marks[name];
  return type === undefined ? () => false : toggleMark(type);
}

export const toggleStrong: Command = mark("strong");
export const toggleEmphasis: Command = mark("emphasis");

/** The editor's keys. */
export function storyKeys(fields: FieldsOnTheWay): Plugin[] {
  return [
    printedMarks(),
    keymap({
      Backspace: undoInputRule,
      "Mod-z": undo,
      "Mod-Shift-z": redo,
      "Mod-y": redo,
      "Mod-b": toggleStrong,
      "Mod-i": toggleEmphasis,
      "Mod-Alt-2": toggleSubhead,
      Enter: chainCommands(inLine, afterSubhead),
      "Shift-Enter": chainCommands(inLine, afterSubhead),
      Tab: tab(fields),
      "Shift-Tab": tabBack(fields),
    }),
    keymap(baseKeymap),
  ];
}
