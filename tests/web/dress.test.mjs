import assert from "node:assert/strict";
import test from "node:test";
import { atThePage, centre, drag, module, planned, SENTENCE, until } from "./makeup.mjs";
import { EDITOR, REPORTER } from "./newsroom.mjs";

const WHOLE = { col: 0, row: 0, cols: 6, rows: 40 };

/** A page with the longer story on it, chosen, in a place that it fills. */
async function dressing(t, area = WHOLE, photos = [], areas = []) {
  const plan = await planned(t);
  const { newsroom, page, lighthouse } = plan;
  const ids = [];
  for (const [name, caption] of photos) {
    ids.push(await newsroom.photo(REPORTER, name, lighthouse, caption));
  }
  await newsroom.call("page_place", EDITOR, { id: page, story: lighthouse, area });
  if (areas.length > 0) {
    const { make_up } = await newsroom.call("page", null, { id: page });
    make_up.modules[0].pictures = areas.map((inner, n) => ({ photo: ids[n], area: inner }));
    await newsroom.call("page_lay", EDITOR, { id: page, version: null, make_up });
  }
  const desk = await atThePage(newsroom, page);
  await module(desk, "渡口灯塔百年").focus();
  await desk.page.locator("[data-dress]").waitFor();
  return { ...plan, desk, photos: ids };
}

/** The story's module as the library has it. */
async function laidModule(newsroom, page, story) {
  const { make_up } = await newsroom.call("page", null, { id: page });
  return make_up.modules.find((one) => one.story === story) ?? null;
}

const treatment = async (newsroom, page, story) =>
  (await laidModule(newsroom, page, story))?.treatment ?? {};

/** The page as the window paints it. */
async function display(newsroom, page) {
  const { make_up } = await newsroom.call("page", null, { id: page });
  const { display: list } = await newsroom.call("page_preview", null, { id: page, make_up });
  return list;
}

const linesOf = ({ blocks, items }, role) =>
  items.filter(({ kind, block }) => kind === "line" && blocks[block].role === role);
const rules = ({ items }) => items.filter(({ kind }) => kind === "rule").length;
const field = (desk, name) => desk.page.locator(`[data-field=${name}]`);
const chosen = (desk, name, value) => field(desk, name).getByRole("radio", { name: value, exact: true });

/** Chooses one of a few, as the mouse does. */
async function choose(desk, name, value) {
  await field(desk, name)
    .locator("label", { has: desk.page.getByRole("radio", { name: value, exact: true }) })
    .click();
}

