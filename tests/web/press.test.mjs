// The paper's own style sheet and press profile, taken in and chosen in the settings.
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { CHIEF, EDITOR, Newsroom } from "./newsroom.mjs";

const ICC = fileURLToPath(new URL("../../assets/icc/newsprint-snap-tr002-tac240.icc", import.meta.url));

/** A file beside the library. */
async function file(newsroom, name, content) {
  const path = join(newsroom.library, "..", name);
  await writeFile(path, content);
  return path;
}

test("a style sheet and a press profile are taken in, chosen and said to be in use", async (t) => {
  const newsroom = await Newsroom.open(t);
  const sheet = await newsroom.ask("style", "show", "evening");
  sheet.name = "城事报";
  sheet.press.profile = "gazette";
  sheet.press.file_name = "CS_{page}_{date}";
  const own = await file(newsroom, "own.json", JSON.stringify(sheet));
  const icc = await file(newsroom, "gazette.icc", await readFile(ICC));
  const desk = await newsroom.desk(CHIEF);
  await desk.page.getByRole("navigation").getByRole("button", { name: "设置" }).click();
  const press = desk.page.getByRole("region", { name: "付印" });
  const takeIn = async (button, path) => {
    const chooser = desk.page.waitForEvent("filechooser");
    await press.getByRole("button", { name: button }).click();
    await (await chooser).setFiles(path);
  };
  // The sheet asks for a profile that is not there yet: it is said, and nothing has changed.
  await takeIn("收样式表…", own);
  await desk.page.getByText("没有叫“gazette”的印刷特性文件").first().waitFor();
  assert.equal((await newsroom.ask("style", "list")).length, 2);
  await press.getByLabel("印刷条件").fill("GAZETTE 2022");
  await press.getByLabel("总墨量上限（%）").fill("220");
  await takeIn("收特性文件…", icc);
  await press.getByText("GAZETTE 2022，总墨量 220%").waitFor();
  await takeIn("收样式表…", own);
  await press.getByText("CS_{page}_{date}.pdf，按 gazette 付印").waitFor();
  // It can be chosen now, and is in use once the settings are kept.
  const paper = desk.page.getByRole("region", { name: "报纸" });
  await paper.locator("label", { hasText: "城事报" }).click();
  await paper.getByRole("button", { name: "存报纸设置" }).click();
  await press.locator("li", { hasText: "城事报" }).getByText("在用").waitFor();
  await press.locator("li", { hasText: "gazette" }).first().waitFor();
  assert.equal((await newsroom.ask("title", "show")).style, "城事报");
  const [, profile] = await newsroom.ask("profile", "list");
  assert.deepEqual(
    [profile.name, profile.in_use, profile.registered, profile.ink_limit],
    ["gazette", true, false, 220],
  );
  assert.deepEqual(desk.errors, []);
});

test("who may not change the settings sees what is in use, and nothing to take in", async (t) => {
  const newsroom = await Newsroom.open(t);
  const desk = await newsroom.desk(EDITOR);
  await desk.page.getByRole("navigation").getByRole("button", { name: "设置" }).click();
  const press = desk.page.getByRole("region", { name: "付印" });
  await press.locator("li", { hasText: "evening" }).getByText("在用").waitFor();
  await press.locator("li", { hasText: "CGATS TR 002" }).getByText("在用").waitFor();
  assert.equal(await press.getByRole("button").count(), 0);
});
