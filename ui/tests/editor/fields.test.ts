import { beforeEach, expect, test, vi } from "vitest";
import { Refusal, UNREACHED } from "../../src/api/refusal";
import type { FieldsView } from "../../src/api/wire";
import { Fields, type FieldsChange } from "../../src/editor/fields.svelte";
import { Kept, storiesWithKept } from "../../src/editor/kept";

const LIBRARY = "/papers/evening news";
const STORY = "0198c0de-0000-7000-8000-000000000001";
const WRITER = "0198c0de-0000-7000-8000-00000000000a";
const EMPTY: FieldsView = { slug: "潮位", bylines: [], source: null, rubric: null, desk: null };

let sent: FieldsChange[];
let told: string[];
/** The fields as they stand in the log. */
let log: FieldsView;
/** What the newsroom refuses, while it refuses anything. */
let refuses: ((change: FieldsView) => string | null) | null;
let kept: Record<string, string>;

/** A window's fields; what the window knows of the log is what it was told last. */
function fields(person: string | null = WRITER, story = STORY): Fields {
  let now = { ...log };
  const fresh = (): Promise<void> => {
    now = { ...log };
    return Promise.resolve();
  };
  return new Fields(new Kept("fields", LIBRARY, person, story), {
    now: () => now,
    fresh,
    send(change) {
      sent.push(change);
      const { seen, fields: wanted } = change;
      const lost = Object.entries(seen).some(([name, was]) =>
        Object.entries({ ...log }).some(([other, is]) => other === name && is !== was),
      );
      const code = refuses?.(wanted) ?? (lost ? "field-changed" : null);
      if (code !== null) return Promise.reject(new Refusal(code, code, null));
      log = { ...log, ...wanted };
      return fresh();
    },
    refused: ({ code }) => told.push(code),
  });
}

beforeEach(() => {
  [sent, told, refuses, log, kept] = [[], [], null, { ...EMPTY }, {}];
  const reach = {
    getItem: (key: string) => kept[key] ?? null,
    setItem: (key: string, value: string) => (kept[key] = value),
    removeItem: (key: string) => Reflect.deleteProperty(kept, key),
  };
  // The keys are the storage's own, what it can do is not.
  const ownKeys = (): string[] => Object.keys(kept);
  const getOwnPropertyDescriptor = (): PropertyDescriptor => ({ enumerable: true, configurable: true });
  vi.stubGlobal("localStorage", new Proxy(reach, { ownKeys, getOwnPropertyDescriptor }));
  vi.useFakeTimers();
});

test("what is typed goes in one command, and is settled then", async () => {
  const all = fields();
  all.set({ source: "本报讯" });
  all.set({ slug: "大潮" });
  expect(all.typed).toEqual({ source: "本报讯", slug: "大潮" });
  expect(await all.settle()).toBe(true);
  expect(sent.map((change) => change.fields)).toEqual([{ source: "本报讯", slug: "大潮" }]);
  expect([all.unsaved, all.typed, kept]).toEqual([false, {}, {}]);
});

test("a refused change is not settled: not now, and not when it is asked for again", async () => {
  const all = fields();
  refuses = () => "no-such-person";
  all.set({ source: "无此人" });
  expect(await all.settle()).toBe(false);
  expect(await all.settle()).toBe(false);
  expect(all.unsaved).toBe(true);
  expect(all.typed).toEqual({ source: "无此人" });
  expect(all.refusal?.code).toBe("no-such-person");
  expect(told).toEqual(["no-such-person", "no-such-person"]);
});

test("once it is changed to what is taken, or dropped, all is settled", async () => {
  const all = fields();
  refuses = ({ source }) => (source === "无此人" ? "no-such-person" : null);
  all.set({ source: "无此人", slug: "大潮" });
  expect(await all.settle()).toBe(false);
  all.set({ source: "本报讯" });
  expect(await all.settle()).toBe(true);
  expect(sent.at(-1)?.fields).toEqual({ source: "本报讯", slug: "大潮" });
  all.set({ source: "无此人" });
  expect(await all.settle()).toBe(false);
  all.drop();
  expect(await all.settle()).toBe(true);
  expect([all.unsaved, all.refusal, kept]).toEqual([false, null, {}]);
});

