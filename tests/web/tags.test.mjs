import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import test from "node:test";
import { Newsroom, REPORTER } from "./newsroom.mjs";

const TOPICS = JSON.parse(
  await readFile(
    new URL("../../crates/newsroom/data/mediatopics_zh_en_compact.json", import.meta.url),
    "utf8",
  ),
);

/** The field in which a tag is looked for. */
const finder = (desk) => desk.page.getByRole("combobox", { name: "查找主题或标签，中英文皆可" });
const offered = (desk) => desk.page.getByRole("listbox", { name: "标签" }).getByRole("option");
const tags = (desk) => desk.page.locator(".tags .tag");

async function opened(t) {
  const newsroom = await Newsroom.open(t);
  const id = await newsroom.story(REPORTER, { headline: "渡口演练", body: ["今晨演练。"] });
  const desk = await newsroom.desk(REPORTER);
  await desk.openStory("渡口演练");
  return { newsroom, id, desk };
}

test("a topic is found in Chinese and in English, with the keys and with the mouse", async (t) => {
  const { newsroom, id, desk } = await opened(t);
  await finder(desk).click();
  await desk.type("天气预报");
  await offered(desk).filter({ hasText: "weather forecast" }).first().waitFor();
  await desk.press("Enter");
  await tags(desk).filter({ hasText: "天气预报" }).waitFor();

  await finder(desk).pressSequentially("wildfire");
  await offered(desk).filter({ hasText: "wildfire" }).first().click();
  await tags(desk).nth(1).waitFor();
  const wildfire = TOPICS.find((topic) => topic["en-GB"] === "wildfire");
  const forecast = TOPICS.find((topic) => topic["zh-Hans"] === "天气预报");
  assert.deepEqual((await newsroom.ask("story", "show", id)).tags, [forecast.qcode, wildfire.qcode]);

  await desk.page.getByRole("button", { name: `去掉标签“${forecast["zh-Hans"]}”` }).click();
  await tags(desk).nth(1).waitFor({ state: "detached" });
  assert.deepEqual((await newsroom.ask("story", "show", id)).tags, [wildfire.qcode]);
});

test("a retired topic is not offered, and stays where it was used", async (t) => {
  const { newsroom, id, desk } = await opened(t);
  const living = new Set(TOPICS.filter(({ retired }) => !retired).flatMap((topic) => topic["en-GB"]));
  const gone = TOPICS.find(
    (topic) => topic.retired && !living.has(topic["en-GB"]) && topic["zh-Hans"] !== "",
  );
  for (const name of [gone["zh-Hans"], gone["en-GB"]]) {
    const answered = desk.page.waitForResponse(
      (response) => response.url().endsWith("/api/topics") && response.request().postData().includes(name),
    );
    await finder(desk).fill("");
    await finder(desk).pressSequentially(name);
    await answered;
    const codes = await offered(desk).allTextContents();
    assert.ok(
      codes.every((text) => !text.split(/\s+/).includes(gone["en-GB"])),
      `${gone["en-GB"]} is retired, yet offered: ${codes.join("; ")}`,
    );
  }
  // From a time when it was not retired.
  await newsroom.call("story_tag", REPORTER, { id, tags: [gone.qcode] }).then(
    () => tags(desk).filter({ hasText: "IPTC 已停用" }).waitFor(),
    (refused) => assert.match(refused.message, /tag/),
  );
});

test("an administrator adds a tag of the paper's own while tagging", async (t) => {
  const { newsroom, id, desk } = await opened(t);
  await finder(desk).click();
  await desk.type("渡口专题");
  await offered(desk).filter({ hasText: "新增本报标签“渡口专题”" }).waitFor();
  await desk.press("Enter");
  await tags(desk).filter({ hasText: "渡口专题" }).waitFor();
  assert.deepEqual((await newsroom.ask("story", "show", id)).tags, ["渡口专题"]);
  await finder(desk).click();
  await desk.press("Backspace");
  await tags(desk).waitFor({ state: "detached" });
  await finder(desk).pressSequentially("渡口");
  await offered(desk).filter({ hasText: "本报标签" }).first().click();
  await tags(desk).filter({ hasText: "渡口专题" }).waitFor();
  assert.deepEqual(desk.errors, []);
});
