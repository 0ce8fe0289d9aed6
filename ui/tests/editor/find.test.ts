import { EditorState } from "prosemirror-state";
import { describe, expect, it } from "vitest";
import { find, findKey, look, step } from "../../src/editor/find";
import { storyOf } from "./stories";

function looking(query: string): EditorState {
  const doc = storyOf("灯塔", "灯塔重亮", "", "看灯塔，Lighthouse。", "没有");
  const state = EditorState.create({ doc, plugins: [find()] });
  return state.apply(look(state, query));
}

/** The words at the places found. */
function texts(state: EditorState): string[] {
  return (findKey.getState(state)?.places ?? []).map(({ from, to }) => state.doc.textBetween(from, to));
}

describe("finding in a story", () => {
  it("finds every place, in the headline as in the body", () => {
    expect(texts(looking("灯塔"))).toEqual(["灯塔", "灯塔", "灯塔"]);
  });

  it("does not mind capitals", () => expect(texts(looking("lightHOUSE"))).toEqual(["Lighthouse"]));

  it("finds nothing for nothing", () => {
    expect(texts(looking(""))).toEqual([]);
    expect(step(looking("无此词"), 1)).toBeNull();
  });

  it("goes from place to place, and round", () => {
    let state = looking("灯塔");
    const visited: number[] = [];
    for (let n = 0; n < 4; n += 1) {
      const tr = step(state, 1);
      if (tr === null) throw new Error("There are places.");
      state = state.apply(tr);
      visited.push(state.selection.from);
    }
    expect(new Set(visited).size).toBe(3);
    expect(visited[3]).toBe(visited[0]);
  });

  it("follows the text", () => {
    const state = looking("灯塔");
    expect(texts(state.apply(state.tr.delete(1, 3)))).toHaveLength(2);
  });
});
