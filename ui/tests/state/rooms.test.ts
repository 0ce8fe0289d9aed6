import { describe, expect, test } from "vitest";
import type { PageRow, PageView, PhotoView, StoryRow } from "../../src/api/wire";
import type { DisplayList } from "../../src/page/display";
import { countOf, fitOf, nextNumber, numberAs, spreads, stopsOf, supply } from "../../src/state/flatplan";
import { beside, justified, onTable } from "../../src/state/lighttable";
import { marked } from "../../src/state/marked";
import { rank } from "../../src/state/palette.svelte";
import { clockOf, minutesOf, usualStyle } from "../../src/state/papersettings.svelte";
import { placeOf, printedSizes } from "../../src/state/printedsize";

const photo = (
  id: string,
  px_width: number,
  px_height: number,
  more: Partial<PhotoView> = {},
): PhotoView => ({
  ...{ id, px_width, px_height, caption: "图说", headline: null, creator: [], credit: null, copyright: null },
  ...{ city: null, date: null, printed_credit: { role: null, names: ["丁四"] }, file_name: `${id}.jpg` },
  ...{ mime: "image/jpeg", bytes: 1, sha256: id, stories: [], rest: {}, version: 1 },
  ...more,
});

describe("the light table", () => {
  const photos = [photo("a", 300, 200), photo("b", 200, 300), photo("c", 400, 200), photo("d", 300, 200)];

  test("rows fill the width to the pixel or nearly, and keep every picture in its order", () => {
    const rows = justified(photos, 700, 200, 10);
    expect(rows.flat().map((tile) => tile.photo.id)).toEqual(["a", "b", "c", "d"]);
    for (const row of rows.slice(0, -1)) {
      const wide = row.reduce((sum, { width }) => sum + width, 0) + 10 * (row.length - 1);
      expect(wide).toBeGreaterThan(700 - row.length - 1);
      expect(wide).toBeLessThanOrEqual(700);
      expect(new Set(row.map(({ height }) => height)).size).toBe(1);
    }
  });

  test("a last row that is not full is not blown up", () => {
    expect(justified([photo("a", 300, 200)], 2000, 200, 10)[0]?.[0]?.height).toBe(200);
  });

  test("arrows go beside, and to the nearest of the next row", () => {
    const rows = justified(photos, 500, 200, 10);
    expect(rows.map((row) => row.map((tile) => tile.photo.id))).toEqual([["a", "b", "c"], ["d"]]);
    expect(beside(rows, "a", "ArrowRight", 10)).toBe("b");
    expect(beside(rows, "c", "ArrowDown", 10)).toBe("d");
    expect(beside(rows, "d", "ArrowUp", 10)).toBe("a");
    expect(beside(rows, "a", "ArrowLeft", 10)).toBeNull();
    expect(beside(rows, "a", "End", 10)).toBe("d");
  });

  test("what lacks a caption or a credit is told apart", () => {
    const bare = photo("e", 1, 1, { caption: " ", stories: ["s"] });
    const nameless = photo("f", 1, 1, { printed_credit: { role: "摄影", names: [] } });
    const ids = (list: PhotoView[]): string[] => list.map(({ id }) => id);
    expect(ids(onTable([photo("a", 1, 1), bare, nameless], "lacking", ""))).toEqual(["e", "f"]);
    expect(ids(onTable([photo("a", 1, 1), bare], "unused", ""))).toEqual(["a"]);
    expect(ids(onTable([photo("a", 1, 1), nameless], "all", "丁四"))).toEqual(["a"]);
  });
});

describe("the flat plan", () => {
  const row = (number: string): PageRow => ({
    ...{ id: number, number, format: "四开", section: null, state: "planned", stories: 0, issue: "i" },
    ...{ date: "2026-03-09", black_alone: false },
  });

  test("an even page lies beside the odd one after it, in one section", () => {
    const open = spreads(["A01", "A02", "A03", "A04", "B01", "B02"].map(row));
    expect(open.map((pages) => pages.map(({ number }) => number))).toEqual([
      ["A01"],
      ["A02", "A03"],
      ["A04"],
      ["B01"],
      ["B02"],
    ]);
  });

  test("a spread is a pair by itself, and takes two places", () => {
    const pages = ["A01", "A02", "A03", "A04-A05", "A06", "A07"].map(row);
    expect(spreads(pages).map((pair) => pair.map(({ number }) => number))).toEqual([
      ["A01"],
      ["A02", "A03"],
      ["A04-A05"],
      ["A06", "A07"],
    ]);
    expect(countOf(pages)).toBe(7);
    expect(numberAs("A04", true)).toBe("A04-A05");
    expect(numberAs("A05", true)).toBe("A06-A07");
    expect(numberAs("A04-A05", false)).toBe("A04");
    expect(numberAs("城", true)).toBe("城");
  });

  test("the next page", () => {
    expect(nextNumber([])).toBe("A01");
    expect(nextNumber([row("A09")])).toBe("A10");
    expect(nextNumber([row("A03"), row("A04-A05")])).toBe("A06");
    expect(nextNumber([row("7")])).toBe("8");
    expect(nextNumber([row("封面")])).toBe("");
  });
});

