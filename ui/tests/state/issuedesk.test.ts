import { beforeEach, expect, test, vi } from "vitest";
import { HttpTransport } from "../../src/api/http";
import { Desk } from "../../src/state/desk.svelte";
import { IssueDesk } from "../../src/state/issuedesk.svelte";
import { answering, refusing } from "../newsroom";

const PAGES = ["A01", "A02", "A03", "A04", "A05"];

/** The pages that were asked for, and those whose picture is still being drawn. */
let asked: string[];
let drawing: (() => void)[];
let edition: number;

beforeEach(() => {
  asked = [];
  drawing = [];
  edition = 1;
  vi.stubGlobal(
    "Image",
    class {
      decode(): Promise<void> {
        return new Promise((resolve) => drawing.push(resolve));
      }
    },
  );
  answering<{ id: string }>((name, { args: { id } }) => {
    if (name !== "page") return refusing("not-found");
    asked.push(id);
    if (id === "A03") return refusing("font");
    return { id, number: id, etag: `${id} ${edition}`, stories: [], notices: [], stops: [] };
  });
});

function planned(): IssueDesk {
  const desk = new Desk(new HttpTransport(""));
  const page = { format: "四开", section: null, state: "laid", stories: 0, date: "2026-03-09" } as const;
  desk.issues = [{ id: "i", title: "", date: "2026-03-09", pages: PAGES.length }];
  desk.pages = PAGES.map((id) => ({ ...page, id, number: id, issue: "i", black_alone: false }));
  desk.listed = true;
  return new IssueDesk(desk);
}

async function settled(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve));
}

/** What is being drawn is there. */
async function drawn(): Promise<void> {
  for (const done of drawing.splice(0)) done();
  await settled();
}

test("two pages are asked for at a time, and one that cannot be seen does not hold up the others", async () => {
  const plan = planned();
  const loaded = plan.load();
  await settled();
  expect(asked).toEqual(["A01", "A02"]);
  expect(plan.views.map(({ id }) => id)).toEqual(["A01", "A02"]);
  expect(plan.seen).toBe(false);
  await drawn();
  expect(asked).toEqual(["A01", "A02", "A03", "A04", "A05"]);
  await drawn();
  await loaded;
  expect(plan.views.map(({ id }) => id)).toEqual(["A01", "A02", "A04", "A05"]);
  expect(plan.seen).toBe(true);
});

test("nothing more is asked for once the room is left", async () => {
  const plan = planned();
  void plan.load();
  await settled();
  plan.leave();
  await drawn();
  expect(asked).toEqual(["A01", "A02"]);
});

test("what changes meanwhile is asked for anew, behind the pages that have not been seen", async () => {
  const plan = planned();
  void plan.load();
  await settled();
  edition = 2;
  void plan.load();
  await drawn();
  expect(asked.slice(2)).toEqual(["A03", "A04", "A05"]);
  await drawn();
  await drawn();
  expect(plan.view("A01")?.etag).toBe("A01 2");
  expect(plan.view("A02")?.etag).toBe("A02 2");
});
