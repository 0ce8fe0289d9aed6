import assert from "node:assert/strict";
import test from "node:test";
import { Newsroom, REPORTER, sample } from "./newsroom.mjs";

const CAPTION = "7月12日，消防员在沅江边转移被困群众。记者张三摄";

async function opened(t) {
  const newsroom = await Newsroom.open(t);
  const id = await newsroom.story(REPORTER, { headline: "江边转移", body: ["昨夜水涨。"] });
  const desk = await newsroom.desk(REPORTER);
  await desk.openStory("江边转移");
  await desk.page.getByRole("tab", { name: "图片" }).click();
  return { newsroom, id, desk };
}

test("a picture brings caption and credit from its own file", async (t) => {
  const { newsroom, id, desk } = await opened(t);
  const asked = desk.page.waitForEvent("filechooser");
  await desk.button("添加图片…").click();
  await (await asked).setFiles(sample("photos/zh/gbk_no_marker.jpg"));
  const caption = desk.page.getByRole("textbox", { name: "图说 gbk_no_marker.jpg" });
  await caption.waitFor();
  assert.equal(await caption.inputValue(), CAPTION);
  assert.equal(
    await desk.page.getByRole("textbox", { name: "摄影署名 gbk_no_marker.jpg 姓名" }).inputValue(),
    "张三",
  );
  const [photo] = (await newsroom.ask("story", "show", id)).photos;
  assert.equal(photo.caption, CAPTION);
  assert.deepEqual(photo.credit.names, ["张三"]);
  const [, size] = await desk.page
    .locator("#tabpanel img")
    .evaluate(async (img) => (await img.decode(), [img.src, img.naturalWidth]));
  assert.ok(size > 0, "the picture itself is seen");
});

test("a picture that says nothing is red until both are written", async (t) => {
  const { newsroom, id, desk } = await opened(t);
  await desk.dropFiles([sample("photos/IPTC-Empty.jpg")]);
  const caption = desk.page.getByRole("textbox", { name: "图说 IPTC-Empty.jpg" });
  await desk.page.getByText("缺图说").waitFor();
  await desk.page.getByText("缺署名").waitFor();
  await caption.click();
  await desk.type("水位标尺。");
  await desk.press("Tab");
  await desk.page.getByText("缺图说").waitFor({ state: "detached" });
  await desk.type("本报记者");
  await desk.press("Tab");
  await desk.type("丁四");
  await desk.press("Enter");
  await desk.page.getByText("缺署名").waitFor({ state: "detached" });
  const [photo] = (await newsroom.ask("story", "show", id)).photos;
  assert.equal(photo.caption, "水位标尺。");
  assert.deepEqual(photo.credit, { role: "本报记者", names: ["丁四"] });

  await t.test("it is taken off the story, and put back with one click", async () => {
    await desk.button("从稿件取下").click();
    await caption.waitFor({ state: "detached" });
    assert.deepEqual((await newsroom.ask("story", "show", id)).photos, []);
    await desk.toast("已从稿件取下").getByRole("button", { name: "撤销" }).click();
    await caption.waitFor();
    assert.equal((await newsroom.ask("story", "show", id)).photos.length, 1);
  });
  assert.deepEqual(desk.errors, []);
});
