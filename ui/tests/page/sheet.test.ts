import { beforeEach, expect, test, vi } from "vitest";
import { HttpTransport } from "../../src/api/http";
import { Newsroom } from "../../src/api/newsroom";
import { displayFrom, type Painter, type Surface } from "../../src/page/display";
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

/** What stands for a canvas: a picture that is drawn is counted. */
function canvas(): { ctx: Surface; drawn: number } {
  const nothing = (): void => undefined;
  const ctx: Surface = {
    beginPath: nothing,
    clip: nothing,
    closePath: nothing,
    drawImage: () => (seen.drawn += 1),
    ellipse: nothing,
    fill: nothing,
    fillRect: nothing,
    fillStyle: "",
    lineTo: nothing,
    moveTo: nothing,
    restore: nothing,
    save: nothing,
    setTransform: nothing,
  };
  const seen = { ctx, drawn: 0 };
  return seen;
}

/** A page of such pictures, each 4,000 pixels wide and 200 点 on the page; `advert` is an advert's. */
function sheet(...photos: string[]): Painter {
  const items = photos.map((photo) => ({
    kind: "picture",
    photo,
    block: photo === "advert" ? 1 : 0,
    rect: [0, 0, 200, 150],
    crop: [0, 0, 4_000, 3_000],
    pixels: [4_000, 3_000],
  }));
  const blocks = [{ role: "figure" }, { role: "advert" }];
  return sheetOf(newsroom, displayFrom({ page: [700, 1_000], items, blocks, glyphs: { path: [] } }));
}

async function settled(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve));
}

async function show(...photos: string[]): Promise<void> {
  sheet(...photos).paint(canvas().ctx, 1);
  await settled();
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
  const painter = sheet("late");
  const seen = canvas();
  painter.watch(() => painter.paint(seen.ctx, 1));
  painter.paint(seen.ctx, 1);
  expect(seen.drawn).toBe(0);
  expect(painter.complete).toBe(false);
  come();
  await settled();
  expect(seen.drawn).toBe(1);
  expect(painter.complete).toBe(true);
});

test("a picture is fetched as finely as the screen shows it, and finer when it is looked at more closely", async () => {
  const painter = sheet("street");
  const seen = canvas();
  painter.paint(seen.ctx, 2);
  painter.paint(seen.ctx, 2);
  await settled();
  expect(fetched).toEqual(["/media/photo/street/thumb?px=512"]);
  // The coarse one stands until the finer one is there.
  painter.paint(seen.ctx, 8);
  expect(seen.drawn).toBe(1);
  await settled();
  painter.paint(seen.ctx, 40);
  painter.paint(seen.ctx, 2);
  await settled();
  expect(fetched.map((url) => url.split("=")[1])).toEqual(["512", "2048"]);
  expect(seen.drawn).toBe(3);
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

test("a picture that is shown in greys is another one than in its colours", async () => {
  const [item] = sheet("drum").list.items;
  if (item?.kind !== "picture") throw new Error("a picture");
  for (const grey of [true, false]) {
    const list = displayFrom({
      ...{ page: [700, 1_000], blocks: [{ role: "figure" }], glyphs: { path: [] } },
      items: [{ ...item, grey }],
    });
    sheetOf(newsroom, list).paint(canvas().ctx, 1);
  }
  await settled();
  expect(fetched).toEqual(["/media/photo/drum/thumb?px=512&grey=1", "/media/photo/drum/thumb?px=512"]);
});

test("an advert is fetched as an advert, a photo as a photo", async () => {
  await show("advert", "shot");
  expect(fetched.map((url) => /\/(advert|photo)\/(\w+)\//.exec(url)?.slice(1))).toEqual([
    ["advert", "advert"],
    ["photo", "shot"],
  ]);
});
