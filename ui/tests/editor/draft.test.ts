import { beforeEach, expect, test, vi } from "vitest";
import { HttpTransport } from "../../src/api/http";
import { Newsroom } from "../../src/api/newsroom";
import { Draft } from "../../src/editor/draft.svelte";
import { storyOf } from "./stories";

const STORY = "0198c0de-0000-7000-8000-000000000001";
const LIBRARY = "/papers/evening";

/** Typing that an earlier window could not save. */
function stash(version: number): string {
  const step = (at: number, text: string): unknown => ({
    ...{ stepType: "replace", from: at, to: at },
    slice: { content: [{ type: "text", text }] },
  });
  return JSON.stringify({ version, cmd: "c", sent: [step(9, "灯")], later: [step(10, "亮")] });
}

/** A newsroom that has one story, at version 3, and takes no edit that was made on another version. */
function newsroomAtVersion3(): Newsroom {
  const doc: unknown = storyOf("", "题", "", "末。").toJSON();
  const story = { id: STORY, version: 3, state: "draft", doc, fit: null, changed_at: "2026-01-01T00:00:00Z" };
  vi.stubGlobal("fetch", (path: string) => {
    if (path === "/api/story") return Promise.resolve(new Response(JSON.stringify(story)));
    const code = path === "/api/story_edit" ? "stale" : "not-found";
    return Promise.resolve(new Response(JSON.stringify({ code, message: code }), { status: 422 }));
  });
  return new Newsroom(new HttpTransport(""), { as: null, lang: "en" });
}

let kept: Map<string, string>;

beforeEach(() => {
  kept = new Map();
  vi.stubGlobal("localStorage", {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
    removeItem: (key: string) => kept.delete(key),
  });
});

async function opened(): Promise<{ draft: Draft; heard: string[] }> {
  const draft = new Draft(newsroomAtVersion3(), LIBRARY, STORY, []);
  const heard: string[] = [];
  draft.heard = (what) => heard.push(what);
  await draft.open();
  return { draft, heard };
}

test("typing for a text that the library no longer has is told, and the story opens", async () => {
  kept.set(`broadsheet.unsaved ${LIBRARY} ${STORY}`, stash(9));
  const { draft, heard } = await opened();
  expect(draft.state?.doc.textContent).toBe("题末。");
  expect(heard).toEqual(["unplaced"]);
  expect(draft.unplaced).toBe("灯亮");
  expect(kept.size).toBe(0);
});

test("typing that belongs to another library stays there", async () => {
  kept.set(`broadsheet.unsaved /papers/morning ${STORY}`, stash(9));
  const { draft, heard } = await opened();
  expect(draft.state?.doc.textContent).toBe("题末。");
  expect(heard).toEqual([]);
  expect(kept.size).toBe(1);
});
