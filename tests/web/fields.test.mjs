import assert from "node:assert/strict";
import test from "node:test";
import { EDITOR, Newsroom, REPORTER } from "./newsroom.mjs";

const source = (desk) => desk.page.getByRole("textbox", { name: "消息头" });
const shows = (desk, text) =>
  desk.page.waitForFunction((wanted) => document.querySelector("input.source")?.value === wanted, text);
const refused = (desk) => desk.page.locator(".banner[role=alert]", { hasText: "磁盘已满" });

test("a field that was refused stays when the story is left: it is sent again, copied or dropped", async (t) => {
  const newsroom = await Newsroom.open(t);
  const id = await newsroom.story(REPORTER, { headline: "稿源", body: ["正文。"] });
  const kept = async () =>
    (({ source, bylines, rubric }) => ({ source, bylines, rubric }))(await newsroom.ask("story", "show", id));
  const desk = await newsroom.desk(REPORTER);
  await desk.openStory("稿源");
  let again = await desk.refuse("story_fields");
  await source(desk).fill("本报讯");
  await refused(desk).waitFor();
  await desk.page.getByRole("textbox", { name: "署名 姓名" }).fill("甲一、乙二");
  await desk.page.getByLabel("栏目").fill("城事");
  // The story is left at once, and the window too.
  await desk.press("Control+1");
  await desk.page.locator(".line.story").waitFor();
  await desk.page.reload();
  const left = desk.page.getByRole("status").filter({ hasText: "有 1 篇稿件的改动还没存进去" });
  await left.getByRole("button", { name: "稿源" }).click();
  await shows(desk, "本报讯");
  await refused(desk).waitFor();
  assert.equal(await desk.page.getByRole("textbox", { name: "署名 姓名" }).inputValue(), "甲一、乙二");
  assert.equal(await desk.page.getByLabel("栏目").inputValue(), "城事");
  assert.deepEqual(await kept(), { source: null, bylines: [], rubric: null });

  await t.test("nobody else sees it", async () => {
    await desk.become(EDITOR);
    await shows(desk, "");
    assert.equal(await refused(desk).count(), 0);
    await desk.become(REPORTER);
    await shows(desk, "本报讯");
  });

  await t.test("it is copied", async () => {
    await refused(desk).getByRole("button", { name: "复制我写的" }).click();
    await desk.toast("已复制").waitFor();
    assert.equal(
      await desk.page.evaluate(() => navigator.clipboard.readText()),
      "署名：甲一 乙二\n消息头：本报讯\n栏目：城事",
    );
  });

  await t.test("it is sent again", async () => {
    await again();
    await refused(desk).getByRole("button", { name: "再存一次" }).click();
    await refused(desk).waitFor({ state: "detached" });
    await desk.saved();
    assert.deepEqual(await kept(), {
      source: "本报讯",
      bylines: [{ role: null, names: ["甲一", "乙二"] }],
      rubric: "城事",
    });
  });

  await t.test("it is dropped", async () => {
    again = await desk.refuse("story_fields");
    await source(desk).fill("本报记者讯");
    await refused(desk).getByRole("button", { name: "放弃这些改动" }).click();
    await shows(desk, "本报讯");
    await again();
    await desk.page.reload();
    await shows(desk, "本报讯");
    assert.equal((await kept()).source, "本报讯");
  });
  assert.deepEqual(desk.errors, []);
});

/** Two people at one story; the second hears nothing of the first until it is allowed to. */
async function two(t) {
  const newsroom = await Newsroom.open(t);
  const id = await newsroom.story(REPORTER, { headline: "合写", body: ["正文。"] });
  const [one, other] = [await newsroom.desk(REPORTER), await newsroom.desk(EDITOR)];
  for (const desk of [one, other]) await desk.openStory("合写");
  const deaf = () => other.page.route("**/api/session", (route) => route.abort());
  const hears = () => other.page.unroute("**/api/session");
  return { newsroom, id, one, other, deaf, hears };
}

test("two who change one field do not write over each other: the second sees both, and chooses", async (t) => {
  const { newsroom, id, one, other, deaf } = await two(t);
  const kept = async () => (await newsroom.ask("story", "show", id)).source;
  await deaf();
  await source(one).fill("本报讯");
  await one.saved();
  await source(other).fill("新华社电");
  const clash = other.page.locator("[data-clash=source]");
  await clash.filter({ hasText: "本报讯" }).filter({ hasText: "新华社电" }).waitFor();
  await other.page.locator("[data-saving=stuck]").waitFor();
  assert.equal(await kept(), "本报讯");
  assert.equal(await source(other).inputValue(), "新华社电");

  await t.test("mine stands", async () => {
    await clash.getByRole("button", { name: "用我的" }).click();
    await clash.waitFor({ state: "detached" });
    await other.saved();
    assert.equal(await kept(), "新华社电");
    await shows(one, "新华社电");
  });

  await t.test("theirs stands, also after the story was left", async () => {
    await source(one).fill("本报讯 记者发自渡口");
    await one.saved();
    await source(other).fill("中新社电");
    await clash.waitFor();
    await other.press("Control+1");
    await other.page.locator(".line.story").first().waitFor();
    await other.openStory("合写");
    await clash.filter({ hasText: "中新社电" }).getByRole("button", { name: "用对方的" }).click();
    await shows(other, "本报讯 记者发自渡口");
    await other.saved();
    assert.equal(await kept(), "本报讯 记者发自渡口");
  });
  assert.deepEqual([one.errors, other.errors], [[], []]);
});

