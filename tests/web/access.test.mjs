import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import test from "node:test";
import { CHIEF, Newsroom } from "./newsroom.mjs";

const AXE = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/** What axe finds against WCAG 2.2 AA in what the window shows now, a line each. */
async function found(desk, within = "html") {
  const { page } = desk;
  // The page's own policy forbids scripts from elsewhere; the debugger's evaluation does not ask it.
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(AXE);
  return page.evaluate(
    async ([values, part]) => {
      // A box stands where it prints, as large as it prints, and so do the corners of an outline: there their size is
      // essential (WCAG 2.5.8), and what can be done with a box can be done in the inspector too.
      const onPage = ".paper :is(.module, .outline)";
      const isBox = (node) => document.querySelector(node.target[0])?.closest(onPage) !== null;
      const { violations } = await globalThis.axe.run(part, { runOnly: { type: "tag", values } });
      return violations.flatMap(({ id, nodes }) =>
        nodes
          .filter((node) => !(id === "target-size" && isBox(node)))
          .map((node) => `${id}: ${node.html.slice(0, 160)} ${node.any[0]?.message ?? ""}`),
      );
    },
    [RULES, within],
  );
}

const go = (hash, there) => async (desk) => {
  await desk.page.evaluate((to) => (location.hash = to), hash);
  await desk.page.locator(there).first().waitFor();
};
const tab = (n) => async (desk) => {
  await desk.press(`Alt+${n}`);
  await desk.page.locator(`[role=tab]:nth-child(${n})[aria-selected=true]`).waitFor();
};

/** Every place of the window, and how to come there; a story's places follow its room. */
function places({ story, photo, issue, page }) {
  return [
    ["stories", go("/stories", ".line.story")],
    [
      "stories, several chosen",
      async (desk) => {
        await desk.page.getByRole("grid").focus();
        await desk.press("Control+a");
        await desk.page.locator(".chosen").waitFor();
      },
    ],
    [
      "people",
      async (desk) => {
        await desk.press("Control+Shift+M");
        await desk.page.getByRole("menu").waitFor();
      },
    ],
    [
      "palette",
      async (desk) => {
        await desk.press("Escape", "Control+k");
        await desk.page.getByRole("dialog").waitFor();
      },
    ],
    [
      "keys",
      async (desk) => {
        await desk.press("Escape");
        await desk.page.getByRole("grid").focus();
        await desk.press("?");
        await desk.page.locator("dialog[open]").waitFor();
      },
    ],
    [
      "paste copy",
      async (desk) => {
        await desk.press("Escape");
        await desk.page.getByRole("grid").focus();
        await desk.press("p");
        await desk.page.locator(".paste textarea").waitFor();
      },
    ],
    [
      "reading of copy",
      async (desk) => {
        await desk.paste("## 城南街道\n\n## 旧车棚改造\n\n本报讯（记者 甲一）近日，改了。\n\n▶图为车棚。\n");
        await desk.press("Control+Enter");
        await desk.page.locator(".sheet .body").waitFor();
      },
    ],
    ["story", go(`/story/${story}`, ".copy")],
    ["story, photos", tab(2)],
    ["story, reviews", tab(3)],
    ["story, history", tab(4)],
    [
      "story, an older version",
      async (desk) => {
        await desk.page.locator("#tabpanel ol button").last().click();
        await desk.page.locator("section.changes").waitFor();
      },
    ],
    ["photos", go("/photos", "main img")],
    ["one photo", go(`/photos/${photo}`, "main img")],
    ["issue", go(`/issue/${issue}`, "main h1")],
    [
      "issue, a new page",
      async (desk) => {
        await desk.page.locator("main h1").click();
        await desk.press("Shift+N");
        await desk.page.locator("main form select").waitFor();
      },
    ],
    ["page", go(`/page/${page}`, "main canvas")],
    [
      "page, a module",
      async (desk) => {
        await desk.page.locator("[id^=module-]").first().focus();
        await desk.press("h", "t");
        await desk.page.locator("[data-field=ground] input[type=number]").waitFor();
      },
    ],
    [
      "page, sentences of its story",
      async (desk) => {
        await desk.page.locator("[data-field=quotes] button[aria-expanded]").click();
        await desk.page.locator(".sentences li button").first().waitFor();
      },
    ],
    [
      "page, a quote",
      async (desk) => {
        await desk.page.locator(".sentences li button").first().click();
        await desk.page.locator("[data-field=quotes] textarea").waitFor();
      },
    ],
    [
      "page, a picture with an outline",
      async (desk) => {
        await desk.page.locator(".module.picture").first().focus();
        await desk.page.locator("[data-field=wraps] label").nth(2).click();
        await desk.page.locator(".outline .corner").first().waitFor();
      },
    ],
    ["archive", go("/archive", "main input")],
    [
      "archive, found",
      async (desk) => {
        await desk.page.locator("main input").first().fill("群众");
        await desk.page.locator("main").getByText("接诉即办").first().waitFor();
      },
    ],
    ["settings", go("/settings", "main h1, main h2")],
  ];
}

for (const [language, look] of [
  ["zh-CN", "light"],
  ["zh-CN", "dark"],
  ["en", "light"],
  ["en", "dark"],
]) {
  test(`axe finds nothing in any room: ${language}, ${look}`, async (t) => {
    const newsroom = await Newsroom.open(t, "demo");
    const desk = await newsroom.desk(CHIEF, { look });
    if (language === "en") await desk.command("English");
    await desk.page.locator(`html[lang=${language}]`).waitFor({ state: "attached" });
    const [photo] = await newsroom.ask("photo", "list");
    const [issue] = await newsroom.ask("issue", "list");
    const [page] = await newsroom.ask("page", "list");
    const stories = await newsroom.ask("story", "list");
    const story = stories.find(({ photos }) => photos > 0) ?? stories[0];
    for (const [place, come] of places({
      story: story.id,
      ...{ photo: photo.id, issue: issue.id, page: page.id },
    })) {
      await t.test(place, async () => {
        await come(desk);
        // What an open menu half covers is not there to be hit.
        assert.deepEqual(await found(desk, place === "people" ? ".people" : "html"), []);
      });
    }
    assert.deepEqual(desk.errors, []);
  });
}

test("axe finds nothing where a newspaper begins", async (t) => {
  const newsroom = await Newsroom.open(t, "bare");
  const desk = await newsroom.desk(null);
  await desk.page.getByRole("heading", { name: "一份新报纸" }).waitFor();
  assert.deepEqual(await found(desk), []);
});
