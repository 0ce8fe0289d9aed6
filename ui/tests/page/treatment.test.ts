import { describe, expect, it } from "vitest";
import type { ModuleView } from "../../src/api/wire";
import { minus } from "../../src/page/grid";
import { clashes, keyOf, withArea, without, type Thing } from "../../src/page/makeup";
import {
  beginningHere,
  brokenLike,
  dressed,
  freeWithin,
  headAt,
  isSaid,
  notchAt,
  quoteIn,
  sentences,
  shapeNamed,
  takenWithin,
  withoutPicture,
  withWrap,
  wrapOf,
} from "../../src/page/treatment";

const plain: ModuleView = {
  ...{ story: "drum", area: { col: 1, row: 10, cols: 4, rows: 40 }, columns: null, headline: null },
  pictures: [{ photo: "p", area: { col: 2, row: 5, cols: 2, rows: 10 } }],
};

describe("a module's dressing", () => {
  it("is left out where nothing is special", () => {
    const boxed = dressed(plain, { border: "thick", drop_cap: 3 });
    expect(boxed.treatment).toEqual({ border: "thick", drop_cap: 3 });
    expect(dressed(boxed, { border: "none", drop_cap: 0 })).toEqual(plain);
    expect("treatment" in dressed(boxed, { border: "none", drop_cap: 0 })).toBe(false);
    expect(dressed(plain, { ground: { tint: 0, reversed: true } })).toEqual(plain);
    const headed = dressed(plain, { head_border: "thin", kicker: "shoulder" });
    expect(headed.treatment).toEqual({ head_border: "thin", kicker: "shoulder" });
    expect(dressed(headed, { head_border: "none", kicker: "above" })).toEqual(plain);
  });

  it("gives a headline beside its text some columns, never all of them", () => {
    expect(headAt(plain, "beside")).toEqual({ kind: "beside", cols: 2 });
    expect(headAt(plain, "upright")).toEqual({ kind: "upright", cols: 1, side: "left" });
    const narrow = { ...plain, area: { ...plain.area, cols: 2 } };
    expect(headAt(narrow, "beside")).toEqual({ kind: "beside", cols: 1 });
    const wide = dressed(plain, { head: { kind: "beside", cols: 3 } });
    expect(headAt(wide, "over")).toEqual({ kind: "over" });
    expect(headAt(wide, "beside")).toEqual({ kind: "beside", cols: 3 });
  });

  it("forgets where the story comes from, and nothing else", () => {
    const leg = dressed(plain, { from: "a1", border: "thin" });
    expect(beginningHere(leg).treatment).toEqual({ border: "thin" });
    expect(beginningHere(plain)).toBe(plain);
  });

  it("goes with the module's size: what is at an edge stays there, the rest stays inside", () => {
    const cut = dressed(plain, {
      head: { kind: "beside", cols: 4 },
      notches: [notchAt(plain.area, "se"), notchAt(plain.area, "nw")],
      quotes: [{ text: "q", area: { col: 3, row: 30, cols: 1, rows: 8 } }],
    });
    const make_up = { modules: [cut], bands: [] };
    const thing: Thing = { kind: "module", story: "drum" };
    const { treatment } = withArea(make_up, thing, { col: 1, row: 10, cols: 3, rows: 30 }).modules[0] ?? cut;
    expect(treatment?.head).toEqual({ kind: "beside", cols: 3 });
    expect(treatment?.notches).toEqual([
      { col: 2, row: 17, cols: 1, rows: 13 },
      { col: 0, row: 0, cols: 1, rows: 13 },
    ]);
    expect(treatment?.quotes?.[0]?.area).toEqual({ col: 2, row: 22, cols: 1, rows: 8 });
  });

  it("loses what it says of a picture that is taken off", () => {
    const shared = dressed(withWrap(plain, { photo: "p", shape: { kind: "round" } }), {
      captions: [{ photos: ["p"], area: { col: 0, row: 0, cols: 1, rows: 2 } }],
    });
    expect(withoutPicture(shared, "p")).toEqual(plain);
    const off = without({ modules: [shared], bands: [] }, { kind: "picture", story: "drum", photo: "p" });
    expect(off.modules[0]).toEqual({ ...plain, pictures: [] });
  });
});

describe("the parts of a module", () => {
  const quoted = dressed(plain, { quotes: [{ text: "q", area: { col: 0, row: 20, cols: 1, rows: 6 } }] });
  const make_up = { modules: [quoted], bands: [] };
  const quote: Thing = { kind: "quote", story: "drum", at: 0 };

  it("have names and places of their own", () => {
    expect(keyOf(quote)).toBe("quote-drum-0");
    const moved = withArea(make_up, quote, { col: 2, row: 40, cols: 2, rows: 6 });
    expect(moved.modules[0]?.treatment?.quotes?.[0]?.area).toEqual({ col: 1, row: 30, cols: 2, rows: 6 });
    expect(without(make_up, quote).modules[0]).toEqual(plain);
  });

  it("clash with what stands in the module, not with themselves", () => {
    expect(clashes(make_up, quote, { col: 1, row: 31, cols: 1, rows: 6 })).toBe(false);
    expect(clashes(make_up, quote, { col: 3, row: 20, cols: 1, rows: 6 })).toBe(true);
  });

  it("find a place where nothing stands", () => {
    const place = freeWithin(quoted, 2, 6);
    const inner = { col: 0, row: 0, cols: 4, rows: 40 };
    expect(takenWithin(quoted).some((other) => minus(place, [other]).length !== 1)).toBe(false);
    expect(minus(place, [inner])).toEqual([]);
  });
});

