// A page to be made up, and the hands that make it up.
import assert from "node:assert/strict";
import { EDITOR, Newsroom, PATIENCE, REPORTER } from "./newsroom.mjs";

export const SENTENCE =
  "昨晚7时，停用三十年的渡口灯塔重新亮起，灯光可达15海里，守塔人说它还认得回港的船。";

/** An issue with one page, and approved stories that wait for it: one of some 600 characters, one of 200. */
export async function planned(t) {
  const newsroom = await Newsroom.open(t);
  const issue = await newsroom.call("issue_new", EDITOR, {
    date: "2022-11-18",
    title: null,
  });
  const page = await newsroom.call("page_new", EDITOR, {
    ...{
      issue: issue.id,
      number: "A03",
      format: "四开",
      section: "城事",
      editors: [],
    },
  });
  const stories = {};
  for (const [headline, times] of [
    ["渡口灯塔百年重亮", 16],
    ["老街菜场搬进新楼", 5],
  ]) {
    const body = Array.from({ length: Math.ceil(times / 4) }, () =>
      SENTENCE.repeat(4),
    ).slice(0, times);
    const id = await newsroom.story(REPORTER, { headline, body });
    await newsroom.call("story_submit", REPORTER, { id });
    const { version } = await newsroom.call("story", EDITOR, { id });
    await newsroom.call("story_approve", EDITOR, {
      id,
      version,
      opinion: null,
    });
    stories[headline] = id;
  }
  return {
    newsroom,
    issue: issue.id,
    page: page.id,
    ...{
      lighthouse: stories.渡口灯塔百年重亮,
      market: stories.老街菜场搬进新楼,
    },
  };
}

/** The make-up as the library has it: every story's place. */
export async function places(newsroom, page) {
  const { make_up } = await newsroom.call("page", null, { id: page });
  return Object.fromEntries(
    make_up.modules.map(({ story, area }) => [story, area]),
  );
}

/** Waits until the library has a make-up that is so. */
export async function laid(desk, page, so) {
  for (const end = Date.now() + PATIENCE; Date.now() < end;) {
    const now = await places(desk.newsroom, page);
    if (so(now)) return now;
  }
  throw new Error(
    `The make-up never came to that: ${JSON.stringify(await places(desk.newsroom, page))}`,
  );
}

/** Waits until something is so. */
export async function until(so) {
  for (const end = Date.now() + PATIENCE; Date.now() < end;) {
    if (await so()) return;
  }
  throw new Error(`It never came to that: ${so}`);
}

export async function atThePage(newsroom, page, person = EDITOR, options = {}) {
  const desk = await newsroom.desk(person, options);
  await desk.press("Control+4");
  await desk.page.locator(".paper canvas").waitFor();
  assert.equal(desk.open, page);
  return desk;
}

export const module = (desk, headline) =>
  desk.page
    .locator(".module.module", { hasText: "" })
    .and(
      desk.page.getByRole("button", {
        name: new RegExp(`^${headline.slice(0, 6)}`),
      }),
    );
export const tray = (desk, headline) =>
  desk.page.locator(".tray .item", { hasText: headline });

export async function centre(locator) {
  const box = await locator.boundingBox();
  return { ...box, x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** Drags with the mouse, in steps, as a hand does. */
export async function drag(desk, from, to) {
  const { mouse } = desk.page;
  await mouse.move(from.x, from.y);
  await mouse.down();
  await mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 4 });
  await mouse.move(to.x, to.y, { steps: 4 });
  await mouse.up();
}
