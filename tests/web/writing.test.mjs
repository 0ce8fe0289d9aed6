import assert from "node:assert/strict";
import test from "node:test";
import { EDITOR, Newsroom, REPORTER } from "./newsroom.mjs";

const KICKER = "滨海老街";
const HEADLINE = "渡口灯塔百年重亮";
const DECK = "修缮历时两年 光程十五海里";
const FIRST = "昨晚7时，停用三十年的渡口灯塔重新亮起，灯光可达15海里。";
const SECOND = "守塔人说，“它还认得回港的船。”";

/** Begins a story with the key, and types all its parts in print order, a key after another. */
async function write(desk) {
  await desk.page.getByRole("heading", { name: "今晚的稿件" }).waitFor();
  await desk.press("n");
  await desk.page.locator(".copy").waitFor();
  await desk.press("Shift+Tab");
  await desk.type(KICKER);
  await desk.press("Tab");
  await desk.type(HEADLINE);
  await desk.press("Tab");
  await desk.type(DECK);
  await desk.press("Tab");
  await desk.type("记者");
  await desk.press("Tab");
  await desk.type("甲一、乙二");
  await desk.press("Tab", "Space");
  await desk.type("通讯员");
  await desk.press("Tab");
  await desk.type("丙三");
  const source = desk.page.getByRole("textbox", { name: "消息头" });
  while (!(await source.evaluate((field) => field === document.activeElement))) await desk.press("Tab");
  await desk.type("本报讯");
  await desk.press("Tab");
  await desk.type(FIRST);
  await desk.press("Enter");
  await desk.type(SECOND);
  await desk.saved();
  return desk.open;
}

test("a reporter types a story, and all of it is in the library", async (t) => {
  const newsroom = await Newsroom.open(t);
  const desk = await newsroom.desk(REPORTER);
  const id = await write(desk);
  const story = await newsroom.ask("story", "show", id);
  assert.equal(story.kicker, KICKER);
  assert.equal(story.headline, HEADLINE);
  assert.equal(story.deck, DECK);
  assert.equal(story.source, "本报讯");
  assert.deepEqual(story.bylines, [
    { role: "记者", names: ["甲一", "乙二"] },
    { role: "通讯员", names: ["丙三"] },
  ]);
  assert.deepEqual(story.body, [FIRST, SECOND]);
  assert.equal(story.state, "draft");

  await t.test("its length is counted as print counts", async () => {
    const shown = await desk.page.locator("[data-characters]").textContent();
    // 29 signs, of which 7 and 15 are a number each; 15 signs.
    assert.equal(Number(shown), story.characters);
    assert.equal(story.characters, count(FIRST) + count(SECOND));
  });

  await t.test("it is there after a reload", async () => {
    await desk.page.reload();
    await desk.part("headline").filter({ hasText: HEADLINE }).waitFor();
    assert.deepEqual(await desk.part("paragraph").allTextContents(), [FIRST, SECOND]);
    assert.equal(await desk.page.getByRole("textbox", { name: "署名 姓名" }).nth(1).inputValue(), "丙三");
    assert.equal(await desk.page.getByRole("textbox", { name: "消息头" }).inputValue(), "本报讯");
  });

  await t.test("it was named after its headline", () =>
    assert.ok(HEADLINE.startsWith(story.slug), story.slug),
  );
  assert.deepEqual(desk.errors, []);
});

/** Signs of a text, a number as one: no more is needed for these two. */
function count(text) {
  return [...text.replace(/\d+/g, "0")].length;
}

test("what is typed is saved within a second, and is not called saved before it is", async (t) => {
  const newsroom = await Newsroom.open(t);
  const id = await newsroom.story(REPORTER, { headline: "潮位预报", body: ["今天大潮。"] });
  const desk = await newsroom.desk(REPORTER);
  await desk.openStory("潮位预报");
  let letGo = () => {};
  const held = new Promise((go) => (letGo = go));
  await desk.page.route("**/api/story_edit", async (route) => {
    await held;
    await route.continue();
  });
  await desk.press("Control+End");
  const sent = desk.page.waitForRequest("**/api/story_edit", { timeout: 1_000 });
  await desk.type("明");
  await sent;
  assert.equal(await desk.page.locator("[data-saving]").getAttribute("data-saving"), "saving");
  assert.deepEqual((await newsroom.ask("story", "show", id)).body, ["今天大潮。"]);
  letGo();
  await desk.saved(1_000);
  assert.deepEqual((await newsroom.ask("story", "show", id)).body, ["今天大潮。明"]);
});

