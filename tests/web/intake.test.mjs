import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import test from "node:test";
import { Newsroom, REPORTER, sample } from "./newsroom.mjs";

const COPY = `## 城南街道

## 旧车棚改造 添了六十个充电位

本报讯（记者 甲一 通讯员 丙三）近日，城南街道把三处旧车棚改成了充电棚，添了60个充电位。

街道说，下月还要再改两处。

▶图为居民在新车棚充电。

特约摄影 丁四
`;
const HEADLINE = "旧车棚改造 添了六十个充电位";

/** The sheets of a reading that is shown. */
function sheets(desk) {
  return desk.page.locator(".sheet[aria-label^=第]");
}

async function copyFile(newsroom) {
  const file = join(newsroom.library, "..", "来稿.md");
  await writeFile(file, COPY);
  return file;
}

/** What the copy says stands in the fields, and what was guessed beside them. */
async function shownRight(desk) {
  const sheet = sheets(desk).first();
  await sheet.waitFor();
  assert.equal(await sheets(desk).count(), 1);
  assert.equal(await sheet.getByLabel("引题").inputValue(), "城南街道");
  assert.equal(await sheet.getByLabel("主题").inputValue(), HEADLINE);
  assert.equal(await sheet.getByLabel("消息头").inputValue(), "本报讯");
  const names = sheet.getByRole("textbox", { name: "署名 姓名" });
  const combos = sheet.getByRole("combobox", { name: "署名 身份" });
  assert.equal(await combos.nth(1).inputValue(), "通讯员");
  assert.equal(await names.nth(0).inputValue(), "甲一");
  assert.equal(await names.nth(1).inputValue(), "丙三");
  const guesses = desk.page.getByRole("complementary", { name: "拿不准的地方" });
  await guesses.locator("[data-code=kicker-guessed]").waitFor();
  await guesses.locator("[data-code=names-guessed]").waitFor();
}

test("copy that is dropped is read, corrected and only then filed", async (t) => {
  const newsroom = await Newsroom.open(t);
  const desk = await newsroom.desk(REPORTER);
  const file = await copyFile(newsroom);
  await desk.page.getByText("还没有稿件").waitFor();
  await desk.dropFiles([file]);
  await shownRight(desk);
  assert.deepEqual(await newsroom.ask("story", "list"), []);

  const sheet = sheets(desk).first();
  const kicker = sheet.getByLabel("引题");
  await kicker.focus();
  await desk.press("End");
  await desk.type("消息");
  const names = sheet.getByRole("textbox", { name: "署名 姓名" }).nth(1);
  await names.click({ clickCount: 3 });
  await desk.type("戊五");
  await desk.press("Control+Enter");
  await desk.toast("已入库 1 篇").waitFor();
  const [{ id }] = await newsroom.ask("story", "list");
  const story = await newsroom.ask("story", "show", id);
  assert.equal(story.kicker, "城南街道消息");
  assert.equal(story.headline, HEADLINE);
  assert.deepEqual(story.bylines, [
    { role: "记者", names: ["甲一"] },
    { role: "通讯员", names: ["戊五"] },
  ]);
  assert.deepEqual(story.body, [
    "近日，城南街道把三处旧车棚改成了充电棚，添了60个充电位。",
    "街道说，下月还要再改两处。",
  ]);
  assert.deepEqual(desk.errors, []);
});

test("copy that is pasted into the list is read", async (t) => {
  const newsroom = await Newsroom.open(t);
  const desk = await newsroom.desk(REPORTER);
  await desk.page.getByText("还没有稿件").waitFor();
  await desk.paste(COPY);
  await shownRight(desk);
  await desk.button("不入库").click();
  await desk.page.getByText("还没有稿件").waitFor();
  assert.deepEqual(await newsroom.ask("story", "list"), []);
});

test("copy is pasted into a field of its own and read with the keys", async (t) => {
  const newsroom = await Newsroom.open(t);
  const desk = await newsroom.desk(REPORTER);
  await desk.page.getByText("还没有稿件").waitFor();
  await desk.press("p");
  await desk.page.getByRole("textbox", { name: "粘贴来稿" }).waitFor();
  await desk.paste(COPY);
  await desk.press("Control+Enter");
  await shownRight(desk);
  await desk.press("Control+Enter");
  await desk.page.locator(".line.story", { hasText: HEADLINE }).waitFor();
});

test("copy is opened with the file picker; one story of several is left out and taken back", async (t) => {
  const newsroom = await Newsroom.open(t);
  const desk = await newsroom.desk(REPORTER);
  const asked = desk.page.waitForEvent("filechooser");
  await desk.button("打开来稿…").click();
  await (await asked).setFiles(sample("evening-news-page/page.md"));
  await sheets(desk).nth(5).waitFor();
  assert.equal(await sheets(desk).count(), 6);
  assert.equal(await desk.page.getByLabel("栏目").inputValue(), "抓党建促基层治理能力提升");
  await sheets(desk).nth(0).getByRole("button", { name: "不要这一篇" }).click();
  await desk.page.getByRole("heading", { name: "读出 5 篇" }).waitFor();
  await desk.toast("已去掉一篇").getByRole("button", { name: "撤销" }).click();
  await desk.page.getByRole("heading", { name: "读出 6 篇" }).waitFor();
  await sheets(desk).nth(1).getByRole("button", { name: "不要这一篇" }).click();
  await desk.page.getByRole("button", { name: "入库 5 篇" }).click();
  await desk.toast("已入库 5 篇").waitFor();
  const filed = await newsroom.ask("story", "list");
  assert.equal(filed.length, 5);
  assert.ok(filed.every(({ headline }) => headline !== "健康知识讲座 惠及百姓健康"));
});

test("a file that is no copy gets one clear error, and the library stays as it was", async (t) => {
  const newsroom = await Newsroom.open(t);
  const desk = await newsroom.desk(REPORTER);
  const file = join(newsroom.library, "..", "乱码.txt");
  await writeFile(file, Buffer.from(Array.from({ length: 4096 }, (_, n) => (n * 37) % 256)));
  await desk.page.getByText("还没有稿件").waitFor();
  const before = (await newsroom.ask("verify")).events;
  await desk.dropFiles([file]);
  await desk.page.locator(".toast.refused").waitFor();
  assert.equal(await desk.page.locator(".toast.refused").count(), 1);
  await desk.page.getByText("还没有稿件").waitFor();
  assert.equal((await newsroom.ask("verify")).events, before);
});
