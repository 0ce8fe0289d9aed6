import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import test from "node:test";
import { CHIEF, EDITOR, Newsroom, REPORTER, sample } from "./newsroom.mjs";

const PICTURES = ["photos/IPTC-Empty.jpg", "photos/zh/gbk_no_marker.jpg"].map(sample);

/** Keys that come within one turn of the window, quicker than the address is told. */
async function atOnce(desk, ...keys) {
  await desk.page.evaluate((all) => {
    for (const key of all) {
      document.activeElement.dispatchEvent(
        new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }),
      );
    }
  }, keys);
}

test("pictures are dropped on the light table, walked by keys, looked at, and dragged onto a story", async (t) => {
  const newsroom = await Newsroom.open(t);
  const story = await newsroom.story(REPORTER, { headline: "江边转移", body: ["昨夜水涨。"] });
  const desk = await newsroom.desk(REPORTER);
  await desk.press("Control+2");
  await desk.page.getByRole("heading", { name: "还没有图片" }).waitFor();
  await desk.dropFiles(PICTURES);
  const pictures = desk.page.locator("[data-photo]");
  await pictures.nth(1).waitFor();
  assert.equal((await newsroom.ask("photo", "list")).length, 2);

  await t.test("arrows walk, Space looks, Esc leaves", async () => {
    const ids = await pictures.evaluateAll((all) => all.map((one) => one.dataset.photo));
    const dropped = (await newsroom.ask("photo", "list")).at(-1);
    assert.equal(desk.open, dropped.id, "what was dropped first is in the hand");
    await pictures.first().focus();
    await desk.press("Home");
    assert.equal(desk.open, ids[0]);
    await desk.press("ArrowRight");
    assert.equal(desk.open, ids[1]);
    await desk.press("Space");
    const loupe = desk.page.getByRole("dialog", { name: "放大" });
    await loupe.waitFor();
    await desk.press("ArrowLeft");
    assert.equal(desk.open, ids[0]);
    await desk.press("Escape");
    await loupe.waitFor({ state: "detached" });
    await pictures.first().and(desk.page.locator(":focus")).waitFor();
  });

  await t.test("only what lacks words is left, and a caption takes it away", async () => {
    await desk.page.getByRole("button", { name: /缺图说或署名/ }).click();
    await pictures.nth(1).waitFor({ state: "detached" });
    await pictures.first().click();
    await desk.page.getByRole("textbox", { name: "图说 IPTC-Empty.jpg" }).fill("水位标尺。");
    await desk.press("Tab", "Tab");
    await desk.type("丁四");
    await desk.press("Enter");
    await desk.page.getByRole("heading", { name: "没有符合筛选的图片" }).waitFor();
    await desk.button("清除筛选").click();
  });

  await t.test("it is dragged onto the story", async () => {
    const from = await pictures.first().boundingBox();
    await desk.page.mouse.move(from.x + 30, from.y + 30);
    await desk.page.mouse.down();
    await desk.page.mouse.move(from.x + 90, from.y + 60, { steps: 4 });
    const target = desk.page.getByRole("listitem").filter({ hasText: "江边转移" });
    await target.waitFor();
    const to = await target.boundingBox();
    await desk.page.mouse.move(to.x + 40, to.y + 20, { steps: 4 });
    await desk.page.mouse.up();
    await desk.toast("已放进稿件").waitFor();
    assert.equal((await newsroom.ask("story", "show", story)).photos.length, 1);
  });
  assert.deepEqual(desk.errors, []);
});

test("two quick arrows on the light table go two pictures on", async (t) => {
  const newsroom = await Newsroom.open(t);
  const desk = await newsroom.desk(REPORTER);
  await desk.press("Control+2");
  await desk.page.getByRole("heading", { name: "还没有图片" }).waitFor();
  await desk.dropFiles([...PICTURES, sample("photos/metadata_demo_exif_only.jpg")]);
  const pictures = desk.page.locator("[data-photo]");
  await pictures.nth(2).waitFor();
  const ids = await pictures.evaluateAll((all) => all.map((one) => one.dataset.photo));
  await pictures.first().focus();
  await atOnce(desk, "Home", "ArrowRight", "ArrowRight");
  await pictures.nth(2).and(desk.page.locator(":focus")).waitFor();
  assert.equal(desk.open, ids[2]);
  await atOnce(desk, "ArrowLeft", "ArrowLeft");
  await pictures.first().and(desk.page.locator(":focus")).waitFor();
  assert.equal(desk.open, ids[0]);
  assert.deepEqual(desk.errors, []);
});