describe("an issue's copy", () => {
  const page = (stories: PageView["stories"], more: Partial<PageView> = {}): PageView => ({
    ...{
      id: "p",
      number: "A01",
      date: "2026-03-09",
      state: "laid",
      stories,
      notices: [],
      hash: "",
      issue: "i",
    },
    ...{
      title: "",
      section: null,
      editors: [],
      format: "四开",
      columns: 6,
      column: 11,
      gutter: 1,
      rows: 88,
      signatures: [],
      proofs: [],
    },
    ...{ adverts: [], black_alone: false },
    ...{ make_up: { modules: [], bands: [] }, stops: [], tray: [], version: 1, can: [], etag: "" },
    ...more,
  });
  const on = (id: string, over_rows: number, over_characters: number): PageView["stories"][number] => ({
    ...{ id, slug: id, headline: id, state: "approved", over_rows, over_characters },
  });
  const story = (id: string, characters: number, more: Partial<StoryRow> = {}): StoryRow => ({
    ...{ id, slug: id, kicker: null, headline: id, author: null, desk: null, state: "approved", characters },
    ...{ photos: 0, tags: [], pages: [], filed_at: "", changed_at: "", version: 1, can: [] },
    ...more,
  });

  test("copy stands against the holes, and a blank page wants its whole type area", () => {
    const placed = { page: "p", number: "A01", date: "2026-03-09", state: "laid" };
    const stories = [
      story("a", 500, { pages: [placed] }),
      story("b", 300, { pages: [placed] }),
      story("c", 200),
      story("d", 100, { state: "draft" }),
      story("e", 900, { state: "spiked" }),
    ];
    const sums = supply([page([on("a", 2, 40), on("b", -3, -60)]), page([], { id: "q" })], stories);
    expect(sums).toEqual({
      ...{ placed: 800, approved: 200, coming: 100, holes: 460 + 360 },
      ...{ blank: 6 * 88 * 11, blankPages: 1 },
    });
  });

  test("a blank spread counts as the two pages that it is", () => {
    const spread = page([], { number: "A04-A05", format: "四开通版", columns: 12, column: 12 });
    const { blank, blankPages } = supply([spread], []);
    expect([blank, blankPages]).toEqual([12 * 88 * 12, 2]);
  });

  test("a page of adverts alone is no blank page", () => {
    const advert = { ...{ id: "a", name: "a" }, width_mm: 224.6, height_mm: 347.9 };
    expect(supply([page([], { adverts: [advert] })], []).blankPages).toBe(0);
  });

  test("lines over and lines free do not cancel each other", () => {
    expect(fitOf(page([on("a", 2, 40), on("b", -3, -60)]))).toEqual({ over: 2, free: 3 });
  });

  test("a warning stops nothing, and a signed page is past being stopped", () => {
    const notice = (severity: "error" | "warning"): PageView["notices"][number] => ({
      ...{ code: severity, severity, message: "", hint: null, page: null, place: null },
    });
    const notices = [notice("error"), notice("warning")];
    expect(stopsOf(page([], { notices })).map(({ code }) => code)).toEqual(["error"]);
    expect(stopsOf(page([], { notices, state: "signed" }))).toEqual([]);
  });
});

describe("what was found is marked", () => {
  const shown = (text: string, query: string): string =>
    marked(text, query)
      .map((stretch) => (stretch.found ? `[${stretch.text}]` : stretch.text))
      .join("");

  test("case, blanks and points do not count, as in the search itself", () => {
    expect(shown("昨日，花 鼓进了校园。", "花鼓")).toBe("昨日，[花 鼓]进了校园。");
    expect(shown("“三心”提升 三心", "三心")).toBe("“[三心]”提升 [三心]");
    expect(shown("GDP 增长", "gdp增")).toBe("[GDP 增]长");
    expect(shown("a+b", "(+")).toBe("a+b");
  });
});

describe("the palette", () => {
  test("a beginning is better than a middle, a middle better than scattered letters", () => {
    expect(rank("Settings", "set")).toBe(0);
    expect(rank("Go to Settings", "set")).toBe(1);
    expect(rank("Go to Settings", "gts")).toBe(2);
    expect(rank("Go to Settings", "xyz")).toBeNull();
  });
});

describe("the paper's settings", () => {
  test("a deadline is a time of day, and none is none", () => {
    expect(clockOf(minutesOf("23:45"))).toBe("23:45");
    expect(clockOf(0)).toBe("00:00");
    expect(minutesOf("")).toBeNull();
    expect(clockOf(null)).toBe("");
  });

  test("a style goes with the language", () => {
    expect([usualStyle("zh-CN"), usualStyle("en"), usualStyle("fr")]).toEqual([
      "evening",
      "morning",
      "evening",
    ]);
  });
});

describe("a picture in print", () => {
  const list: DisplayList = {
    page: [1000, 2000],
    type_area: [0, 0, 1000, 2000],
    inks: [],
    fonts: [],
    glyphs: { font: [], gid: [], path: [] },
    blocks: [{ role: "picture", story: "s", text: "", spans: [] }],
    items: [
      // 100 点 are 1.3837 inches.
      {
        kind: "picture",
        block: 0,
        photo: "p",
        rect: [100, 200, 100, 200],
        crop: [0, 0, 300, 300],
        pixels: [600, 400],
      },
      { kind: "rule", rect: [0, 0, 1000, 1], ink: 0 },
    ],
  };

  test("its resolution is that of the coarser direction", () => {
    expect(printedSizes(list, "id", "A01")).toEqual([["p", { page: "id", number: "A01", dpi: 108 }]]);
  });

  test("its story is where its items are", () => {
    expect(placeOf(list, "s")).toEqual({ x: 0.1, y: 0.1, w: 0.1, h: 0.1 });
    expect(placeOf(list, "other")).toBeNull();
  });
});
