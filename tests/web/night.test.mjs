// A night's work with others at it too: what moves under one's hands, what dies, and what is still to come.
import assert from "node:assert/strict";
import { once } from "node:events";
import test from "node:test";
import { EDITOR, Newsroom, REPORTER } from "./newsroom.mjs";

/** Adds a word to a story's first paragraph, as somebody at another desk would. */
async function write(newsroom, as, id, text) {
  const { version, doc } = await newsroom.call("story", as, { id });
  const before = doc.content
    .slice(0, 3)
    .reduce((size, node) => size + 2 + textSize(node), 0);
  const slice = { content: [{ type: "text", text }] };
  const step = { stepType: "replace", from: before + 1, to: before + 1, slice };
  await newsroom.call("story_edit", as, { id, version, steps: [step] });
}

const textSize = (node) =>
  (node.content ?? []).reduce((size, { text }) => size + text.length, 0);

test("the cursor stays on its story while others' work moves the list", async (t) => {
  const newsroom = await Newsroom.open(t);
  const ids = {};
  for (const headline of ["第一篇", "第二篇", "第三篇"]) {
    ids[headline] = await newsroom.story(REPORTER, {
      headline,
      body: [`${headline}的正文。`],
    });
  }
  const desk = await newsroom.desk(REPORTER);
  const lines = desk.page.locator(".line.story");
  await lines.nth(2).waitFor();
  await lines.filter({ hasText: "第二篇" }).click();
  const preview = desk.page.getByRole("complementary", { name: "预览" });
  await preview.getByText("第二篇的正文。").waitFor();
  // The newest change stands first: the story goes to the top of the list, from below the cursor.
  await write(newsroom, EDITOR, ids.第一篇, "补记：");
  await lines.first().filter({ hasText: "第一篇" }).waitFor();
  await desk.page.locator(".line.story.here", { hasText: "第二篇" }).waitFor();
  await preview.getByText("第二篇的正文。").waitFor();
  await desk.page.getByRole("grid").focus();
  await desk.press("Enter");
  await desk.page.locator(".copy").waitFor();
  assert.equal(desk.open, ids.第二篇);
});

test("several stories spiked by mistake are taken back with one click", async (t) => {
  const newsroom = await Newsroom.open(t);
  for (const headline of ["潮位", "灯塔", "渡口"])
    await newsroom.story(REPORTER, { headline, body: ["正文。"] });
  const desk = await newsroom.desk(REPORTER);
  await desk.page.locator(".line.story").nth(2).waitFor();
  await desk.page.getByRole("grid").focus();
  await desk.press("Control+a");
  await desk.page
    .getByRole("toolbar")
    .getByRole("button", { name: "撤稿", exact: true })
    .click();
  await desk.toast("3 篇：撤稿").getByRole("button", { name: "撤销" }).click();
  await desk.toast("3 篇：取回撤稿").waitFor();
  const states = (await newsroom.ask("story", "list")).map(
    ({ state }) => state,
  );
  assert.deepEqual(states, ["draft", "draft", "draft"]);
});

test("copy is pasted with the mouse alone", async (t) => {
  const newsroom = await Newsroom.open(t);
  const desk = await newsroom.desk(REPORTER);
  await desk.button("粘贴来稿 P").click();
  await desk.paste(
    "# 渡口灯塔百年重亮\n\n昨晚7时，停用三十年的渡口灯塔重新亮起。\n\n▶图为重亮的灯塔。 甲一 摄\n",
  );
  await desk.page.getByRole("button", { name: "读稿" }).click();
  await desk.page.getByRole("button", { name: "入库 1 篇" }).click();
  await desk.page.locator(".line.story", { hasText: "渡口灯塔" }).click();

  await t.test(
    "a picture that is only announced says that its file is to come",
    async () => {
      const preview = desk.page.getByRole("complementary", { name: "预览" });
      await preview.getByText("待来图").waitFor();
      assert.equal(await preview.locator("img").count(), 0);
    },
  );
});

test("the keys of the room are on one sheet", async (t) => {
  const newsroom = await Newsroom.open(t);
  await newsroom.story(REPORTER, { headline: "潮位", body: ["今天大潮。"] });
  const desk = await newsroom.desk(REPORTER);
  await desk.page.locator(".line.story").waitFor();
  await desk.page.getByRole("grid").focus();
  await desk.press("?");
  const sheet = desk.page.getByRole("dialog", { name: "快捷键" });
  await sheet.getByText("打开稿件").waitFor();
  await sheet.getByText("去版面").waitFor();
  await desk.press("Escape");
  await sheet.waitFor({ state: "detached" });
  await desk.openStory("潮位");
  // In the text a question mark is a question mark, and Escape gives the window its parts back.
  await desk.press("Control+End", "?", "Control+Shift+F");
  await desk.page.locator("header.top").waitFor({ state: "hidden" });
  await desk.press("Escape");
  await desk.page.locator("header.top").waitFor();
  await desk.part("paragraph").filter({ hasText: "今天大潮。?" }).waitFor();
});

test("typing that nobody answered before everything died is there when the window opens again", async (t) => {
  const newsroom = await Newsroom.open(t);
  const id = await newsroom.story(REPORTER, {
    headline: "断电",
    body: ["停电前"],
  });
  const desk = await newsroom.desk(REPORTER);
  await desk.openStory("断电");
  await desk.page.route("**/api/story_edit", (route) => route.abort());
  await desk.press("Control+End");
  await desk.type("写的话。");
  await desk.page.locator("[data-saving=unsaved]").waitFor();
  const gone = once(newsroom.server, "exit");
  newsroom.server.kill("SIGKILL");
  await gone;
  await desk.page.getByText("与编辑部的连接断了").first().waitFor();
  await newsroom.serve(newsroom.address.port);
  await desk.page.unroute("**/api/story_edit");
  await desk.page.goto(newsroom.address.href);
  await desk.openStory("断电");
  await desk.part("paragraph").filter({ hasText: "停电前写的话。" }).waitFor();
  await desk.saved();
  assert.deepEqual((await newsroom.ask("story", "show", id)).body, [
    "停电前写的话。",
  ]);
  assert.equal((await newsroom.ask("verify")).ok, true);
});