test("several pictures are given one credit at once, and it is taken back at once", async (t) => {
  const newsroom = await Newsroom.open(t);
  const desk = await newsroom.desk(REPORTER);
  await desk.press("Control+2");
  await desk.page.getByRole("heading", { name: "还没有图片" }).waitFor();
  await desk.dropFiles(PICTURES);
  const pictures = desk.page.locator("[data-photo]");
  await pictures.nth(1).waitFor();
  await pictures.first().click();
  await pictures.nth(1).click({ modifiers: ["Control"] });
  const batch = desk.page.getByRole("complementary", { name: "已选 2 张图片" });
  await batch.getByLabel("摄影署名 身份").fill("本报记者");
  await batch.getByLabel("摄影署名 姓名").fill("丁四");
  await desk.press("Tab");
  await batch.getByRole("button", { name: "写到 2 张图片下" }).click();
  await desk.toast("2 张图片已写").waitFor();
  const credits = async () => {
    const photos = await newsroom.call("photos", REPORTER, {});
    return photos.map(({ printed_credit }) => printed_credit?.names ?? []);
  };
  assert.deepEqual(await credits(), [["丁四"], ["丁四"]]);
  await desk.toast("2 张图片已写").getByRole("button", { name: "撤销" }).click();
  await desk.page.locator("figure").getByText("缺署名").waitFor();
  assert.deepEqual((await credits()).toSorted(), [[], ["张三"]]);
  await desk.press("Escape");
  assert.deepEqual(desk.errors, []);
});

test("a picture that stands on a page says how finely it prints there", async (t) => {
  const newsroom = await Newsroom.open(t, "demo");
  const desk = await newsroom.desk(EDITOR);
  await desk.press("Control+2");
  const [, dpi] = /(\d+) dpi/.exec(await desk.page.locator("figure .dpi").textContent());
  // 3,000 pixels over less than two base columns.
  assert.ok(Number(dpi) > 1_000, dpi);
});

test("an issue is planned with its pages, and says what still stops it", async (t) => {
  const newsroom = await Newsroom.open(t);
  const desk = await newsroom.desk(EDITOR);
  await desk.press("Control+3");
  await desk.page.getByRole("heading", { name: "还没有期次" }).waitFor();
  await desk.press("n");
  await desk.page.getByLabel("出版日期").fill("2026-03-09");
  await desk.press("Enter");
  await desk.page.getByText("2026年3月9日星期一").first().waitFor();
  for (const section of ["要闻", "城事", "社会"]) {
    await desk.press("Shift+N");
    await desk.page.getByLabel("叠/版名").fill(section);
    await desk.button("加这个版").click();
    await desk.page.locator("[data-page]", { hasText: section }).waitFor();
  }
  const [issue] = await newsroom.ask("issue", "list");
  const { pages } = await newsroom.ask("issue", "show", issue.id);
  assert.deepEqual(
    pages.map(({ number, section, format }) => [number, section, format]),
    [
      ["A01", "要闻", "四开"],
      ["A02", "城事", "四开"],
      ["A03", "社会", "四开"],
    ],
  );
  assert.equal(await desk.page.locator(".spread").count(), 2, "A02 and A03 lie open together");
  await desk.page.getByText("其中 3 个空版满排").waitFor();
  await desk.page.getByRole("complementary").getByRole("heading", { name: "A02 城事" }).waitFor();
  await desk.page.locator("[data-page]", { hasText: "A02" }).click();
  await desk.page.waitForURL((url) => url.hash.endsWith(pages[1].id));
  assert.deepEqual(desk.errors, []);
});

