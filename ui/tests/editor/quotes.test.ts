// @vitest-environment jsdom
import { undoInputRule } from "prosemirror-inputrules";
import { EditorState, TextSelection } from "prosemirror-state";
import { EditorView } from "prosemirror-view";
import { describe, expect, it } from "vitest";
import { printedMark, printedMarks, printedText } from "../../src/editor/quotes";
import { bodyStart } from "../../src/editor/schema";
import { storyOf } from "./stories";

/** A text as it stands once it was typed, character by character. */
function typed(text: string): string {
  return [...text].reduce((before, c) => before + (c === '"' || c === "'" ? printedMark(before, c) : c), "");
}

describe("the marks of a page", () => {
  it.each([
    [`"It's late," she said. "Very."`, `“It’s late,” she said. “Very.”`],
    [`He said: "They wrote 'no' twice."`, `He said: “They wrote ‘no’ twice.”`],
    [`("Quietly")—"loudly"`, `(“Quietly”)—“loudly”`],
    [`the Joneses' house`, `the Joneses’ house`],
    [`她说："走吧。"便走了`, `她说：“走吧。”便走了`],
    [`称其为"鼓乡"，又叫"鼓城"。`, `称其为“鼓乡”，又叫“鼓城”。`],
    [`"他说'好'。"`, `“他说‘好’。”`],
    [`《"新"字》`, `《“新”字》`],
    [`Apple's说'好'。`, `Apple’s说‘好’。`],
  ])("are put for those of a typewriter: %s", (from, to) => expect(typed(from)).toBe(to));
});

describe("of a pasted text", () => {
  it.each([
    [`"It's late," she said.`, `“It’s late,” she said.`],
    [`He is 6'2" tall, and "stands" 5' 1" above it.`, `He is 6'2" tall, and “stands” 5' 1" above it.`],
    [`"The answer is 42"`, `“The answer is 42”`],
    [`他说"好"。`, `他说“好”。`],
  ])("are put for those of a typewriter, but for feet and inches: %s", (from, to) => {
    expect(printedText(from)).toBe(to);
  });

  it("follow from what stands before it", () => {
    expect(printedText(`" she said.`, "“Late,")).toBe("” she said.");
  });
});

describe("in the editor", () => {
  function editor(): EditorView {
    const doc = storyOf("", "", "", "He said ");
    const at = bodyStart(doc) + 1 + "He said ".length;
    const state = EditorState.create({
      doc,
      plugins: [printedMarks()],
      selection: TextSelection.create(doc, at),
    });
    return new EditorView(document.createElement("div"), { state });
  }

  function type(view: EditorView, text: string): void {
    const { from, to } = view.state.selection;
    const insert = () => view.state.tr.insertText(text, from, to);
    const taken = view.someProp("handleTextInput", (take) => take(view, from, to, text, insert));
    if (taken !== true) view.dispatch(insert());
  }

  it("a mark turns as it is typed, and Backspace gives it back", () => {
    const view = editor();
    type(view, '"');
    expect(view.state.doc.textContent).toBe("He said “");
    expect(undoInputRule(view.state, view.dispatch.bind(view))).toBe(true);
    expect(view.state.doc.textContent).toBe('He said "');
    type(view, "w");
    expect(undoInputRule(view.state)).toBe(false);
  });
});
