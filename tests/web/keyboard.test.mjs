import assert from "node:assert/strict";
import test from "node:test";
import { CHIEF, EDITOR, Newsroom, PATIENCE, REPORTER, sample } from "./newsroom.mjs";

/** Becomes somebody else without the mouse. */
async function become(desk, person) {
  await desk.press("Control+Shift+M");
  const menu = desk.page.getByRole("menu");
  await menu.waitFor();
  await desk.page.locator("[role=menu] :focus").waitFor();
  for (let n = 0; n < 10; n += 1) {
    if ((await desk.page.locator("[role=menu] :focus").innerText()).includes(person)) break;
    await desk.press("ArrowDown");
  }
  await desk.press("Enter");
  await menu.waitFor({ state: "detached" });
  await desk.page.locator("header.top .me", { hasText: person }).waitFor();
}

const state = (desk, word) => desk.page.locator(".middle .toolbar .mark", { hasText: word }).waitFor();

/** Goes on with Tab until the cursor is in what has this name. */
async function tabTo(desk, role, name) {
  const target = desk.page.getByRole(role, { name, exact: true }).first();
  await target.waitFor();
  for (let n = 0; n < 200; n += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await desk.press("Tab");
  }
  throw new Error(`Tab never comes to ${name}`);
}

test("from the first word to the plate without touching the mouse", async (t) => {
  const newsroom = await Newsroom.open(t);
  const desk = await newsroom.desk(null);
  await desk.page.getByRole("menu").waitFor();
  await desk.press("Enter");
  await desk.page.locator("header.top .me", { hasText: REPORTER }).waitFor();

  // The reporter writes, tags and submits.
  await desk.press("n");
  await desk.page.locator(".copy").waitFor();
  await desk.type("渡口灯塔百年重亮");
  await desk.press("Tab", "Tab");
  await desk.type("记者");
  await desk.press("Tab");
  await desk.type("甲一");
  await desk.press("Tab", "Tab");
  await desk.type("本报讯");
  await desk.press("Tab");
  for (let n = 0; n < 4; n += 1) {
    await desk.type("昨晚7时，停用三十年的渡口灯塔重新亮起，灯光可达15海里。");
    await desk.press("Enter");
  }
  await desk.type("守塔人说，它还认得回港的船。");
  await desk.saved();
  const story = desk.open;
  await desk.press("Alt+1");
  await tabTo(desk, "combobox", "查找主题或标签，中英文皆可");
  await desk.type("天气预报");
  await desk.page
    .getByRole("option", { name: /weather forecast/ })
    .first()
    .waitFor();
  await desk.press("Enter");
  await desk.page.locator(".tags .tag", { hasText: "天气预报" }).waitFor();
  await desk.press("Control+Enter");
  await state(desk, "待审");

  // The editor returns it, the reporter mends it, the editor approves.
  await become(desk, EDITOR);
  await desk.button("退改…").waitFor();
  await desk.press("Control+Shift+Backspace");
  await desk.page.getByLabel("退改的理由").waitFor();
  await desk.type("请补时间。");
  await desk.press("Control+Enter");
  await state(desk, "退改");
  await become(desk, REPORTER);
  await desk.button("提交").waitFor();
  await desk.press("Alt+0", "Control+End");
  await desk.type("灯光于23时熄灭。");
  await desk.press("Control+Enter");
  await state(desk, "待审");
  await become(desk, EDITOR);
  await desk.button("通过…").waitFor();
  await desk.press("Control+Shift+Enter");
  await desk.page.getByLabel("审稿意见（可不写）").waitFor();
  await desk.press("Control+Enter");
  await state(desk, "已通过");
  const shown = await newsroom.ask("story", "show", story);
  assert.deepEqual(shown.bylines, [{ role: "记者", names: ["甲一"] }]);
  assert.equal(shown.body.at(-1), "守塔人说，它还认得回港的船。灯光于23时熄灭。");
  assert.equal(shown.state, "approved");

  // An issue and a page are there; the editor puts the story on it, the chief signs and sends it.
  const issue = await newsroom.call("issue_new", EDITOR, { date: "2022-11-18", title: null });
  const page = await newsroom.call("page_new", EDITOR, {
    ...{ issue: issue.id, number: "A03", format: "四开", section: "城事", editors: [] },
  });
  await desk.command("A03");
  await desk.page.locator(".paper canvas").waitFor();
  const item = desk.page.locator(".tray .item", { hasText: "渡口灯塔" });
  await item.waitFor();
  for (let n = 0; n < 100; n += 1) {
    if (await item.evaluate((element) => element === document.activeElement)) break;
    await desk.press("Tab");
  }
  await desk.press("Enter");
  await desk.page.locator(".holding").waitFor();
  await desk.press("Enter");
  await item.waitFor({ state: "detached" });
  await become(desk, CHIEF);
  await desk.command("签样");
  await tabTo(desk, "button", "签付印");
  await desk.press("Enter");
  await desk.page.locator(".stamp", { hasText: `${CHIEF} 已签样` }).waitFor();
  await desk.command("付印导出");
  const wrote = desk.page.getByRole("region", { name: "PDF/X-4 已写好" });
  await wrote.waitFor({ timeout: 4 * PATIENCE });
  const file = (await wrote.locator(".path").textContent()).trim();
  assert.equal((await newsroom.ask("preflight", file)).verdict, "pass");
  assert.equal((await newsroom.ask("page", "show", page.id)).state, "signed");
  assert.deepEqual(desk.errors, []);
});