test("typing that a lost connection kept back is sent when it is there again", async (t) => {
  const newsroom = await Newsroom.open(t);
  const id = await newsroom.story(REPORTER, { headline: "断线", body: ["前半句"] });
  const desk = await newsroom.desk(REPORTER);
  await desk.openStory("断线");
  await desk.page.route("**/api/story_edit", (route) => route.abort());
  await desk.press("Control+End");
  await desk.type("，后半句。");
  await desk.page.locator("[data-saving=unsaved]").waitFor();
  // The window goes away with the typing unsent; the next one saves it.
  await desk.page.unroute("**/api/story_edit");
  await desk.page.reload();
  await desk.part("paragraph").filter({ hasText: "前半句，后半句。" }).waitFor();
  await desk.saved();
  assert.deepEqual((await newsroom.ask("story", "show", id)).body, ["前半句，后半句。"]);
});

test("typing that was refused is kept for whoever typed it, and for nobody else", async (t) => {
  const newsroom = await Newsroom.open(t);
  const id = await newsroom.story(REPORTER, { headline: "磁盘满了", body: ["前半句"] });
  const desk = await newsroom.desk(REPORTER);
  const body = (text) => desk.part("paragraph").filter({ hasText: text }).waitFor();
  const refused = desk.page.getByRole("alert").filter({ hasText: "磁盘已满" });
  await desk.openStory("磁盘满了");
  const again = await desk.refuse("story_edit");
  await desk.press("Control+End");
  await desk.type("，后半句。");
  await desk.page.locator("[data-saving=stuck]").waitFor();
  await desk.page.reload();
  await body("前半句，后半句。");
  await refused.waitFor();
  await desk.become(EDITOR);
  await body(/^前半句$/);
  assert.equal(await refused.count(), 0);
  await desk.become(REPORTER);
  await body("前半句，后半句。");
  await refused.waitFor();
  assert.deepEqual((await newsroom.ask("story", "show", id)).body, ["前半句"]);
  await again();
  await desk.page.reload();
  await desk.toast("已补存上次没来得及存的改动").waitFor();
  await desk.saved();
  assert.deepEqual((await newsroom.ask("story", "show", id)).body, ["前半句，后半句。"]);
  assert.deepEqual(desk.errors, []);
});

test("a story is not submitted without a field that was refused", async (t) => {
  const newsroom = await Newsroom.open(t);
  const id = await newsroom.story(REPORTER, { headline: "稿源", body: ["正文。"] });
  const desk = await newsroom.desk(REPORTER);
  await desk.openStory("稿源");
  const again = await desk.refuse("story_fields");
  const source = desk.page.locator("input.source");
  await source.fill("本报讯");
  await desk.button("提交").click();
  await desk.page.locator(".banner").filter({ hasText: "磁盘已满" }).waitFor();
  assert.equal((await newsroom.ask("story", "show", id)).state, "draft");
  assert.equal(await source.inputValue(), "本报讯");
  await again();
  await desk.button("提交").click();
  await desk.page.locator(".middle .toolbar .mark", { hasText: "待审" }).waitFor();
  const story = await newsroom.ask("story", "show", id);
  assert.deepEqual([story.state, story.source], ["submitted", "本报讯"]);
  assert.deepEqual(desk.errors, []);
});

test("straight quotation marks turn as they are typed, and Backspace gives one back", async (t) => {
  const newsroom = await Newsroom.open(t);
  const desk = await newsroom.desk(REPORTER);
  const id = await write(desk);
  await desk.press("Enter");
  await desk.type(`"It's late," she said. 称其为"鼓乡"，高6'`);
  await desk.press("Backspace");
  await desk.saved();
  const { body } = await newsroom.ask("story", "show", id);
  assert.equal(body[2], "“It’s late,” she said. 称其为“鼓乡”，高6'");
  assert.deepEqual(desk.errors, []);
});

test("typing is undone and redone, and the library follows", async (t) => {
  const newsroom = await Newsroom.open(t);
  const id = await newsroom.story(REPORTER, { headline: "撤销", body: ["第一句。"] });
  const desk = await newsroom.desk(REPORTER);
  await desk.openStory("撤销");
  await desk.press("Control+End");
  await desk.type("第二句。");
  await desk.saved();
  assert.deepEqual((await newsroom.ask("story", "show", id)).body, ["第一句。第二句。"]);
  await desk.press("Control+Z");
  await desk
    .part("paragraph")
    .filter({ hasText: /^第一句。$/ })
    .waitFor();
  await desk.saved();
  assert.deepEqual((await newsroom.ask("story", "show", id)).body, ["第一句。"]);
  await desk.press("Control+Shift+Z");
  await desk.part("paragraph").filter({ hasText: "第一句。第二句。" }).waitFor();
  await desk.saved();
  assert.deepEqual((await newsroom.ask("story", "show", id)).body, ["第一句。第二句。"]);
  await desk.button("撤销").click();
  await desk
    .part("paragraph")
    .filter({ hasText: /^第一句。$/ })
    .waitFor();
});

