import type { StoryRow } from "../api/wire";

export type Grouping = "none" | "state" | "desk" | "page";

/** How the list of stories is looked at; kept from one evening to the next. */
export interface Sieve {
  state: string | null;
  group: Grouping;
  text: string;
}

/** A line of the list: a heading over a group, or a story. */
export type ListLine = { head: string; count: number } | { story: StoryRow };

const ORDER = ["submitted", "returned", "draft", "approved", "held", "spiked"];

/** The lines in the order in which they stand; newest change first, inside groups too. */
export function listLines(stories: readonly StoryRow[], sieve: Sieve, none: string): ListLine[] {
  const wanted = sieve.text.trim().toLowerCase();
  const fits = (story: StoryRow): boolean =>
    wanted === "" ||
    [story.slug, story.headline, story.kicker, story.author, story.desk].some((text) =>
      text?.toLowerCase().includes(wanted),
    );
  const kept = stories
    .filter((story) => (sieve.state === null || story.state === sieve.state) && fits(story))
    .toSorted((a, b) => b.changed_at.localeCompare(a.changed_at));
  if (sieve.group === "none") return kept.map((story) => ({ story }));
  const groups = new Map<string, StoryRow[]>();
  for (const story of kept) {
    const name = groupOf(story, sieve.group) ?? none;
    groups.set(name, [...(groups.get(name) ?? []), story]);
  }
  const rank = (name: string): number => (sieve.group === "state" ? ORDER.indexOf(name) : 0);
  return [...groups]
    .toSorted(
      ([a], [b]) => Number(a === none) - Number(b === none) || rank(a) - rank(b) || a.localeCompare(b),
    )
    .flatMap(([head, members]) => [{ head, count: members.length }, ...members.map((story) => ({ story }))]);
}

function groupOf(story: StoryRow, by: Grouping): string | null {
  if (by === "state") return story.state;
  if (by === "desk") return story.desk;
  return story.pages.at(0)?.number ?? null;
}

/** How many stories stand in each state, in the order of the work. */
export function stateCounts(stories: readonly StoryRow[]): { state: string; count: number }[] {
  return ORDER.map((state) => ({
    state,
    count: stories.filter((story) => story.state === state).length,
  })).filter(({ count }) => count > 0);
}