test("what nobody answered is sent again by itself, as the command that it was", async () => {
  const all = fields();
  refuses = () => UNREACHED;
  all.set({ source: "本报讯" });
  expect(await all.settle()).toBe(false);
  expect(all.refusal).toBeNull();
  refuses = null;
  all.set({ rubric: "城事" });
  await vi.advanceTimersByTimeAsync(5_000);
  expect(sent.map((change) => change.fields)).toEqual([
    { source: "本报讯" },
    { source: "本报讯" },
    { rubric: "城事" },
  ]);
  expect(sent[0]?.cmd).toBe(sent[1]?.cmd);
  expect(all.unsaved).toBe(false);
});

test("what was refused is there again when the story is opened again, and goes in then", async () => {
  const before = fields();
  refuses = () => "disk-full";
  before.set({ source: "本报讯" });
  await before.settle();
  before.close();
  await vi.advanceTimersByTimeAsync(10_000);
  const again = fields();
  expect(await again.takeUp()).toBe(false);
  expect(again.typed).toEqual({ source: "本报讯" });
  expect(again.refusal?.code).toBe("disk-full");
  // Another person, and another story, have nothing of it.
  expect(await fields("0198c0de-0000-7000-8000-00000000000b").takeUp()).toBe(false);
  expect(await fields(WRITER, "0198c0de-0000-7000-8000-000000000002").takeUp()).toBe(false);
  again.close();
  refuses = null;
  expect(await fields().takeUp()).toBe(true);
  expect([log.source, kept]).toEqual(["本报讯", {}]);
});

test("what was typed before the paper had people is taken up by whoever opens the story", async () => {
  const nobody = fields(null);
  refuses = () => "disk-full";
  nobody.set({ source: "本报讯" });
  await nobody.settle();
  nobody.close();
  expect(storiesWithKept(LIBRARY, WRITER)).toEqual([STORY]);
  expect(storiesWithKept("/papers/evening", WRITER)).toEqual([]);
  refuses = null;
  expect(await fields().takeUp()).toBe(true);
  expect([log.source, kept]).toEqual(["本报讯", {}]);
  expect(storiesWithKept(LIBRARY, WRITER)).toEqual([]);
});

test("a field that somebody else has changed is set aside, and the others go in", async () => {
  const all = fields();
  log.source = "新华社";
  all.set({ source: "本报讯", rubric: "城事" });
  expect(await all.settle()).toBe(false);
  expect(log).toEqual({ ...EMPTY, source: "新华社", rubric: "城事" });
  expect([all.clashing, all.typed]).toEqual([{ source: "本报讯" }, { source: "本报讯" }]);
  // Typing on in it is still mine, and still not theirs.
  all.set({ source: "本报记者讯" });
  expect(await all.settle()).toBe(false);
  expect(all.clashing).toEqual({ source: "本报记者讯" });
  all.keepMine("source");
  expect(await all.settle()).toBe(true);
  expect([log.source, all.clashing]).toEqual(["本报记者讯", {}]);
});

test("theirs is kept where the writer chooses it; a choice is not made for a third one", async () => {
  const all = fields();
  log.source = "新华社";
  all.set({ source: "本报讯" });
  await all.settle();
  log.source = "中新社";
  all.keepMine("source");
  expect(await all.settle()).toBe(false);
  expect([log.source, all.clashing]).toEqual(["中新社", { source: "本报讯" }]);
  all.keepTheirs("source");
  expect(await all.settle()).toBe(true);
  expect([log.source, all.typed, kept]).toEqual(["中新社", {}, {}]);
});