test("an input method writes Chinese into the story", async (t) => {
  const newsroom = await Newsroom.open(t);
  const id = await newsroom.story(REPORTER, { headline: "输入法", body: ["开头"] });
  const desk = await newsroom.desk(REPORTER);
  await desk.openStory("输入法");
  await desk.press("Control+End");
  const devtools = await desk.page.context().newCDPSession(desk.page);
  for (const typed of ["d", "deng", "deng'ta"]) {
    const end = typed.length;
    await devtools.send("Input.imeSetComposition", { text: typed, selectionStart: end, selectionEnd: end });
  }
  await devtools.send("Input.insertText", { text: "灯塔" });
  await desk
    .part("paragraph")
    .filter({ hasText: /^开头灯塔$/ })
    .waitFor();
  await desk.saved();
  assert.deepEqual((await newsroom.ask("story", "show", id)).body, ["开头灯塔"]);
});

/** A step that puts a text into the story, as another window sends it. */
function inserted(at, text) {
  const slice = { content: [{ type: "text", text }] };
  return { stepType: "replace", from: at, to: at, slice };
}

/** Somebody else writes at the beginning of the body's first paragraph. */
async function othersWrite(newsroom, id, text) {
  const { version, doc } = await newsroom.call("story", EDITOR, { id });
  let at = 1;
  for (const { content } of doc.content.slice(0, 3)) {
    at += 2 + (content ?? []).reduce((sum, part) => sum + part.text.length, 0);
  }
  await newsroom.call("story_edit", EDITOR, { id, version, steps: [inserted(at, text)] });
}

/** What an input method does with keys, over the browser's own way in. */
async function inputMethod(desk) {
  const devtools = await desk.page.context().newCDPSession(desk.page);
  return {
    async compose(text) {
      const end = text.length;
      await devtools.send("Input.imeSetComposition", { text, selectionStart: end, selectionEnd: end });
    },
    commit: (text) => devtools.send("Input.insertText", { text }),
  };
}