test("two who change different fields keep both, and a byline is a field too", async (t) => {
  const { newsroom, id, one, other, deaf, hears } = await two(t);
  const names = (desk) => desk.page.getByRole("textbox", { name: "署名 姓名" }).first();
  await deaf();
  await source(one).fill("本报讯");
  await one.saved();
  await names(other).fill("乙二");
  await other.saved();
  assert.equal(await other.page.locator("[data-clash]").count(), 0);
  const story = await newsroom.ask("story", "show", id);
  assert.deepEqual([story.source, story.bylines], ["本报讯", [{ role: null, names: ["乙二"] }]]);

  await t.test("the cursor in a field does not keep out what others write into it", async () => {
    await hears();
    await one.page.waitForFunction(() => document.querySelector(".copy input.names").value === "乙二");
    await names(other).focus();
    await names(one).fill("甲一");
    await one.saved();
    await other.page.waitForFunction(() => document.querySelector(".copy input.names").value === "甲一");
    await other.press("End");
    await other.type("、乙二");
    await other.saved();
    assert.equal(await other.page.locator("[data-clash]").count(), 0);
    assert.deepEqual((await newsroom.ask("story", "show", id)).bylines, [
      { role: null, names: ["甲一", "乙二"] },
    ]);
  });

  await t.test("a byline that somebody else has changed is not written over", async () => {
    await shows(one, "本报讯");
    await one.page.waitForFunction(() => document.querySelector(".copy input.names").value === "甲一、乙二");
    await deaf();
    await names(one).fill("丙三");
    await one.saved();
    await names(other).fill("丁四");
    const clash = other.page.locator("[data-clash=bylines]");
    await clash.filter({ hasText: "丙三" }).filter({ hasText: "丁四" }).waitFor();
    await clash.getByRole("button", { name: "用对方的" }).click();
    await names(other).blur();
    await other.page.waitForFunction(() => document.querySelector(".copy input.names").value === "丙三");
    assert.deepEqual((await newsroom.ask("story", "show", id)).bylines, [{ role: null, names: ["丙三"] }]);
  });
  assert.deepEqual([one.errors, other.errors], [[], []]);
});

test("typing that nobody's name is on is found by whoever sits down, and so is what has no story any more", async (t) => {
  const newsroom = await Newsroom.open(t);
  const id = await newsroom.story(REPORTER, { headline: "灯塔", body: ["前半句"] });
  const desk = await newsroom.desk(REPORTER);
  const { library } = await newsroom.call("session", REPORTER, {});
  const { version } = await newsroom.call("story", REPORTER, { id });
  const gone = "0198c0de-0000-7000-8000-000000000009";
  await desk.page.evaluate(
    ([where, story, seen, lost]) => {
      const typed = (text) => ({
        ...{ version: seen, cmd: crypto.randomUUID(), later: [] },
        sent: [{ stepType: "replace", from: 9, to: 9, slice: { content: [{ type: "text", text }] } }],
      });
      localStorage.setItem(`broadsheet.unsaved ${where} ${story} `, JSON.stringify(typed("昨夜，")));
      localStorage.setItem(`broadsheet.unsaved ${where} ${lost} `, JSON.stringify(typed("没有了的稿")));
    },
    [library, id, version, gone],
  );
  const left = desk.page.getByRole("status").filter({ hasText: "有 2 篇稿件的改动还没存进去" });
  await left.getByRole("button", { name: "灯塔" }).click();
  await desk.toast("已补存上次没来得及存的改动").waitFor();
  await desk.saved();
  const [paragraph] = (await newsroom.ask("story", "show", id)).body;
  assert.ok(paragraph.includes("昨夜，"), paragraph);
  await desk.press("Control+1");
  await desk.page.getByRole("status").filter({ hasText: "有 1 篇" }).getByRole("button").click();
  await desk.page.locator(".toast", { hasText: "没有了的稿" }).waitFor();
  await desk.press("Control+1");
  await desk.page.getByRole("status").filter({ hasText: "还没存进去" }).waitFor({ state: "detached" });
  assert.deepEqual(desk.errors, []);
});