test("a picture without caption and credit keeps its page from being signed, until both are written", async (t) => {
  const newsroom = await Newsroom.open(t);
  const id = await newsroom.story(REPORTER, { headline: "水位标尺", body: ["今晨读数。".repeat(30)] });
  const reporter = await newsroom.desk(REPORTER);
  await reporter.openStory("水位标尺");
  await reporter.dropFiles([sample("photos/IPTC-Empty.jpg")]);
  await reporter.toast("已添加 1 张图片").waitFor();
  const [photo] = (await newsroom.ask("story", "show", id)).photos;
  await newsroom.call("story_submit", REPORTER, { id });
  const approve = async () => {
    const { version } = await newsroom.call("story", EDITOR, { id });
    await newsroom.call("story_approve", EDITOR, { id, version, opinion: null });
  };
  await approve();
  const issue = await newsroom.call("issue_new", EDITOR, { date: "2022-11-18", title: null });
  const page = await newsroom.call("page_new", EDITOR, {
    ...{ issue: issue.id, number: "A01", format: "四开", section: null, editors: [] },
  });
  await newsroom.call("page_auto", EDITOR, { id: page.id });
  const chief = await newsroom.desk(CHIEF);
  await chief.press("Control+4");
  await chief.page.locator(".paper canvas").waitFor();
  const finding = chief.page.locator(".side .notice", { hasText: /图说|署名/ });
  await finding.first().waitFor();
  await chief.button("签样").click();
  await chief.button("签付印").click();
  await chief.page.locator(".stamp.bad[role=alert]").waitFor();
  assert.notEqual((await newsroom.ask("page", "show", page.id)).state, "signed");

  // The caption belongs to what was approved: writing it voids the approval.
  await newsroom.call("photo_describe", EDITOR, {
    ...{ id: photo.id, caption: "渡口的水位标尺。", credit: { role: "摄影", names: ["丁四"] } },
  });
  assert.equal((await newsroom.ask("story", "show", id)).state, "draft");
  await newsroom.call("story_submit", REPORTER, { id });
  await approve();
  await finding.first().waitFor({ state: "detached" });
  await chief.button("签付印").click();
  await chief.page.locator(".stamp", { hasText: `${CHIEF} 已签样` }).waitFor();
  assert.equal((await newsroom.ask("page", "show", page.id)).state, "signed");
});
