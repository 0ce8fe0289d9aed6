import { describe, expect, it } from "vitest";
import { changes, linesOf } from "../../src/editor/changes";
import { storyOf } from "./stories";

describe("changes between two versions", () => {
  it("are told character by character", () => {
    expect(changes("灯塔高三十米", "灯塔高31米")).toEqual([
      [
        { text: "灯塔高", change: "same" },
        { text: "三十", change: "removed" },
        { text: "31", change: "added" },
        { text: "米", change: "same" },
      ],
    ]);
  });

  it("are cut at the ends of paragraphs", () => {
    const lines = changes("头\n尾", "头\n中\n尾");
    expect(lines.map((line) => line.map(({ text, change }) => `${change} ${text}`))).toEqual([
      ["same 头"],
      ["added 中"],
      ["same 尾"],
    ]);
  });

  it("lose nothing: what stayed and came in is the text of now, what stayed and went is that of then", () => {
    const [before, after] = ["一二三\n𠮷四\n五", "一三\n𠮷四六\n七\n五"];
    const lines = changes(before, after);
    const told = (without: string): string =>
      lines
        .flatMap((line) => line.flatMap(({ text, change }) => (change === without ? [] : [text])))
        .join("");
    expect(told("removed")).toBe(after.replaceAll("\n", ""));
    expect(told("added")).toBe(before.replaceAll("\n", ""));
  });

  it("are of kicker, headline and deck too", () => {
    expect(linesOf(storyOf("引", "题", "", "文"))).toBe("引\n题\n\n文");
  });
});
