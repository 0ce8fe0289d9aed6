// @vitest-environment jsdom
import { EditorState } from "prosemirror-state";
import { EditorView } from "prosemirror-view";
import { describe, expect, it, vi } from "vitest";
import { inPrint } from "../../src/editor/print";
import { positionOf, readPlace, writePlace } from "../../src/editor/place";
import { bodyStart, countCharacters } from "../../src/editor/schema";
import { storyOf } from "./stories";

const HINTS = { kicker: "引题", headline: "主题", deck: "副题", paragraph: "正文" };

function seen(...parts: [string, string, string, ...string[]]): Element[] {
  const fields = document.createElement("div");
  fields.className = "fields";
  const state = EditorState.create({ doc: storyOf(...parts), plugins: [inPrint(fields, () => HINTS)] });
  return [...new EditorView(document.createElement("div"), { state }).dom.children];
}

describe("a story in print order", () => {
  it("has its fields between deck and body", () => {
    const order = seen("引", "题", "副", "文").map((part) => part.getAttribute("data-part") ?? "fields");
    expect(order).toEqual(["kicker", "headline", "deck", "fields", "paragraph"]);
  });

  it("hints at what is still empty: the lines, and a body that has only one paragraph", () => {
    const hints = (parts: Element[]): (string | null)[] =>
      parts.map((part) => part.getAttribute("data-hint"));
    expect(hints(seen("", "题", "", ""))).toEqual(["引题", null, "副题", null, "正文"]);
    expect(hints(seen("引", "题", "副", "文", ""))).toEqual([null, null, null, null, null, null]);
  });
});

describe("the length of a story", () => {
  it("counts signs, a Latin word or a number as one, and the body only", () => {
    expect(countCharacters(storyOf("引", "题", "副", "灯塔，2022年 Reuters 讯。", "#小题"))).toBe(10);
  });

  it("is counted anew only where something was typed", () => {
    const doc = storyOf("", "", "", "灯塔重亮。", "渡口夜渡。");
    expect(countCharacters(doc)).toBe(10);
    const segment = vi.spyOn(Intl.Segmenter.prototype, "segment");
    const typed = EditorState.create({ doc });
    expect(countCharacters(typed.apply(typed.tr.insertText("又", doc.content.size - 1)).doc)).toBe(11);
    expect(segment.mock.calls.map(([text]) => text)).not.toContain("灯塔重亮。");
    segment.mockRestore();
  });

  it("counts a character beyond the first plane once", () => {
    expect(countCharacters(storyOf("", "", "", "𠮷𡃁"))).toBe(2);
  });
});

describe("a place in the copy", () => {
  const doc = storyOf("", "题", "", "𠮷一二", "", "三四");

  it("is a position in the document, empty paragraphs left out, characters counted whole", () => {
    const at = positionOf(doc, { part: "body", index: 0, offset: 1 });
    expect(at).toBe(bodyStart(doc) + 3);
    const second = positionOf(doc, { part: "body", index: 1, offset: 1 });
    expect(doc.textBetween(second ?? 0, (second ?? 0) + 1)).toBe("四");
    expect(positionOf(doc, { part: "caption", index: 0, offset: 0 })).toBeNull();
  });

  it("is written and read back", () => {
    const place = { part: "body", index: 3, offset: 120 };
    expect(readPlace(writePlace(place))).toEqual(place);
    expect(readPlace("body")).toBeNull();
  });
});