test("what is being composed survives an autosave and another's change, and is there once", async (t) => {
  const newsroom = await Newsroom.open(t);
  const id = await newsroom.story(REPORTER, { headline: "输入法", body: ["开头结尾。", "另一段。"] });
  const desk = await newsroom.desk(REPORTER);
  await desk.openStory("输入法");
  const ime = await inputMethod(desk);
  const first = desk.part("paragraph").first();
  const shows = (text) =>
    desk.page.waitForFunction(
      (wanted) => document.querySelector("[data-part=paragraph]").textContent === wanted,
      text,
    );
  const composing = () => desk.page.evaluate(() => window.composed);
  await desk.page.evaluate(() => {
    window.composed = { begun: 0, ended: 0 };
    addEventListener("compositionstart", () => (window.composed.begun += 1), true);
    addEventListener("compositionend", () => (window.composed.ended += 1), true);
  });
  await first.click();
  await desk.press("Home", "ArrowRight", "ArrowRight");

  // What was typed before is on its way when the composing begins, and is answered while it goes on.
  let letGo = () => {};
  const held = new Promise((go) => (letGo = go));
  let edits = 0;
  await desk.page.route("**/api/story_edit", async (route) => {
    edits += 1;
    if (edits === 1) await held;
    await route.continue();
  });
  const sent = desk.page.waitForRequest("**/api/story_edit");
  await desk.type("，");
  await sent;
  await ime.compose("d");
  await ime.compose("deng");
  const saved = desk.page.waitForResponse("**/api/story_edit");
  letGo();
  await saved;
  await shows("开头，deng结尾。");

  // Somebody else writes before it in the same paragraph; the window hears of it, and several autosaves come due.
  await othersWrite(newsroom, id, "昨夜，");
  await desk.page.waitForResponse((answer) => answer.url().endsWith("/api/story") && answer.ok());
  await ime.compose("deng'ta");
  for (let n = 0; n < 2; n += 1) await desk.page.waitForResponse("**/api/session");
  await shows("开头，deng'ta结尾。");
  assert.deepEqual(await composing(), { begun: 1, ended: 0 }, "it was never broken off");
  assert.equal(edits, 1, "nothing half composed was sent");
  await ime.commit("灯塔");
  await shows("昨夜，开头，灯塔结尾。");
  await desk.saved();
  const body = () => newsroom.ask("story", "show", id).then((story) => story.body);
  assert.deepEqual(await body(), ["昨夜，开头，灯塔结尾。", "另一段。"]);

  // The cursor stands where it was, and what is typed next goes there.
  await desk.type("亮了");
  await shows("昨夜，开头，灯塔亮了结尾。");
  await desk.saved();

  // What others wrote is already on its way when the composing begins: it waits.
  let letIn = () => {};
  const waiting = new Promise((go) => (letIn = go));
  const path = "**/api/story_steps";
  await desk.page.route(path, async (route) => {
    await waiting;
    await route.continue();
  });
  const asked = desk.page.waitForRequest(path);
  await othersWrite(newsroom, id, "本报讯：");
  await asked;
  await ime.compose("la");
  const told = desk.page.waitForResponse(path);
  letIn();
  await told;
  await ime.compose("lao'jie");
  await shows("昨夜，开头，灯塔亮了lao'jie结尾。");
  const { begun, ended } = await composing();
  assert.equal(begun - ended, 1, "it goes on");
  await ime.commit("老街");
  await shows("本报讯：昨夜，开头，灯塔亮了老街结尾。");
  await desk.saved();
  await desk.page.unroute(path);

  // What is given up leaves nothing, and what came meanwhile comes in then.
  await ime.compose("gua");
  await othersWrite(newsroom, id, "据悉，");
  await desk.page.waitForResponse((answer) => answer.url().endsWith("/api/story") && answer.ok());
  await shows("本报讯：昨夜，开头，灯塔亮了老街gua结尾。");
  await ime.compose("");
  await shows("据悉，本报讯：昨夜，开头，灯塔亮了老街结尾。");
  await desk.saved();
  assert.deepEqual(await body(), ["据悉，本报讯：昨夜，开头，灯塔亮了老街结尾。", "另一段。"]);
  assert.deepEqual(desk.errors, []);
});

test("a pasted list and a pasted table become paragraphs, and the window says so", async (t) => {
  const newsroom = await Newsroom.open(t);
  const id = await newsroom.story(REPORTER, { headline: "潮位表", body: ["今日："] });
  const desk = await newsroom.desk(REPORTER);
  await desk.openStory("潮位表");
  await desk.press("Control+End", "Enter");
  await desk.pasteHtml(
    `<ol><li>渡口</li><li>旗杆</li></ol><table><tr><th>时间</th><th>高度</th></tr>
      <tr><td>7时</td><td>3.2米</td></tr></table>`,
  );
  await desk.toast("粘贴的列表和表格已成段落").waitFor();
  await desk.saved();
  assert.deepEqual((await newsroom.ask("story", "show", id)).body, [
    ...["今日：", "1. 渡口", "2. 旗杆", "时间\u3000高度", "7时\u30003.2米"],
  ]);
  // Into a line only the words go, and nothing has become a paragraph.
  await desk.page.locator(".toast").getByRole("button", { name: "关闭" }).click();
  await desk.part("headline").click();
  await desk.press("End");
  await desk.pasteHtml("<ul><li>更新</li></ul>");
  await desk.part("headline").filter({ hasText: "潮位表· 更新" }).waitFor();
  assert.equal(await desk.page.locator(".toast").count(), 0);
  assert.deepEqual(desk.errors, []);
});

test("two people write in one story, and neither loses a word", async (t) => {
  const newsroom = await Newsroom.open(t);
  const id = await newsroom.story(REPORTER, { headline: "合写", body: ["头。", "尾。"] });
  const [one, two] = [await newsroom.desk(REPORTER), await newsroom.desk(REPORTER)];
  await one.openStory("合写");
  await two.openStory("合写");
  await one.press("Control+End");
  await one.type("甲写的。");
  await one.saved();
  await two.part("paragraph").nth(0).click();
  await two.press("End");
  await two.type("乙写的。");
  await two.saved();
  await two.part("paragraph").filter({ hasText: "尾。甲写的。" }).waitFor();
  await one.part("paragraph").filter({ hasText: "头。乙写的。" }).waitFor();
  assert.deepEqual((await newsroom.ask("story", "show", id)).body, ["头。乙写的。", "尾。甲写的。"]);
});
