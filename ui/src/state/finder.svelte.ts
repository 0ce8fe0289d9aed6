import type { PlacedOn, SearchHit, StoryRow } from "../api/wire";
import type { Desk } from "./desk.svelte";

/** A hit with what the list of stories knows of it. */
export interface Found {
  hit: SearchHit;
  story: StoryRow | null;
  /** The first page on which it stands. */
  placed: PlacedOn | null;
}

/** How long the typing may rest before it is looked for, in milliseconds. */
const REST = 90;

/** Searching: what is typed, what was found, and which hit is looked at. */
export class Finder {
  query = $state("");
  state = $state<string | null>(null);
  from = $state("");
  to = $state("");
  at = $state(0);
  /** What the hits were found for. */
  answered = $state("");
  private hits = $state.raw<SearchHit[]>([]);
  private readonly desk: Desk;
  private asked = 0;
  private resting: ReturnType<typeof setTimeout> | undefined;

  constructor(desk: Desk) {
    this.desk = desk;
  }

  readonly all: Found[] = $derived.by(() =>
    this.hits.map((hit) => {
      const story = this.desk.stories.find(({ id }) => id === hit.id) ?? null;
      return { hit, story, placed: story?.pages.at(0) ?? null };
    }),
  );
  readonly states: { state: string; count: number }[] = $derived.by(() => {
    const counts = new Map<string, number>();
    for (const { story } of this.all)
      if (story !== null) counts.set(story.state, (counts.get(story.state) ?? 0) + 1);
    return [...counts].map(([state, count]) => ({ state, count }));
  });
  readonly found: Found[] = $derived.by(() =>
    this.all.filter(
      ({ hit, story }) =>
        (this.state === null || story?.state === this.state) &&
        (this.from === "" || hit.date >= this.from) &&
        (this.to === "" || hit.date <= this.to),
    ),
  );
  readonly chosen: Found | null = $derived.by(
    () => this.found[Math.min(this.at, this.found.length - 1)] ?? null,
  );

  /** Looks for what is typed, once the typing rests. */
  type(): void {
    clearTimeout(this.resting);
    this.resting = setTimeout(() => void this.search(), REST);
  }

  private async search(): Promise<void> {
    const mine = ++this.asked;
    const query = this.query.trim();
    const hits = query === "" ? [] : await this.desk.ask("search", { query, limit: 200 });
    if (mine !== this.asked || hits === null) return;
    this.hits = hits;
    this.answered = query;
    this.at = 0;
    if (!this.states.some(({ state }) => state === this.state)) this.state = null;
  }

  /** Goes up or down the hits. */
  step(by: number): void {
    this.at = Math.max(0, Math.min(this.found.length - 1, this.at + by));
  }
}