describe("what is cut out of a module", () => {
  it("leaves an L at a corner and a U at a side", () => {
    expect(notchAt(plain.area, "ne")).toEqual({ col: 3, row: 0, cols: 1, rows: 13 });
    expect(notchAt(plain.area, "s")).toEqual({ col: 1, row: 27, cols: 1, rows: 13 });
    expect(notchAt(plain.area, "w")).toEqual({ col: 0, row: 13, cols: 1, rows: 13 });
  });

  it("is free for another story", () => {
    const cut = dressed(plain, { notches: [{ col: 2, row: 30, cols: 2, rows: 10 }] });
    const other: ModuleView = { ...plain, story: "lake", pictures: [] };
    const make_up = { modules: [cut, other], bands: [] };
    const lake: Thing = { kind: "module", story: "lake" };
    expect(clashes(make_up, lake, { col: 3, row: 40, cols: 2, rows: 10 })).toBe(false);
    expect(clashes(make_up, lake, { col: 3, row: 39, cols: 2, rows: 10 })).toBe(true);
    // And the other way round: the module with the notch may be moved over what stands in it.
    const apart = { ...make_up, modules: [cut, { ...other, area: { col: 3, row: 40, cols: 2, rows: 10 } }] };
    expect(clashes(apart, { kind: "module", story: "drum" }, plain.area)).toBe(false);
  });

  it("is taken away from an area piece by piece", () => {
    const area = { col: 0, row: 0, cols: 4, rows: 10 };
    const left = minus(area, [{ col: 1, row: 2, cols: 2, rows: 3 }]);
    expect(left.reduce((sum, { cols, rows }) => sum + cols * rows, 0)).toBe(34);
    expect(minus(area, [area])).toEqual([]);
    expect(minus(area, [{ col: 9, row: 0, cols: 1, rows: 1 }])).toEqual([area]);
  });
});

describe("words on a page", () => {
  const body = ["昨晚灯塔重新亮起。守塔人说：“它还认得回港的船。”", "停用三十年。"];

  it("are pulled a sentence at a time, and only those of the story", () => {
    expect(sentences(body, "zh-CN")).toContain("昨晚灯塔重新亮起。");
    expect(sentences(["The light came back. Nobody had asked for it."], "en")).toEqual([
      "The light came back.",
      "Nobody had asked for it.",
    ]);
    expect(isSaid(body, "它还认得回港的船")).toBe(true);
    expect(isSaid(body, "它认得船")).toBe(false);
    expect(isSaid(body, " ")).toBe(false);
  });

  it("have room for about as many lines as they take", () => {
    const short = quoteIn({ ...plain, pictures: [] }, "它还认得回港的船。", { column: 11, gutter: 1 });
    expect(short.area.cols).toBe(1);
    const long = quoteIn({ ...plain, pictures: [] }, "船".repeat(60), { column: 11, gutter: 1 });
    expect(long.area.cols).toBe(2);
    expect(long.area.rows).toBeGreaterThan(short.area.rows);
  });

  it("of a headline are broken where they are, or not at all", () => {
    expect(brokenLike("渡口灯塔百年重亮", "渡口灯塔\n百年重亮")).toEqual(["渡口灯塔", "百年重亮"]);
    expect(brokenLike("The lighthouse is lit again", "The lighthouse\nis litagain")).toEqual([
      "The lighthouse",
      "is lit again",
    ]);
    expect(brokenLike("渡口灯塔", "渡口灯台")).toBeNull();
    expect(brokenLike("渡口𠮷塔", "渡口\n\n𠮷塔\n")).toEqual(["渡口", "𠮷塔"]);
  });
});

describe("a wrap", () => {
  it("is left out where it says nothing", () => {
    const round = withWrap(plain, { photo: "p", shape: { kind: "round" }, ems: 2 });
    expect(wrapOf(round, "p").ems).toBe(2);
    expect(withWrap(round, { photo: "p", shape: { kind: "box" } })).toEqual(plain);
  });

  it("keeps its polygon, or begins with the picture's box with its corners cut", () => {
    const begun = shapeNamed("polygon", { kind: "box" });
    expect(begun.kind === "polygon" ? begun.points.length : 0).toBe(8);
    expect(shapeNamed("polygon", begun)).toBe(begun);
    expect(shapeNamed("round", begun)).toEqual({ kind: "round" });
  });
});
