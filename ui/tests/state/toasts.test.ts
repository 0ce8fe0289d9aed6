import { beforeEach, expect, test, vi } from "vitest";
import { Toasts } from "../../src/state/toasts.svelte";

beforeEach(() => void vi.useFakeTimers());

test("a warning goes after a while, but not one that has somebody's typing to copy", () => {
  const toasts = new Toasts();
  toasts.warned("passes");
  toasts.warned("stays", "typed");
  vi.advanceTimersByTime(60_000);
  expect(toasts.all.map(({ text, detail }) => [text, detail])).toEqual([["stays", "typed"]]);
});
