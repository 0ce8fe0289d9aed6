import type { Node } from "prosemirror-model";
import { Step } from "prosemirror-transform";
import { beforeEach, expect, test, vi } from "vitest";
import { HttpTransport } from "../../src/api/http";
import { Newsroom } from "../../src/api/newsroom";
import { Draft } from "../../src/editor/draft.svelte";
import { schema } from "../../src/editor/schema";
import { answering, refusing, type Call } from "../newsroom";
import { storyOf } from "./stories";

const STORY = "0198c0de-0000-7000-8000-000000000001";
const LIBRARY = "/papers/evening";
const WRITER = "0198c0de-0000-7000-8000-00000000000a";
const EDITOR = "0198c0de-0000-7000-8000-00000000000b";

function keyOf(library: string, person: string): string {
  return `broadsheet.unsaved ${library} ${STORY} ${person}`;
}

function typed(at: number, text: string): unknown {
  return { stepType: "replace", from: at, to: at, slice: { content: [{ type: "text", text }] } };
}

/** Typing that an earlier window could not save. */
function stash(version: number): string {
  return JSON.stringify({ version, cmd: "c", sent: [typed(9, "灯")], later: [typed(10, "亮")] });
}

interface Args {
  version: number;
  since: number;
  steps: unknown[];
}

/** A log of one story: each version is the steps that led to it, none where something else was done. */
class Log {
  readonly edits: Call<Args>[] = [];
  /** What every edit is refused with. */
  refuses: string | null = null;
  /** Done to the log after each edit, by somebody else. */
  meanwhile: () => void = () => undefined;
  private readonly done = new Map<string, number>();
  private readonly versions: unknown[][] = [[], [], []];

  /** Somebody does something; with steps it is an edit. */
  add(steps: unknown[] = [], cmd: string | null = null): number {
    this.versions.push(steps);
    if (cmd !== null) this.done.set(cmd, this.versions.length);
    return this.versions.length;
  }

  at(version: number): Node {
    let doc = storyOf("", "题", "", "末。");
    for (const json of this.versions.slice(0, version).flat())
      doc = Step.fromJSON(schema, json).apply(doc).doc ?? doc;
    return doc;
  }

  get text(): string {
    return this.at(this.versions.length).textContent;
  }

  answer(name: string, call: Call<Args>): unknown {
    const view = (version: number): unknown => {
      const doc: unknown = this.at(version).toJSON();
      return { id: STORY, version, state: "draft", doc, fit: null, changed_at: "2026-01-01T00:00:00Z" };
    };
    const newest = this.versions.length;
    if (name === "story") return view(newest);
    if (name === "story_at") return view(call.args.version);
    if (name === "story_steps")
      return { version: newest, steps: this.versions.slice(call.args.since).flat() };
    return this.edit(call);
  }

  private edit(call: Call<Args>): unknown {
    this.edits.push(call);
    if (this.refuses !== null) return refusing(this.refuses);
    const cmd = call.cmd_id ?? "";
    let version = this.done.get(cmd);
    if (version === undefined) {
      if (call.args.version !== this.versions.length) return refusing("stale");
      version = this.add(call.args.steps, cmd);
    }
    this.meanwhile();
    return { version, state: "draft", characters: 0, fit: null, saved_at: "2026-01-01T00:00:00Z" };
  }
}

let kept: Map<string, string>;
let log: Log;

beforeEach(() => {
  kept = new Map();
  log = new Log();
  vi.stubGlobal("localStorage", {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
    removeItem: (key: string) => kept.delete(key),
  });
  answering<Args>((name, call) => log.answer(name, call));
});

async function opened(person = WRITER): Promise<{ draft: Draft; heard: string[] }> {
  const newsroom = new Newsroom(new HttpTransport(""), { as: EDITOR, lang: "en" });
  const draft = new Draft(newsroom, LIBRARY, person, STORY, []);
  const heard: string[] = [];
  draft.heard = (what) => heard.push(what);
  await draft.open();
  return { draft, heard };
}

test("typing for a text that the library no longer has is told, and the story opens", async () => {
  kept.set(keyOf(LIBRARY, WRITER), stash(9));
  const { draft, heard } = await opened();
  expect(draft.state?.doc.textContent).toBe("题末。");
  expect(heard).toEqual(["unplaced"]);
  expect(draft.unplaced).toBe("灯亮");
  expect(kept.size).toBe(0);
});

test("typing that belongs to another library stays there", async () => {
  kept.set(keyOf("/papers/morning", WRITER), stash(9));
  const { draft, heard } = await opened();
  expect(draft.state?.doc.textContent).toBe("题末。");
  expect(heard).toEqual([]);
  expect(kept.size).toBe(1);
});

test("typing that nobody answered goes in as the command that it was, and what came after it follows", async () => {
  kept.set(keyOf(LIBRARY, WRITER), stash(3));
  const { draft, heard } = await opened();
  expect(log.text).toBe("题末灯亮。");
  expect(draft.state?.doc.textContent).toBe("题末灯亮。");
  expect(log.edits.map(({ cmd_id }) => cmd_id === "c")).toEqual([true, false]);
  expect(heard).toEqual(["recovered"]);
  expect(kept.size).toBe(0);
});

test.each(["disk-full", "no-token", "internal", "not-author"])(
  "earlier typing that is refused (%s) is kept and shown, and sent again the next time",
  async (code) => {
    kept.set(keyOf(LIBRARY, WRITER), stash(3));
    log.refuses = code;
    const { draft, heard } = await opened();
    expect(draft.state?.doc.textContent).toBe("题末灯亮。");
    expect(draft.stuck?.code).toBe(code);
    expect(heard).toEqual([]);
    expect(JSON.parse(kept.get(keyOf(LIBRARY, WRITER)) ?? "")).toEqual(JSON.parse(stash(3)));
    draft.close();
    log.refuses = null;
    await opened();
    expect(log.text).toBe("题末灯亮。");
    expect(kept.size).toBe(0);
  },
);

test("typing that was in the log already is not put there twice when others were at the story since", async () => {
  for (const steps of [[], [typed(8, "新")]]) {
    log = new Log();
    kept.set(keyOf(LIBRARY, WRITER), stash(3));
    log.add([typed(9, "灯")], "c");
    log.add(steps);
    const { draft } = await opened();
    const whole = steps.length === 0 ? "题末灯亮。" : "题新末灯亮。";
    expect(log.text).toBe(whole);
    expect(draft.state?.doc.textContent).toBe(whole);
    expect(kept.size).toBe(0);
  }
});

test("what comes between the two halves of earlier typing doubles neither", async () => {
  kept.set(keyOf(LIBRARY, WRITER), stash(3));
  log.meanwhile = () => {
    log.meanwhile = () => undefined;
    log.add();
  };
  const { draft } = await opened();
  expect(log.text).toBe("题末灯亮。");
  expect(draft.state?.doc.textContent).toBe("题末灯亮。");
});

test("another person's typing is neither sent nor shown, and is theirs when they come back", async () => {
  kept.set(keyOf(LIBRARY, WRITER), stash(3));
  const { draft, heard } = await opened(EDITOR);
  expect(draft.state?.doc.textContent).toBe("题末。");
  expect([heard, log.edits]).toEqual([[], []]);
  expect(kept.size).toBe(1);
  await opened(WRITER);
  expect(log.edits.map((call) => call.as)).toEqual([WRITER, WRITER]);
  expect(log.text).toBe("题末灯亮。");
});