test("a spread is planned with both of its numbers, and lies in the flat plan as a pair", async (t) => {
  const newsroom = await Newsroom.open(t);
  await newsroom.call("issue_new", EDITOR, { date: "2026-03-09", title: null });
  const desk = await newsroom.desk(EDITOR);
  await desk.press("Control+3");
  for (const [format, section, number] of [
    ["四开", "要闻", "A01"],
    ["四开通版", "专题", "A02-A03"],
    ["四开", "副刊", "A04"],
  ]) {
    await desk.press("Shift+N");
    await desk.page.getByLabel("开本").selectOption(format);
    assert.equal(await desk.page.getByLabel("版号").inputValue(), number);
    await desk.page.getByLabel("叠/版名").fill(section);
    await desk.button("加这个版").click();
    await desk.page.locator("[data-page]", { hasText: section }).waitFor();
  }
  const [issue] = await newsroom.ask("issue", "list");
  assert.equal(issue.pages, 4, "as many as a reader counts");
  await desk.page.getByText("已签 0/4").waitFor();
  await desk.page.getByText("其中 4 个空版满排").waitFor();
  const width = async (section) =>
    (await desk.page.locator("[data-page]", { hasText: section }).locator(".paper").boundingBox()).width;
  const [one, two] = [await width("要闻"), await width("专题")];
  assert.ok(Math.abs(two - 2 * one) < 4, `${two} is not twice ${one}`);
  const { pages } = await newsroom.ask("issue", "show", issue.id);
  await desk.page.locator("[data-page]", { hasText: "专题" }).click();
  await desk.page.waitForURL((url) => url.hash.endsWith(pages[1].id));
  assert.deepEqual(desk.errors, []);
});

test("the archive finds as one types, marks the words, and frames the story on its page", async (t) => {
  const newsroom = await Newsroom.open(t, "demo");
  await newsroom.story(REPORTER, { headline: "花鼓进校园", body: ["昨日，花鼓进了校园。"] });
  const desk = await newsroom.desk(EDITOR);
  await desk.press("Control+5");
  await desk.page.locator("main input:focus").waitFor();
  await desk.type("花鼓");
  const hits = desk.page.getByRole("option");
  await hits.nth(1).waitFor();
  assert.equal(await hits.first().locator("mark").first().textContent(), "花鼓");
  await desk.page.getByText("这篇稿件没有上过版。").waitFor();
  await desk.press("ArrowDown");
  const frame = desk.page.getByRole("complementary").locator(".frame");
  await frame.waitFor();
  const [page, box] = [await desk.page.getByAltText("打开 A03 版").boundingBox(), await frame.boundingBox()];
  // The frame lies where the make-up has the drums: so many of six columns, in a type area with margins about it.
  const drums = (await newsroom.ask("story", "list")).find(({ headline }) => headline.startsWith("刘保明")).id;
  const [{ id }] = await newsroom.ask("page", "list");
  const { make_up } = await newsroom.call("page", null, { id });
  const { area } = make_up.modules.find(({ story }) => story === drums);
  const sixth = (page.width * 0.83) / 6;
  const close = (is, should) => Math.abs(is - should) < sixth / 4;
  assert.ok(close(box.x - page.x, page.width * 0.085 + area.col * sixth), JSON.stringify([page, box, area]));
  assert.ok(close(box.width, area.cols * sixth), JSON.stringify([page, box, area]));
  await desk.page.getByRole("button", { name: /草稿 1/ }).click();
  await hits.nth(1).waitFor({ state: "detached" });
  await desk.page.getByRole("combobox").focus();
  await desk.press("Enter");
  await desk.part("headline").filter({ hasText: "花鼓进校园" }).waitFor();
  assert.deepEqual(desk.errors, []);
});

