import type { IconName } from "../parts/Icon.svelte";
import { words } from "../words/words.svelte";
import type { Desk } from "./desk.svelte";

/** Something the palette leads to. */
export interface Entry {
  key: string;
  group: string;
  icon: IconName;
  name: string;
  beside: string;
  keys: string | null;
  run: () => void;
}

/** How many of each kind are shown. */
const SHOWN = 14;

/** How well a text answers what was typed; null where it does not: at its start, inside, or letter after letter. */
export function rank(text: string, wanted: string): number | null {
  if (wanted === "") return 0;
  const held = text.toLowerCase();
  const at = held.indexOf(wanted);
  if (at >= 0) return at === 0 ? 0 : 1;
  // Letters far apart are no abbreviation, they are chance.
  let from = 0;
  let first = -1;
  for (const character of wanted) {
    const found = held.indexOf(character, from);
    if (found < 0) return null;
    if (first < 0) first = found;
    from = found + 1;
  }
  return from - first > wanted.length * 4 ? null : 2;
}

/** The command palette: all that can be done, and every story, photo, page and issue by name. */
export class PaletteList {
  query = $state("");
  at = $state(0);
  private readonly desk: Desk;

  constructor(desk: Desk) {
    this.desk = desk;
  }

  readonly found: Entry[] = $derived.by(() => {
    const wanted = this.query.trim().toLowerCase();
    const ranked = this.entries().flatMap((entry) => {
      const how = rank(entry.name, wanted) ?? rank(`${entry.name} ${entry.beside}`, wanted);
      return how === null ? [] : [{ entry, how }];
    });
    const groups = [...new Set(ranked.map(({ entry }) => entry.group))];
    const best = (group: string): number =>
      Math.min(...ranked.filter(({ entry }) => entry.group === group).map(({ how }) => how));
    return groups
      .toSorted((a, b) => best(a) - best(b))
      .flatMap((group) =>
        ranked
          .filter(({ entry }) => entry.group === group)
          .toSorted((a, b) => a.how - b.how)
          .slice(0, SHOWN)
          .map(({ entry }) => entry),
      );
  });
  readonly chosen: Entry | null = $derived.by(
    () => this.found[Math.max(0, Math.min(this.at, this.found.length - 1))] ?? null,
  );

  /** Begins anew. */
  open(): void {
    this.query = "";
    this.at = 0;
  }

  /** Goes up or down, round the ends. */
  step(by: number): void {
    const count = this.found.length;
    if (count > 0) this.at = (this.at + by + count) % count;
  }

  private entries(): Entry[] {
    return [
      ...this.commands(),
      ...this.pages(),
      ...this.stories(),
      ...this.photos(),
      ...this.issues(),
      ...this.people(),
    ];
  }

  private commands(): Entry[] {
    return this.desk.commands.offered
      .flat()
      .filter(({ id }) => id !== "palette")
      .map(({ id, name, keys, run }) => ({
        key: `command ${id}`,
        group: words.t.palette.commands,
        icon: "act",
        name,
        beside: "",
        keys: keys ?? null,
        run,
      }));
  }

  private pages(): Entry[] {
    return this.desk.pages.map((page) => ({
      key: `page ${page.id}`,
      group: words.t.palette.pages,
      icon: "page",
      name: `${page.number} ${page.section ?? ""}`.trim(),
      beside: `${page.date} ${words.of(words.t.state, page.state)}`,
      keys: null,
      run: () => this.desk.go("page", page.id),
    }));
  }

  private stories(): Entry[] {
    return this.desk.stories.map((story) => ({
      key: `story ${story.id}`,
      group: words.t.palette.stories,
      icon: "stories",
      name: story.headline ?? story.slug,
      beside: [
        (story.headline ?? "").startsWith(story.slug) ? "" : story.slug,
        words.of(words.t.state, story.state),
      ]
        .join(" ")
        .trim(),
      keys: null,
      run: () => this.desk.go("story", story.id),
    }));
  }

  private photos(): Entry[] {
    return this.desk.photos.map((photo) => ({
      key: `photo ${photo.id}`,
      group: words.t.palette.photos,
      icon: "photos",
      name: photo.caption ?? photo.file_name ?? words.t.photos.noFile,
      beside: photo.file_name ?? "",
      keys: null,
      run: () => this.desk.go("photos", photo.id),
    }));
  }

  private issues(): Entry[] {
    return this.desk.issues.map((issue) => ({
      key: `issue ${issue.id}`,
      group: words.t.palette.issues,
      icon: "issue",
      name: words.day(issue.date),
      beside: `${issue.date} ${words.t.top.pages(issue.pages)}`,
      keys: null,
      run: () => this.desk.go("issue", issue.id),
    }));
  }

  private people(): Entry[] {
    return (this.desk.session?.persons ?? [])
      .filter(({ id }) => id !== this.desk.me)
      .map((person) => ({
        key: `person ${person.id}`,
        group: words.t.palette.people,
        icon: "person",
        name: person.name,
        beside: person.roles.map((role) => words.of(words.t.role, role)).join(words.t.listed),
        keys: null,
        run: () => this.desk.become(person.id),
      }));
  }
}
