import { describe, expect, it } from "vitest";
import type { StoryRow } from "../../src/api/wire";
import { listLines, stateCounts, type ListLine, type Sieve } from "../../src/state/storylist";

function row(slug: string, state: string, more: Partial<StoryRow> = {}): StoryRow {
  return {
    ...{ id: slug, slug, kicker: null, headline: slug, author: "甲一", desk: null, state, characters: 0 },
    ...{ photos: 0, tags: [], pages: [], filed_at: "2022-11-18T10:00:00+08:00" },
    ...{ changed_at: "2022-11-18T10:00:00+08:00", version: 1, can: [], ...more },
  };
}

const ALL: Sieve = { state: null, group: "none", text: "" };
const told = (lines: ListLine[]): string[] =>
  lines.map((line) => ("head" in line ? `[${line.head} ${line.count}]` : line.story.slug));

describe("the list of stories", () => {
  const stories = [
    row("旧稿", "approved", { changed_at: "2022-11-18T09:00:00+08:00", desk: "要闻" }),
    row("新稿", "draft", { changed_at: "2022-11-18T11:00:00+08:00" }),
    row("急稿", "submitted", { headline: "渡口灯塔" }),
  ];

  it("shows the newest change first", () => {
    expect(told(listLines(stories, ALL, "无"))).toEqual(["新稿", "急稿", "旧稿"]);
  });

  it("is sieved by state and by words of headline, slug, author or desk", () => {
    expect(told(listLines(stories, { ...ALL, state: "draft" }, "无"))).toEqual(["新稿"]);
    expect(told(listLines(stories, { ...ALL, text: " 灯塔 " }, "无"))).toEqual(["急稿"]);
    expect(told(listLines(stories, { ...ALL, text: "要闻" }, "无"))).toEqual(["旧稿"]);
  });

  it("is grouped by state in the order of work, what waits for a decision first", () => {
    const lines = told(listLines(stories, { ...ALL, group: "state" }, "无"));
    expect(lines).toEqual(["[submitted 1]", "急稿", "[draft 1]", "新稿", "[approved 1]", "旧稿"]);
  });

  it("has those without a desk last", () => {
    const lines = told(listLines(stories, { ...ALL, group: "desk" }, "无"));
    expect(lines).toEqual(["[要闻 1]", "旧稿", "[无 2]", "新稿", "急稿"]);
  });

  it("counts every state that there is", () => {
    expect(Object.fromEntries(stateCounts(stories).map(({ state, count }) => [state, count]))).toEqual({
      approved: 1,
      draft: 1,
      submitted: 1,
    });
  });
});
