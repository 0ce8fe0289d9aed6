import assert from "node:assert/strict";
import test from "node:test";
import { CHIEF, EDITOR, Newsroom, REPORTER } from "./newsroom.mjs";

const HEADLINE = "老街菜场搬进新楼";

/** What the story's state is called at the top of its room. */
const state = (desk, word) => desk.page.locator(".middle .toolbar .mark", { hasText: word }).waitFor();
const decisions = (desk) => desk.page.locator("#tabpanel ol > li");

test("a story is submitted, returned with a reason, submitted again and approved; an edit voids that", async (t) => {
  const newsroom = await Newsroom.open(t);
  const id = await newsroom.story(REPORTER, { headline: HEADLINE, body: ["昨天，菜场开张。"] });
  const shown = () => newsroom.ask("story", "show", id);
  const reporter = await newsroom.desk(REPORTER);
  const editor = await newsroom.desk(EDITOR);

  await reporter.openStory(HEADLINE);
  await reporter.press("Control+End");
  await reporter.type("共有摊位80个。");
  // What is still being typed goes along.
  await reporter.button("提交").click();
  await state(reporter, "待审");
  assert.equal((await shown()).state, "submitted");
  assert.deepEqual((await shown()).body, ["昨天，菜场开张。共有摊位80个。"]);
  assert.equal(await reporter.page.getByRole("button", { name: /^通过/ }).count(), 0);

  await editor.openStory(HEADLINE);
  await editor.button("退改…").click();
  await editor.button("退给作者").click();
  assert.equal(await editor.page.getByLabel("退改的理由").getAttribute("aria-invalid"), "true");
  assert.equal((await shown()).state, "submitted", "a return without a reason is no return");
  await editor.page.getByLabel("退改的理由").pressSequentially("摊位数请核对。");
  await editor.button("退给作者").click();
  await state(editor, "退改");
  assert.equal((await shown()).state, "returned");

  // The reporter sees it without doing anything.
  await state(reporter, "退改");
  await reporter.page.getByRole("tab", { name: "审签" }).click();
  const reason = decisions(reporter).filter({ hasText: "摊位数请核对。" });
  await reason.filter({ hasText: EDITOR }).waitFor();
  await reporter.part("paragraph").last().click();
  await reporter.press("Control+End", "Backspace", "Backspace", "Backspace", "Backspace");
  await reporter.type("86个。");
  await reporter.saved();
  await reporter.press("Control+Enter");
  await state(reporter, "待审");

  await state(editor, "待审");
  await editor.part("paragraph").filter({ hasText: "86个。" }).waitFor();
  await editor.press("Control+Shift+Enter");
  await editor.page.getByLabel("审稿意见（可不写）").pressSequentially("可用。");
  await editor.press("Control+Enter");
  await state(editor, "已通过");
  const [review] = (await shown()).reviews;
  assert.deepEqual([review.by, review.opinion, review.void], [EDITOR, "可用。", false]);
  await editor.page.getByRole("tab", { name: "审签" }).click();
  await decisions(editor).filter({ hasText: "有效" }).waitFor();

  await t.test("an edit afterwards voids it, visibly", async () => {
    await editor.page.getByText("此稿已提交或通过；一改动，审签即告作废，稿件回到草稿。").waitFor();
    await editor.part("paragraph").last().click();
    await editor.press("Control+End");
    await editor.type("完");
    await editor.toast("审签作废").waitFor();
    await state(editor, "草稿");
    await decisions(editor).filter({ hasText: "已作废" }).waitFor();
    assert.equal((await shown()).reviews[0].void, true);
    assert.equal((await shown()).state, "draft");
    await state(reporter, "草稿");
  });
  assert.deepEqual([...reporter.errors, ...editor.errors], []);
});

test("nobody approves a story of their own, and a reporter cannot change what is submitted", async (t) => {
  const newsroom = await Newsroom.open(t);
  const own = await newsroom.story(EDITOR, { headline: "编者按", body: ["编者写的。"] });
  await newsroom.call("story_submit", EDITOR, { id: own });
  const editor = await newsroom.desk(EDITOR);
  await editor.openStory("编者按");
  await state(editor, "待审");
  assert.equal(await editor.button("通过…").count(), 0);
  const chief = await newsroom.desk(CHIEF);
  await chief.openStory("编者按");
  await chief.button("通过…").waitFor();

  const copy = await newsroom.story(REPORTER, { headline: "交稿", body: ["交了。"] });
  await newsroom.call("story_submit", REPORTER, { id: copy });
  const reporter = await newsroom.desk(REPORTER);
  await reporter.openStory("交稿");
  await reporter.page.getByText("稿件已在编辑手里；退改以后作者才能再改。").waitFor();
  await reporter.part("paragraph").last().click();
  await reporter.type("偷偷加一句");
  assert.deepEqual(await reporter.part("paragraph").allTextContents(), ["交了。"]);
  assert.deepEqual((await newsroom.ask("story", "show", copy)).body, ["交了。"]);
});

test("an editor reads and decides without leaving the list", async (t) => {
  const newsroom = await Newsroom.open(t);
  for (const headline of ["第一篇", "第二篇"]) {
    const id = await newsroom.story(REPORTER, { headline, body: [`${headline}的正文。`] });
    await newsroom.call("story_submit", REPORTER, { id });
  }
  const editor = await newsroom.desk(EDITOR);
  await editor.page.locator(".line.story", { hasText: "第一篇" }).click();
  const preview = editor.page.getByRole("complementary", { name: "预览" });
  await preview.getByText("第一篇的正文。").waitFor();
  await preview.getByRole("button", { name: "通过…" }).click();
  await preview.getByRole("button", { name: "通过此稿" }).click();
  await editor.toast("已通过").waitFor();
  const states = Object.fromEntries((await newsroom.ask("story", "list")).map((s) => [s.headline, s.state]));
  assert.deepEqual(states, { 第一篇: "approved", 第二篇: "submitted" });
  await editor.page.getByRole("button", { name: "待审 1" }).click();
  await editor.page.locator(".line.story", { hasText: "第一篇" }).waitFor({ state: "detached" });
});

test("a story that was spiked is taken back with one click", async (t) => {
  const newsroom = await Newsroom.open(t);
  const id = await newsroom.story(REPORTER, { headline: "误撤", body: ["别撤。"] });
  const desk = await newsroom.desk(REPORTER);
  await desk.openStory("误撤");
  await desk.button("撤稿").click();
  await state(desk, "已撤");
  assert.equal((await newsroom.ask("story", "show", id)).state, "spiked");
  await desk.toast("已撤稿").getByRole("button", { name: "撤销" }).click();
  await state(desk, "草稿");
});

test("every version can be read again beside the text of now", async (t) => {
  const newsroom = await Newsroom.open(t);
  await newsroom.story(REPORTER, { headline: "版本", body: ["灯塔高三十米。"] });
  const desk = await newsroom.desk(REPORTER);
  await desk.openStory("版本");
  await desk.press("Control+End", "ArrowLeft", "Backspace", "Backspace", "Backspace");
  await desk.type("31米");
  await desk.saved();
  await desk.page.getByRole("tab", { name: "历史" }).click();
  await desk.page.locator("#tabpanel ol > li").last().getByRole("button").click();
  const changes = desk.page.locator("section.changes");
  await changes.locator("ins", { hasText: "31" }).waitFor();
  await changes.locator("del", { hasText: "三十" }).waitFor();
  await changes.getByRole("button", { name: "回到现在" }).click();
  await changes.waitFor({ state: "detached" });
});
