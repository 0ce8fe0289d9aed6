import { beforeEach, expect, test, vi } from "vitest";
import { HttpTransport } from "../../src/api/http";
import { Desk } from "../../src/state/desk.svelte";
import { PhotoTable } from "../../src/state/phototable.svelte";
import { answering } from "../newsroom";

/** A paper of forty nights: each has an issue with one page, a story on it, and a picture of that story. */
const NIGHTS = Array.from({ length: 40 }, (_, n) => n);

let seq: number;
/** How each page is set: another number, another setting. */
let settings: number[];
/** What was asked: a call's name with what it was about, or a display list's address. */
let asked: string[];

function answer(name: string, id: string | undefined): unknown {
  asked.push(id === undefined ? name : `${name} ${id}`);
  if (name === "session") return { seq, persons: [], library: "/paper", title: null };
  if (name === "photos") return NIGHTS.map((n) => ({ id: `photo ${n}`, stories: [`story ${n}`] }));
  if (name === "stories") return NIGHTS.map((n) => ({ id: `story ${n}`, pages: [{ page: String(n) }] }));
  if (name === "issues") return NIGHTS.map((n) => ({ id: `issue ${n}`, date: "2026-01-01" }));
  if (name === "page") return { id, number: "A1", etag: `set ${settings[Number(id)]}` };
  const page = /page\/(\d+)\/display/.exec(name)?.[1];
  if (page === undefined) return [];
  const picture = { kind: "picture", photo: `photo ${page}`, rect: [0, 0, 100, 100], crop: [0, 0, 900, 900] };
  return { items: [picture], glyphs: {} };
}

beforeEach(() => {
  [seq, settings, asked] = [1, NIGHTS.map(() => 0), []];
  vi.stubGlobal("localStorage", { getItem: () => null, setItem: () => undefined });
  answering<{ id?: string } | undefined>((name, { args }) => answer(name, args?.id));
});

async function laid(): Promise<{
  desk: Desk;
  table: PhotoTable;
  dpi: (n: number) => (number | undefined)[];
}> {
  const desk = new Desk(new HttpTransport(""));
  await desk.lookAround();
  const table = new PhotoTable(desk);
  const dpi = (n: number): (number | undefined)[] =>
    desk.photos
      .filter(({ id }) => id === `photo ${n}`)
      .flatMap((photo) => table.sizesOf(photo).map((s) => s.dpi));
  return { desk, table, dpi };
}

test("the desk asks for all pages at once, however many issues there were", async () => {
  await laid();
  expect(asked).toEqual(["session", "stories", "photos", "issues", "pages"]);
});

test("only pages of pictures that are looked at are measured, and again only where they are set anew", async () => {
  const { desk, table, dpi } = await laid();
  asked = [];
  await table.measure();
  expect(asked).toEqual([]);
  table.seen("photo 3", true);
  table.seen("photo 4", true);
  await table.measure();
  expect(asked).toEqual([
    "page 3",
    "/media/page/3/display?v=set%200",
    "page 4",
    "/media/page/4/display?v=set%200",
  ]);
  expect([dpi(3), dpi(5)]).toEqual([[650], []]);
  asked = [];
  await table.measure();
  expect(asked).toEqual([]);
  // Something happens; page 4 is set otherwise, and the picture on page 3 is not on the screen any more.
  [seq, settings[4]] = [2, 1];
  table.seen("photo 3", false);
  await desk.lookAround();
  asked = [];
  await table.measure();
  expect(asked).toEqual(["page 4", "/media/page/4/display?v=set%201"]);
  // Something else happens, and page 4 stands as it was.
  seq = 3;
  await desk.lookAround();
  asked = [];
  await table.measure();
  expect(asked).toEqual(["page 4"]);
});
