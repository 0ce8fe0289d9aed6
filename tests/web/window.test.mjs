import assert from "node:assert/strict";
import test from "node:test";
import { EDITOR, Newsroom, REPORTER } from "./newsroom.mjs";

test("a newspaper begins: a first person, a name, a first story", async (t) => {
  const newsroom = await Newsroom.open(t, "bare");
  const desk = await newsroom.desk(null);
  await desk.page.getByRole("textbox", { name: "姓名" }).pressSequentially("示例主编");
  await desk.button("下一步").first().click();
  await desk.page.getByRole("textbox", { name: "姓名" }).waitFor({ state: "detached" });
  await desk.page.getByRole("textbox", { name: "报名" }).pressSequentially("滨海晚报");
  await desk.press("Enter");
  await desk.page.locator("header.top .title", { hasText: "滨海晚报" }).waitFor();
  await desk.press("n");
  await desk.page.locator(".copy").waitFor();
  await desk.type("创刊");
  await desk.saved();
  assert.equal((await newsroom.ask("story", "show", desk.open)).headline, "创刊");
  const [person] = await newsroom.ask("person", "list");
  assert.deepEqual([person.name, person.roles.includes("admin")], ["示例主编", true]);
  assert.deepEqual(desk.errors, []);
});

test("the language is switched at once, everywhere, and nothing that was typed is lost", async (t) => {
  const newsroom = await Newsroom.open(t, "demo");
  const desk = await newsroom.desk(EDITOR);
  await desk.openStory("接诉即办");
  await desk.press("Control+End");
  await desk.type("未完");
  await desk.command("English");
  await desk.page.locator("html[lang=en]").waitFor({ state: "attached" });
  await desk.page.getByRole("tab", { name: "Facts" }).waitFor();
  await desk.part("paragraph").last().filter({ hasText: "未完" }).waitFor();
  for (const [room, heading] of [
    ["Stories", "Tonight’s copy"],
    ["Photos", "Photos"],
    ["Settings", "Newspaper"],
  ]) {
    await desk.page.getByRole("navigation").getByRole("button", { name: room }).click();
    await desk.page.locator("main").getByRole("heading", { name: heading }).first().waitFor();
  }
  await desk.page.reload();
  await desk.page.locator("html[lang=en]").waitFor({ state: "attached" });
  await desk.command("中文");
  await desk.page.getByRole("navigation").getByRole("button", { name: "稿件" }).waitFor();
});

test("the palette reaches commands, stories, photos and pages by name", async (t) => {
  const newsroom = await Newsroom.open(t, "demo");
  const desk = await newsroom.desk(EDITOR);
  await desk.page.locator(".line.story").first().waitFor();
  await desk.command("三心");
  await desk.part("headline").filter({ hasText: "“三心”" }).waitFor();
  await desk.command("A03");
  await desk.page.locator("main canvas").first().waitFor();
  await desk.command("去检索");
  await desk.page.locator("main input").first().waitFor();
  assert.deepEqual(desk.errors, []);
});

test("stories are found, grouped and chosen, and all of them acted on together", async (t) => {
  const newsroom = await Newsroom.open(t);
  for (const headline of ["潮位", "灯塔", "渡口"]) {
    await newsroom.story(REPORTER, { headline, body: [`${headline}正文。`] });
  }
  const desk = await newsroom.desk(REPORTER);
  const lines = desk.page.locator(".line.story");
  await lines.nth(2).waitFor();
  await desk.page.getByLabel("在稿件表内查找").pressSequentially("灯");
  await lines.nth(1).waitFor({ state: "detached" });
  assert.equal(await lines.count(), 1);
  await desk.page.getByLabel("在稿件表内查找").press("Backspace");
  await lines.nth(2).waitFor();
  await desk.page.getByLabel("分组").selectOption({ label: "按状态" });
  await desk.page.locator(".line.group", { hasText: "草稿" }).waitFor();
  await desk.page.getByRole("grid").focus();
  await desk.press("Home", "Shift+ArrowDown");
  await desk.page.getByText("已选 2 篇").waitFor();
  await desk.page.getByRole("toolbar").getByRole("button", { name: "提交" }).click();
  await desk.page.locator(".line.group", { hasText: "待审" }).waitFor();
  const states = (await newsroom.ask("story", "list")).map(({ state }) => state);
  assert.deepEqual(states.toSorted(), ["draft", "submitted", "submitted"]);
});

test("the log is verified from the settings, and they say where the library is", async (t) => {
  const newsroom = await Newsroom.open(t, "demo");
  const desk = await newsroom.desk(EDITOR);
  await desk.page.getByRole("navigation").getByRole("button", { name: "设置" }).click();
  await desk.page.locator("main").getByText(newsroom.library).first().waitFor();
  await desk.button("核验记录链").click();
  const { events } = await newsroom.ask("verify");
  await desk.page.getByText(`${events} 条记录，链条完好`).first().waitFor();
});