test("the paper is renamed, given a deadline and a tag; a person with several roles is added", async (t) => {
  const newsroom = await Newsroom.open(t);
  const desk = await newsroom.desk(REPORTER);
  await desk.press("Control+,");
  await desk.page.getByLabel("报名", { exact: true }).fill("滨海晚报");
  await desk.page.getByLabel("截稿时间").fill("23:45");
  await desk.page.getByText("日报", { exact: true }).click();
  await desk.button("存报纸设置").click();
  await desk.toast("报纸设置已存").waitFor();
  await desk.page.getByRole("textbox", { name: "添加标签" }).fill("渡口");
  await desk.press("Enter");
  await desk.page.getByRole("listitem").filter({ hasText: "渡口" }).waitFor();
  const people = desk.page.getByRole("region", { name: "人员" });
  await people.getByRole("textbox", { name: "姓名" }).fill("示例主任");
  await people.getByRole("checkbox", { name: "部主任" }).check();
  await people.getByRole("checkbox", { name: "校对" }).check();
  await people.getByRole("button", { name: "添加人员" }).click();
  await people.getByRole("listitem").filter({ hasText: "示例主任" }).waitFor();
  const { title, persons } = await newsroom.call("session", REPORTER, {});
  assert.deepEqual(
    [title.name, title.deadline, title.style, title.tags],
    ["滨海晚报", 23 * 60 + 45, "morning", ["渡口"]],
  );
  assert.deepEqual(persons.at(-1).roles.toSorted(), ["desk-head", "proofreader", "reporter"]);

  await t.test("a backup is made and named", async () => {
    await desk.button("备份").click();
    await desk.page.getByText(/已备份并核对/).waitFor();
    const folder = await desk.page.locator("code").last().textContent();
    assert.ok(folder.startsWith(newsroom.library), folder);
  });

  await t.test("who may not change the paper sees it, and cannot", async () => {
    await desk.become(CHIEF);
    assert.equal(await people.getByRole("textbox").count(), 0);
    await desk.become(EDITOR);
    assert.equal(await desk.page.getByLabel("报名", { exact: true }).isDisabled(), true);
  });
  assert.deepEqual(desk.errors, []);
});

test("to several stories at once is offered what whoever sits there may do, and nothing else", async (t) => {
  const newsroom = await Newsroom.open(t);
  const mine = await newsroom.story(REPORTER, { headline: "自己的稿", body: ["一。"] });
  const others = await newsroom.story(EDITOR, { headline: "编辑的稿", body: ["二。"] });
  const desk = await newsroom.desk(REPORTER);
  const chosen = desk.page.getByRole("toolbar", { name: "已选 2 篇" });
  const offered = async () => {
    const names = await chosen.getByRole("button").allInnerTexts();
    return names.map((name) => name.replace(/\s+/g, " ").trim()).filter((name) => name !== "");
  };
  await desk.page.locator(".line.story").nth(1).waitFor();
  await desk.press("l", "Control+a");
  await chosen.waitFor();
  assert.deepEqual(await offered(), ["提交 1", "撤稿 1"]);
  await chosen.getByRole("button", { name: "提交" }).click();
  await chosen.waitFor({ state: "detached" });
  assert.deepEqual(
    await Promise.all([mine, others].map(async (id) => (await newsroom.ask("story", "show", id)).state)),
    ["submitted", "draft"],
  );
  // Somebody else sits down: other things may be done.
  await desk.become(EDITOR);
  await desk.press("l", "Control+a");
  await desk.page.getByRole("toolbar").getByRole("button", { name: "待用" }).waitFor();
  assert.deepEqual(await offered(), ["提交 1", "待用", "撤稿"]);
  await chosen.getByRole("button", { name: "待用" }).click();
  await chosen.waitFor({ state: "detached" });
  for (const id of [mine, others]) assert.equal((await newsroom.ask("story", "show", id)).state, "held");
  assert.equal(await desk.page.locator(".toast.refused").count(), 0);
  assert.deepEqual(desk.errors, []);
});

