import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { stat } from "node:fs/promises";
import test from "node:test";
import {
  atThePage,
  centre,
  drag,
  laid,
  module,
  places,
  planned,
  tray,
  until,
} from "./makeup.mjs";
import { CHIEF, EDITOR } from "./newsroom.mjs";

test("a story is dragged from the tray onto the page, moved, resized, taken off, and all of it undone", async (t) => {
  const { newsroom, page, lighthouse } = await planned(t);
  const desk = await atThePage(newsroom, page);
  const paper = await desk.page.locator(".paper").boundingBox();
  const on = (x, y) => ({
    x: paper.x + paper.width * x,
    y: paper.y + paper.height * y,
  });

  await drag(desk, await centre(tray(desk, "渡口灯塔")), on(0.5, 0.3));
  const first = (await laid(desk, page, (now) => lighthouse in now))[
    lighthouse
  ];
  await tray(desk, "渡口灯塔").waitFor({ state: "detached" });

  const box = await centre(module(desk, "渡口灯塔百年"));
  await drag(desk, box, { x: box.x, y: box.y + paper.height * 0.2 });
  const moved = (
    await laid(desk, page, (now) => now[lighthouse].row !== first.row)
  )[lighthouse];
  assert.ok(moved.row > first.row, "it went down");
  assert.deepEqual(
    [moved.cols, moved.rows, moved.col],
    [first.cols, first.rows, first.col],
  );

  const handle = await centre(desk.page.locator(".handle.s"));
  await drag(desk, handle, { x: handle.x, y: handle.y - box.height / 2 });
  const small = (
    await laid(desk, page, (now) => now[lighthouse].rows !== moved.rows)
  )[lighthouse];
  assert.ok(small.rows < moved.rows, "it is lower now");

  await t.test("what does not fit is said in rows and characters", async () => {
    const { stories } = await newsroom.ask("page", "show", page);
    const { over_rows, over_characters } = stories.find(
      ({ id }) => id === lighthouse,
    );
    assert.ok(over_rows > 0 && over_characters > 0);
    const said = `溢 ${over_rows} 行 ${over_characters} 字`;
    await desk.page.locator(".module .trouble", { hasText: said }).waitFor();
  });

  await desk.press("Control+z");
  await laid(desk, page, (now) => now[lighthouse].rows === moved.rows);
  await desk.press("Control+Shift+z");
  await laid(desk, page, (now) => now[lighthouse].rows === small.rows);
  await module(desk, "渡口灯塔百年").focus();
  await desk.press("Delete");
  await laid(desk, page, (now) => !(lighthouse in now));
  await tray(desk, "渡口灯塔").waitFor();
  await desk.button("撤销").first().click();
  await laid(desk, page, (now) => now[lighthouse]?.rows === small.rows);
  assert.deepEqual(desk.errors, []);
});

