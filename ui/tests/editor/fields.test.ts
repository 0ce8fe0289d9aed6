import { beforeEach, expect, test, vi } from "vitest";
import { Refusal, UNREACHED } from "../../src/api/refusal";
import type { FieldsView } from "../../src/api/wire";
import { Fields } from "../../src/editor/fields.svelte";

let sent: Partial<FieldsView>[];
let told: string[];
/** What the newsroom refuses, while it refuses anything. */
let refuses: ((change: Partial<FieldsView>) => string | null) | null;

function fields(): Fields {
  return new Fields(
    (change) => {
      sent.push(change);
      const code = refuses?.(change) ?? null;
      return code === null ? Promise.resolve() : Promise.reject(new Refusal(code, code, null));
    },
    ({ code }) => told.push(code),
  );
}

beforeEach(() => {
  [sent, told, refuses] = [[], [], null];
  vi.useFakeTimers();
});

test("what is typed goes in one command, and is settled then", async () => {
  const all = fields();
  all.set({ source: "本报讯" });
  all.set({ slug: "潮位" });
  expect(all.typed).toEqual({ source: "本报讯", slug: "潮位" });
  expect(await all.settle()).toBe(true);
  expect(sent).toEqual([{ source: "本报讯", slug: "潮位" }]);
  expect([all.unsaved, all.typed]).toEqual([false, {}]);
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
  all.set({ source: "无此人", slug: "潮位" });
  expect(await all.settle()).toBe(false);
  all.set({ source: "本报讯" });
  expect(await all.settle()).toBe(true);
  expect(sent.at(-1)).toEqual({ source: "本报讯", slug: "潮位" });
  all.set({ source: "无此人" });
  expect(await all.settle()).toBe(false);
  all.drop();
  expect(await all.settle()).toBe(true);
  expect([all.unsaved, all.refusal]).toEqual([false, null]);
});

test("what nobody answered is sent again by itself", async () => {
  const all = fields();
  refuses = () => UNREACHED;
  all.set({ source: "本报讯" });
  expect(await all.settle()).toBe(false);
  expect(all.refusal).toBeNull();
  refuses = null;
  await vi.advanceTimersByTimeAsync(5_000);
  expect(sent).toHaveLength(2);
  expect(all.unsaved).toBe(false);
});
