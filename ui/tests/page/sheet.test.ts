import { beforeEach, expect, test, vi } from "vitest";
import { HttpTransport } from "../../src/api/http";
import { Newsroom } from "../../src/api/newsroom";
import { displayFrom } from "../../src/page/display";
import { sheetOf } from "../../src/page/sheet";

/** The addresses that were fetched and decoded, in their order. */
let fetched: string[];

beforeEach(() => {
  fetched = [];
  vi.stubGlobal(
    "Image",
    class {
      src = "";
      decode(): Promise<void> {
        fetched.push(this.src);
        return Promise.resolve();
      }
    },
  );
});

const newsroom = new Newsroom(new HttpTransport(""), { as: null, lang: "en" });

async function show(...photos: string[]): Promise<void> {
  const items = photos.map((photo) => ({ kind: "picture", photo }));
  sheetOf(newsroom, displayFrom({ items, blocks: [], glyphs: { path: [] } }));
  await new Promise((resolve) => setTimeout(resolve));
}

test("the text does not wait for the pictures, which are painted when they come", async () => {
  let come = (): void => undefined;
  vi.stubGlobal(
    "Image",
    class {
      decode(): Promise<void> {
        return new Promise((resolve) => (come = resolve));
      }
    },
  );
  const items = [{ kind: "picture", photo: "late" }];
  const painter = sheetOf(newsroom, displayFrom({ items, blocks: [], glyphs: { path: [] } }));
  let painted = 0;
  painter.watch(() => (painted += 1));
  expect(painted).toBe(0);
  come();
  await new Promise((resolve) => setTimeout(resolve));
  expect(painted).toBe(1);
});

test("a picture that is shown again is not fetched again", async () => {
  await show("again", "other");
  await show("again");
  expect(fetched).toHaveLength(2);
});

test("of all the pictures of a night only the latest are kept, and those that are still in use", async () => {
  await show("first", "used");
  for (let n = 0; n < 200; n += 1) await show(`photo ${n}`, "used");
  expect(fetched).toHaveLength(202);
  fetched = [];
  await show("used", "photo 199");
  expect(fetched).toEqual([]);
  await show("first", "photo 0");
  expect(fetched).toHaveLength(2);
});

test("an advert is fetched as an advert, a photo as a photo", async () => {
  const items = [
    { kind: "picture", photo: "sold", block: 0 },
    { kind: "picture", photo: "shot", block: 1 },
  ];
  const blocks = [{ role: "advert" }, { role: "figure" }];
  sheetOf(newsroom, displayFrom({ items, blocks, glyphs: { path: [] } }));
  await new Promise((resolve) => setTimeout(resolve));
  expect(fetched.map((url) => /\/(advert|photo)\/(\w+)\//.exec(url)?.slice(1))).toEqual([
    ["advert", "sold"],
    ["photo", "shot"],
  ]);
});