test("a page is made up, signed and exported with the keyboard alone, and its file passes preflight", async (t) => {
  const { newsroom, page, lighthouse, market } = await planned(t);
  const desk = await atThePage(newsroom, page, CHIEF);
  await desk.become(EDITOR);
  for (const [headline, id] of [
    ["渡口灯塔", lighthouse],
    ["老街菜场", market],
  ]) {
    await tray(desk, headline).focus();
    await desk.press("Enter");
    await desk.page.locator(".holding").waitFor();
    await desk.press("Enter");
    await laid(desk, page, (now) => id in now);
  }
  const before = (await places(newsroom, page))[market];
  await module(desk, "老街菜场搬").focus();
  for (const more of [1, 2, 3]) {
    await desk.press("Shift+ArrowDown");
    await laid(desk, page, (now) => now[market].rows === before.rows + more);
  }
  // As high as its text is, and no higher.
  await desk.press("f");
  await laid(desk, page, (now) => now[market].rows < before.rows + 3);
  const set = (await newsroom.ask("page", "show", page)).stories.find(
    ({ id }) => id === market,
  );
  assert.ok(set.over_rows <= 0, `over by ${set.over_rows}`);

  await t.test("an unsigned page is not exported", async () => {
    const asked = await newsroom.call("page_export", EDITOR, { id: page }).then(
      () => "exported",
      ({ message }) => message,
    );
    assert.match(asked, /page_export: \{"code":"[a-z-]*sign[a-z-]*"/);
    assert.equal(await desk.button("付印导出").isDisabled(), true);
  });

  await desk.command("签样");
  await desk.page.getByLabel("以谁的名义签样").focus();
  await desk.press("Tab");
  await desk.press("Enter");
  await desk.page.locator(".stamp", { hasText: `${CHIEF} 已签样` }).waitFor();
  const signed = await newsroom.ask("page", "show", page);
  assert.equal(signed.state, "signed");

  await desk.command("付印导出");
  const wrote = desk.page.getByRole("region", { name: "PDF/X-4 已写好" });
  await wrote.waitFor({ timeout: 60_000 });
  const file = (await wrote.locator(".path").textContent()).trim();
  assert.ok((await stat(file)).size > 10_000);
  const { code, answer } = await newsroom.tell("preflight", file);
  assert.deepEqual(
    [code, answer.verdict],
    [0, "pass"],
    JSON.stringify(answer.findings),
  );

  await t.test("a change voids the signature, visibly", async () => {
    await module(desk, "老街菜场搬").focus();
    await desk.press("Shift+ArrowDown");
    await desk.page
      .locator(".stamp", { hasText: `${CHIEF} 的签样已作废` })
      .waitFor();
    assert.equal((await newsroom.ask("page", "show", page)).state, "laid");
  });
  assert.deepEqual(desk.errors, []);
});

test("a page that something stops is not signed, and the finding leads to its place", async (t) => {
  const { newsroom, page, lighthouse } = await planned(t);
  await newsroom.call("page_place", EDITOR, {
    ...{
      id: page,
      story: lighthouse,
      area: { col: 0, row: 0, cols: 2, rows: 14 },
    },
  });
  const desk = await atThePage(newsroom, page, CHIEF);
  await desk.page.locator(".side [data-code=overset]").first().waitFor();
  await desk.button("签样").click();
  await desk.button("签付印").click();
  await desk.page.locator(".stamp.bad[role=alert]").waitFor();
  assert.notEqual((await newsroom.ask("page", "show", page)).state, "signed");
  await desk.page.locator(".side [data-code=overset]").first().click();
  await desk.page.locator(".pointed").waitFor();
});

test("the page is seen as it prints: sharp at any zoom, and what is typed is set again on it", async (t) => {
  const { newsroom, page, market } = await planned(t);
  await newsroom.call("page_auto", EDITOR, { id: page });
  const desk = await atThePage(newsroom, page);
  const canvas = desk.page.locator(".paper canvas");
  const ink = () =>
    canvas.evaluate((of) => {
      const { data } = of
        .getContext("2d")
        .getImageData(0, 0, of.width, of.height);
      let dark = 0;
      for (let at = 0; at < data.length; at += 4)
        if (data[at] < 128 && data[at + 3] > 128) dark += 1;
      return dark;
    });
  assert.ok((await ink()) > 1_000, "letters are on the canvas");
  const small = await desk.page.locator(".paper").boundingBox();
  await desk.press("Control+=");
  await desk.page.waitForFunction(
    (width) =>
      document.querySelector(".paper").getBoundingClientRect().width >
      width * 1.02,
    small.width,
  );
  await desk.press("Control+0");
  const { hash } = await newsroom.ask("page", "show", page);
  const reporter = await newsroom.desk(EDITOR);
  await reporter.openStory("老街菜场");
  await reporter.press("Control+End");
  await reporter.type("摊位共八十六个。");
  await reporter.saved();
  assert.notEqual((await newsroom.ask("page", "show", page)).hash, hash);
  const shown = await reporter.page.locator("[data-characters]").textContent();
  assert.equal(
    Number(shown),
    (await newsroom.ask("story", "show", market)).characters,
  );
  await module(desk, "老街菜场搬").waitFor();
});

test("the page comes, however late the newsroom answers; one that could not be fetched can be asked for again", async (t) => {
  const { newsroom, page } = await planned(t);
  await newsroom.call("page_auto", EDITOR, { id: page });
  const desk = await newsroom.desk(EDITOR);
  let answer;
  const late = new Promise((resolve) => (answer = resolve));
  await desk.page.route("**/api/pages", async (route) => {
    await late;
    await route.continue();
  });
  let refused = 0;
  await desk.page.route("**/display?*", async (route) => {
    refused += 1;
    await (refused === 1 ? route.abort() : route.continue());
  });
  await desk.page.reload();
  await desk.page
    .locator("header.top button.me", { hasText: EDITOR })
    .waitFor();
  await desk.press("Control+4");
  await desk.page.waitForURL(/#\/page$/);
  assert.equal(
    await desk.page.getByText("还没有版面").count(),
    0,
    "nobody knows yet whether there is one",
  );
  answer();
  await desk.page.getByRole("alert").filter({ hasText: "没有取到" }).waitFor();
  assert.equal(desk.open, page);
  await desk.button("重试").click();
  await desk.page.locator(".paper canvas").waitFor();
  assert.equal(await desk.page.getByText("没有取到").count(), 0);
});

/** A PDF of one page with a trim of so many millimetres, in a tint of black. */
function advertFile(width, height) {
  const pt = (mm) => ((mm * 72) / 25.4).toFixed(3);
  const content = "0.4 g 0 0 2000 2000 re f";
  const objects = [
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${pt(width)} ${pt(height)}] /TrimBox [0 0 ${pt(width)} ${pt(height)}] /Contents 4 0 R /Resources << >> >>`,
    `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
  ];
  let file = "%PDF-1.4\n";
  const places = objects.map((object, n) => {
    const place = file.length;
    file += `${n + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(place).padStart(10, "0")} 00000 n \n`;
  });
  const table = file.length;
  file += `xref\n0 5\n0000000000 65535 f \n${places.join("")}`;
  return `${file}trailer\n<< /Size 5 /Root 1 0 R >>\nstartxref\n${table}\n%%EOF\n`;
}

test("an advert is taken in, put at the foot of the page by keys, seen, and taken off", async (t) => {
  const { newsroom, page } = await planned(t);
  const desk = await atThePage(newsroom, page, EDITOR);
  await desk.page.getByLabel("收广告（PDF）…").setInputFiles({
    name: "家电.pdf",
    mimeType: "application/pdf",
    buffer: Buffer.from(advertFile(224.6, 79.1), "latin1"),
  });
  await desk.toast("已收 1 个广告").waitFor();
  const waiting = tray(desk, "家电");
  await waiting.waitFor();
  await waiting.focus();
  await desk.press("Enter");
  await desk.page.locator(".holding").waitFor();
  await desk.press("Enter");
  const box = desk.page.getByRole("button", { name: /^广告 家电，6 栏 × 20 行/ });
  await box.waitFor();
  await until(async () => {
    const { make_up } = await newsroom.call("page", null, { id: page });
    return make_up.adverts?.[0]?.area.row === 68;
  });
  // It is seen: the middle of its place on the canvas is its grey.
  await until(async () => {
    const { x, y, width, height } = await box.boundingBox();
    const shot = await desk.page.screenshot({
      clip: { x: x + width / 2 - 4, y: y + height / 2 - 4, width: 8, height: 8 },
    });
    const grey = await desk.page.evaluate(async (bytes) => {
      const bitmap = await createImageBitmap(new Blob([new Uint8Array(bytes)]));
      const ctx = new OffscreenCanvas(8, 8).getContext("2d");
      ctx.drawImage(bitmap, 0, 0);
      return ctx.getImageData(4, 4, 1, 1).data[0];
    }, [...shot]);
    return grey > 60 && grey < 200;
  });
  await box.focus();
  await desk.press("Delete");
  await waiting.waitFor();
  assert.deepEqual(desk.errors, []);
});