test("headline, box, tint, drop cap and credits are chosen, seen on the page and undone", async (t) => {
  const { newsroom, page, lighthouse, desk } = await dressing(t, WHOLE, [
    ["metadata_demo_exif_only.jpg", "灯塔亮灯。"],
  ]);
  const now = () => treatment(newsroom, page, lighthouse);
  const before = (await newsroom.call("page", null, { id: page })).make_up;
  const plain = await display(newsroom, page);

  await choose(desk, "head", "串文");
  await until(async () => (await now()).head?.kind === "beside");
  assert.deepEqual((await now()).head, { kind: "beside", cols: 2 });
  await field(desk, "head").getByLabel("占栏").fill("3");
  await desk.press("Enter");
  await until(async () => (await now()).head?.cols === 3);
  await choose(desk, "head", "竖题");
  await choose(desk, "head", "居右");
  await until(async () => (await now()).head?.side === "right");
  const [upright] = linesOf(await display(newsroom, page), "headline");
  const [across] = linesOf(plain, "headline");
  assert.ok(upright.x > across.x + across.width, "the upright headline stands at the right");

  await choose(desk, "border", "文武线");
  await until(async () => (await now()).border === "double");
  assert.equal(rules(await display(newsroom, page)), rules(plain) + 8, "a heavy box and a fine one in it");
  await choose(desk, "ground", "100% 网反白");
  await until(async () => (await now()).ground?.tint === 100);
  const dark = await display(newsroom, page);
  assert.equal(dark.items.filter(({ kind }) => kind === "tint").length, 1);
  const paper = dark.inks[linesOf(dark, "paragraph")[0].runs[0].ink];
  assert.match(paper, /#fff|rgb\(255/i, "its text is reversed");
  await choose(desk, "head_ground", "20% 网");
  await until(async () => (await now()).head_ground?.tint === 20);
  await choose(desk, "drop_cap", "3");
  await until(async () => (await now()).drop_cap === 3);
  await choose(desk, "edge_credits", "在图边");
  await until(async () => (await now()).edge_credits === true);

  const all = await now();
  for (let n = 0; n < 9; n += 1) await desk.button("撤销").first().click();
  await until(async () => Object.keys(await now()).length === 0);
  assert.deepEqual((await newsroom.call("page", null, { id: page })).make_up, before);
  for (let n = 0; n < 9; n += 1) await desk.button("重做").click();
  await until(async () => (await now()).edge_credits === true);
  assert.deepEqual(await now(), all);
  assert.deepEqual(desk.errors, []);
});

test("a headline gets a box and its kicker a shoulder, columns get rules", async (t) => {
  const { newsroom, page, lighthouse, desk } = await dressing(t);
  const now = () => treatment(newsroom, page, lighthouse);
  const plain = await display(newsroom, page);
  await choose(desk, "head_border", "细线");
  await until(async () => (await now()).head_border === "thin");
  assert.equal(rules(await display(newsroom, page)), rules(plain) + 4);
  await choose(desk, "column_rules", "细线");
  await until(async () => (await now()).column_rules === true);
  assert.ok(rules(await display(newsroom, page)) > rules(plain) + 4);
  await choose(desk, "kicker", "肩题");
  await until(async () => (await now()).kicker === "shoulder");
  await choose(desk, "kicker", "居上");
  await choose(desk, "head_border", "无框");
  await choose(desk, "column_rules", "无线");
  await until(async () => Object.keys(await now()).length === 0);
  // Upright kickers stand at the top in any case.
  await choose(desk, "head", "竖题");
  await until(async () => (await now()).head?.kind === "upright");
  assert.equal(await chosen(desk, "kicker", "肩题").isDisabled(), true);
  assert.deepEqual(desk.errors, []);
});

test("keys and the palette dress the module that is chosen", async (t) => {
  const { newsroom, page, lighthouse, desk } = await dressing(t);
  const now = () => treatment(newsroom, page, lighthouse);
  await module(desk, "渡口灯塔百年").focus();
  await desk.press("h");
  await until(async () => (await now()).head?.kind === "beside");
  await desk.press("b");
  await until(async () => (await now()).border === "thin");
  await desk.press("t");
  await until(async () => (await now()).ground?.tint === 10);
  await desk.press("d");
  await until(async () => (await now()).drop_cap === 2);
  await desk.command("线框：粗线");
  await until(async () => (await now()).border === "thick");
  assert.equal(await chosen(desk, "border", "粗线").isChecked(), true);
  // With the keyboard in the inspector: arrows go on to the next kind.
  await chosen(desk, "border", "粗线").focus();
  await desk.press("ArrowRight");
  await until(async () => (await now()).border === "double");
  await desk.page.keyboard.press("Escape");
  assert.deepEqual(desk.errors, []);
});

test("what the newsroom refuses is said at its field, and nothing has changed", async (t) => {
  const { newsroom, page, lighthouse, desk } = await dressing(t);
  await choose(desk, "ground", "10% 网");
  await until(async () => (await treatment(newsroom, page, lighthouse)).ground?.tint === 10);
  await field(desk, "ground").getByLabel("底纹 网点 %").fill("101");
  await desk.press("Enter");
  await field(desk, "ground").getByRole("alert").filter({ hasText: "底纹" }).waitFor();
  assert.equal((await treatment(newsroom, page, lighthouse)).ground.tint, 10);
  await choose(desk, "head", "串文");
  await field(desk, "ground").getByRole("alert").waitFor({ state: "detached" });
  await field(desk, "head").getByLabel("占栏").fill("7");
  await desk.press("Enter");
  await field(desk, "head").getByRole("alert").filter({ hasText: "7" }).waitFor();
  assert.equal((await treatment(newsroom, page, lighthouse)).head.cols, 2);
  assert.equal(await desk.page.locator(".toast.bad").count(), 0, "it is said in one place");
});

test("who may not make the page up is offered nothing to dress it with", async (t) => {
  const { desk } = await dressing(t);
  await desk.become(REPORTER);
  await desk.page.waitForFunction(() => document.querySelector("[data-field=head] input:disabled") !== null);
  for (const control of await desk.page.locator("[data-dress] :is(input, select, textarea)").all()) {
    assert.equal(await control.isDisabled(), true);
  }
  for (const act of ["摘引语…", "在版上画", "左上角切 L 形"]) {
    assert.equal(await desk.button(act).count(), 0, act);
  }
  await desk.press("Control+k");
  await desk.page.getByRole("dialog").getByRole("combobox").pressSequentially("线框");
  await desk.page.locator("#palette-list").waitFor();
  assert.equal(await desk.page.locator("#palette-list [role=option]", { hasText: "线框：" }).count(), 0);
});

test("a page is planned in every size that the style sheet has, named as its trade does", async (t) => {
  const { newsroom, issue } = await planned(t);
  const { formats } = await newsroom.call("session", null, {});
  const desk = await newsroom.desk(EDITOR);
  await desk.press("Control+3");
  await desk.page.locator("main h1").waitFor();
  await desk.press("Shift+N");
  const sizes = desk.page.getByLabel("开本");
  assert.deepEqual(
    await sizes.locator("option").evaluateAll((all) => all.map(({ value }) => value).toSorted()),
    formats.map(({ name }) => name).toSorted(),
  );
  assert.ok(formats.length >= 5);
  assert.match((await sizes.locator("option[value=tabloid]").textContent()).trim(), /英式小报（5 栏 × 84 行）/);
  await sizes.selectOption("tabloid");
  await desk.button("加这个版").click();
  await desk.toast("已加").waitFor();
  const made = (await newsroom.ask("page", "list")).find((one) => one.issue === issue && one.format === "tabloid");
  assert.equal((await newsroom.call("page", null, { id: made.id })).columns, 5);
  assert.deepEqual(desk.errors, []);
});

test("a quote is pulled out of the story, moved, shortened, and never says what the story does not", async (t) => {
  const { newsroom, page, lighthouse, desk } = await dressing(t);
  const quotes = async () => (await treatment(newsroom, page, lighthouse)).quotes ?? [];
  await desk.button("摘引语…").click();
  await desk.page.getByLabel("在正文里找一句").fill("守塔人");
  await desk.press("Tab", "Enter");
  await until(async () => (await quotes()).length === 1);
  const [first] = await quotes();
  assert.equal(first.text, SENTENCE);
  const list = await display(newsroom, page);
  assert.ok(linesOf(list, "quote").length > 0, "it is on the page");
  const box = desk.page.getByRole("button", { name: /^引语 / }).and(desk.page.locator(".module"));
  await box.focus();
  await desk.press("ArrowDown");
  await until(async () => (await quotes())[0].area.row === first.area.row + 1);
  await desk.press("Shift+ArrowRight");
  await until(async () => (await quotes())[0].area.cols === first.area.cols + 1);
  const from = await centre(box);
  await drag(desk, from, { x: from.x, y: from.y - 60 });
  await until(async () => (await quotes())[0].area.row < first.area.row);

  const text = desk.page.getByLabel("引语文字");
  await text.fill("守塔人说它认得所有的船");
  await desk.press("Tab");
  await field(desk, "quotes").getByRole("alert").filter({ hasText: "正文里没有这句话" }).waitFor();
  assert.equal((await quotes())[0].text, SENTENCE);
  await text.fill("它还认得回港的船");
  await desk.press("Tab");
  await until(async () => (await quotes())[0].text === "它还认得回港的船");
  await box.focus();
  await desk.press("Delete");
  await until(async () => (await quotes()).length === 0);
  assert.equal(linesOf(await display(newsroom, page), "quote").length, 0);
  await desk.press("Control+z");
  await until(async () => (await quotes()).length === 1);
  assert.deepEqual(desk.errors, []);
});

test("a story goes on on another page and is taken back from either one; undo changes both pages", async (t) => {
  const small = { col: 0, row: 0, cols: 2, rows: 20 };
  const { newsroom, issue, page, lighthouse, desk } = await dressing(t, small);
  const make = { issue, format: "四开", section: null, editors: [] };
  const { id: next } = await newsroom.call("page_new", EDITOR, { ...make, number: "A04" });
  const here = () => treatment(newsroom, page, lighthouse);
  const there = () => laidModule(newsroom, next, lighthouse);
  const jump = desk.page.getByLabel("下转");
  await jump.locator("option", { hasText: "A04" }).waitFor({ state: "attached" });
  await jump.selectOption(next);
  await until(async () => (await here()).to === next);
  const leg = await there();
  assert.equal(leg.treatment.from, page);
  const said = async (id) => {
    const list = await display(newsroom, id);
    return list.blocks.filter(({ role }) => role === "jump").map(({ text }) => text);
  };
  assert.deepEqual([await said(page), await said(next)], [["（下转A04版）"], ["（上接A03版）"]]);
  await desk.press("Control+z");
  await until(async () => (await there()) === null && (await here()).to === undefined);
  await desk.press("Control+Shift+z");
  await until(async () => (await here()).to === next);
  assert.deepEqual(await there(), leg, "it stands as it stood");

  await desk.button("去 A04 版").click();
  await until(async () => desk.open === next);
  await module(desk, "渡口灯塔百年").focus();
  await desk.button("取消转版").click();
  await until(async () => (await there()) === null && (await here()).to === undefined);
  await desk.button("撤销").first().click();
  await until(async () => (await here()).to === next);
  assert.deepEqual(await there(), leg);
  assert.deepEqual(desk.errors, []);
});

test("where a jump cannot be taken back, that is said beside it", async (t) => {
  const small = { col: 0, row: 0, cols: 2, rows: 20 };
  const { newsroom, issue, page, lighthouse, desk } = await dressing(t, small);
  const make = { issue, format: "四开", section: null, editors: [] };
  const { id: next } = await newsroom.call("page_new", EDITOR, { ...make, number: "A04" });
  const { id: last } = await newsroom.call("page_new", EDITOR, { ...make, number: "A05" });
  await newsroom.call("page_jump", EDITOR, { id: page, story: lighthouse, to: next });
  await newsroom.call("page_jump", EDITOR, { id: next, story: lighthouse, to: last });
  const jump = desk.page.getByLabel("下转");
  await until(async () => (await jump.inputValue()) === next);
  await jump.selectOption("");
  await field(desk, "jump").getByRole("alert").filter({ hasText: "A04" }).waitFor();
  assert.equal((await treatment(newsroom, page, lighthouse)).to, next);
});

test("a picture is wrapped round and along a polygon whose corners are moved on the page", async (t) => {
  const { newsroom, page, lighthouse, desk, photos } = await dressing(t, WHOLE, [
    ["metadata_demo_exif_only.jpg", "灯塔亮灯。"],
  ]);
  const wrap = async () => (await treatment(newsroom, page, lighthouse)).wraps?.[0] ?? null;
  const outline = async () => {
    const { items } = await display(newsroom, page);
    return items.find(({ kind }) => kind === "picture").outline ?? null;
  };
  const picture = desk.page.locator(".module.picture");
  await picture.focus();
  await choose(desk, "wraps", "椭圆");
  await until(async () => (await wrap())?.shape?.kind === "round");
  assert.equal((await outline()).kind, "round");
  await desk.page.getByLabel("左右空字").fill("2");
  await desk.press("Tab");
  await until(async () => (await wrap())?.ems === 2);

  await choose(desk, "wraps", "多边形");
  await until(async () => (await wrap())?.shape?.kind === "polygon");
  const { points } = (await wrap()).shape;
  assert.equal((await outline()).points.length, points.length);
  const corner = await centre(desk.page.getByRole("button", { name: "第 1 个角", exact: true }));
  await drag(desk, corner, { x: corner.x + 12, y: corner.y + 15 });
  await until(async () => (await wrap()).shape.points[0][1] > points[0][1]);
  const moved = (await wrap()).shape.points;
  assert.deepEqual(moved.slice(1), points.slice(1), "the other corners stay");

  await desk.page.getByRole("button", { name: "第 2 个角", exact: true }).focus();
  await desk.press("ArrowDown");
  await until(async () => (await wrap()).shape.points[1][1] === moved[1][1] + 20);
  await desk.press("+");
  await until(async () => (await wrap()).shape.points.length === points.length + 1);
  await desk.press("Delete");
  await until(async () => (await wrap()).shape.points.length === points.length);
  const middle = await centre(desk.page.locator(".outline .middle").nth(2));
  await drag(desk, middle, { x: middle.x - 14, y: middle.y });
  await until(async () => (await wrap()).shape.points.length === points.length + 1);

  await choose(desk, "wraps", "方框");
  await until(async () => (await outline()) === null);
  assert.equal((await wrap()).photo, photos[0]);
  assert.deepEqual(desk.errors, []);
});

test("a corner and a side are cut out of a module by a button or by drawing, and what stands there can be had", async (t) => {
  const { newsroom, page, lighthouse, market, desk } = await dressing(t);
  const notches = async () => (await treatment(newsroom, page, lighthouse)).notches ?? [];
  const body = async () => linesOf(await display(newsroom, page), "paragraph");
  await desk.button("右下角切 L 形").click();
  await until(async () => (await notches()).length === 1);
  assert.deepEqual(await notches(), [{ col: 4, row: 27, cols: 2, rows: 13 }]);
  const cut = desk.page.locator(".module.notch");
  await cut.focus();
  await desk.press("ArrowLeft");
  await until(async () => (await notches())[0].col === 3);
  await desk.press("Control+z");
  await until(async () => (await notches())[0].col === 4);

  // Another story stands in the corner, and neither lies over the other.
  const area = { col: 4, row: 27, cols: 2, rows: 13 };
  await newsroom.call("page_place", EDITOR, { id: page, story: market, area });
  await module(desk, "老街菜场搬").waitFor();
  const { notices } = await newsroom.call("page", null, { id: page });
  assert.deepEqual(notices.filter(({ code }) => code === "overlap"), []);
  await desk.page.locator(".stage").click({ position: { x: 4, y: 4 } });
  const spot = await centre(module(desk, "老街菜场搬"));
  await desk.page.mouse.click(spot.x, spot.y);
  await desk.page.locator(`[data-dress="${market}"]`).waitFor();

  await module(desk, "渡口灯塔百年").focus();
  const lines = (await body()).length;
  await desk.button("在版上画").click();
  const frame = await module(desk, "渡口灯塔百年").boundingBox();
  const at = (x, y) => ({ x: frame.x + frame.width * x, y: frame.y + frame.height * y });
  await drag(desk, at(0.02, 0.55), at(0.12, 0.7));
  await until(async () => (await notches()).length === 2);
  const drawn = (await notches())[1];
  assert.deepEqual([drawn.col, drawn.cols], [0, 1]);
  assert.ok(drawn.row > 20 && drawn.rows > 4, JSON.stringify(drawn));
  const left = (await body()).filter(({ x }) => x < 100).length;
  assert.ok(lines > 0 && left > 0, "text runs above and beneath");

  await module(desk, "渡口灯塔百年").focus();
  await desk.button("在版上画").click();
  await desk.page.locator(".cut").waitFor();
  await desk.press("Escape");
  await desk.page.locator(".cut").waitFor({ state: "detached" });
  assert.equal((await notches()).length, 2);
  assert.deepEqual(desk.errors, []);
});

test("pictures share a caption, which says once what it says of each", async (t) => {
  const taken = [
    ["metadata_demo_exif_only.jpg", "灯塔亮灯。"],
    ["IPTC-Empty.jpg", "渡口全景。"],
  ];
  const areas = [0, 2].map((col) => ({ col, row: 10, cols: 2, rows: 18 }));
  const { newsroom, page, lighthouse, desk, photos } = await dressing(
    t,
    { ...WHOLE, rows: 70 },
    taken,
    areas,
  );
  const captions = async () => (await treatment(newsroom, page, lighthouse)).captions ?? [];
  await desk.button("合用一条图说…").click();
  await until(async () => (await captions()).length === 1);
  assert.deepEqual((await captions())[0].photos, photos);
  const said = async () => {
    const { blocks } = await display(newsroom, page);
    return blocks.filter(({ role }) => role === "caption").map(({ text }) => text);
  };
  const shared = await said();
  assert.equal(shared.length, 1);
  assert.match(shared[0], /[▲▼◀▶]灯塔亮灯。[▲▼◀▶]渡口全景。/);
  await desk.page.getByRole("checkbox", { name: "渡口全景。" }).uncheck();
  await until(async () => (await captions())[0].photos.length === 1);
  assert.equal((await said()).length, 2);
  await desk.press("Control+z");
  await until(async () => (await captions())[0].photos.length === 2);
  await desk.press("Control+z");
  await until(async () => (await captions()).length === 0);
  assert.deepEqual(desk.errors, []);
});

test("a headline is broken by hand: breaks move, words do not", async (t) => {
  const { newsroom, page, lighthouse, desk } = await dressing(t);
  const lines = async () => (await treatment(newsroom, page, lighthouse)).lines ?? [];
  const text = desk.page.getByLabel("折行");
  await text.focus();
  await desk.press("Control+Home");
  for (let n = 0; n < 4; n += 1) await desk.press("ArrowRight");
  await desk.press("Enter");
  await until(async () => (await lines()).length === 2);
  assert.deepEqual(await lines(), ["渡口灯塔", "百年重亮"]);
  assert.equal(linesOf(await display(newsroom, page), "headline").length, 2);
  await desk.type("新");
  await field(desk, "lines").getByRole("alert").filter({ hasText: "只能动折处" }).waitFor();
  assert.equal(await text.inputValue(), "渡口灯塔\n百年重亮");
  await desk.press("Backspace");
  await until(async () => (await lines()).length === 1);
  await desk.press("Control+a");
  await desk.paste("渡口灯塔今夜重亮");
  await field(desk, "lines").getByRole("alert").waitFor();
  assert.equal(await text.inputValue(), "渡口灯塔百年重亮");
  await desk.button("由程序折行").click();
  await until(async () => (await lines()).length === 0);
  assert.deepEqual(desk.errors, []);
});