test("days and times are written in the window's language, whatever the browser speaks", async (t) => {
  const newsroom = await Newsroom.open(t);
  const desk = await newsroom.desk(EDITOR, { locale: "en-US" });
  await desk.press("Control+3");
  await desk.page.getByRole("heading", { name: "还没有期次" }).waitFor();
  await desk.press("n");
  const date = desk.page.getByLabel("出版日期");
  await date.fill("三月");
  await desk.press("Enter");
  const wrong = desk.page.getByText("看不出是哪一天，请写成 2022-11-18 或 11月18日。");
  await wrong.waitFor();
  assert.equal(await date.getAttribute("aria-invalid"), "true");
  await date.fill("2026-2-30");
  await desk.press("Enter");
  await desk.page.getByText("历书上没有这一天。").waitFor();
  await date.fill("");
  await desk.press("Enter");
  await desk.page.getByText("请写日期。").waitFor();
  assert.deepEqual(await newsroom.ask("issue", "list"), []);
  await date.fill("2026年3月8日");
  await desk.press("ArrowUp");
  assert.equal(await date.inputValue(), "2026-03-09");
  await desk.press("Tab");
  assert.equal(await date.inputValue(), "2026年3月9日星期一");
  await desk.command("English");
  await desk.page.getByLabel("Date of publication").and(desk.page.locator("input")).waitFor();
  assert.equal(await desk.page.getByLabel("Date of publication").inputValue(), "Monday, March 9, 2026");
  await desk.page.getByLabel("Date of publication").focus();
  await desk.type("10 Mar 2026");
  await desk.press("Enter");
  await desk.page.getByText("Tuesday, March 10, 2026").first().waitFor();
  assert.deepEqual(
    (await newsroom.ask("issue", "list")).map(({ date }) => date),
    ["2026-03-10"],
  );
  await desk.press("Control+,");
  const deadline = desk.page.getByLabel("Deadline");
  assert.equal(await deadline.getAttribute("placeholder"), "hours:minutes");
  assert.deepEqual(desk.errors, []);
});

test("a signed issue goes to the press in one act, which can be called off", async (t) => {
  const newsroom = await Newsroom.open(t, "demo");
  const desk = await newsroom.desk(CHIEF);
  await desk.press("Control+3");
  const button = desk.button("全期付印");
  await button.waitFor();

  await t.test("what is under way says how far it is, and is called off", async () => {
    let release;
    const held = new Promise((resolve) => (release = resolve));
    const json = (status, body) => ({
      ...{ status, contentType: "application/json" },
      body: JSON.stringify(body),
    });
    await desk.page.route("**/api/issue_export", async (route) => {
      await held;
      await route.fulfill(json(422, { code: "cancelled", message: "已取消", hint: "" }));
    });
    await desk.page.route("**/api/issue_export_progress", (route) =>
      route.fulfill(json(200, { running: true, done: 3, all: 8 })),
    );
    await desk.page.route("**/api/issue_export_cancel", async (route) => {
      await route.fulfill(json(200, {}));
      release();
    });
    await button.click();
    await desk.page.getByRole("status").filter({ hasText: "3/8" }).waitFor();
    assert.equal(await desk.page.locator("progress").getAttribute("value"), "3");
    await desk.button("取消导出").click();
    await desk.toast("已取消，什么也没有写下").waitFor();
    await desk.page.unrouteAll();
    await button.waitFor();
  });

  await button.click();
  await desk.toast("全期 1 版已写好").waitFor();
  const files = await readdir(join(newsroom.library, "exports", "20221118"));
  assert.deepEqual(files.toSorted(), ["20221118-A03.pdf", "manifest.json", "proof"]);
  assert.deepEqual(desk.errors, []);
});

test("an issue with an unsigned page does not go to the press", async (t) => {
  const newsroom = await Newsroom.open(t);
  const issue = await newsroom.call("issue_new", EDITOR, { date: "2022-11-18", title: null });
  await newsroom.call("page_new", EDITOR, {
    ...{ issue: issue.id, number: "A01", format: "四开", section: null, editors: [] },
  });
  const desk = await newsroom.desk(CHIEF);
  await desk.press("Control+3");
  const button = desk.button("全期付印");
  await button.waitFor();
  assert.equal(await button.isDisabled(), true);
});
