/** What is kept of a story: the typing in its text, or in the fields beside it. */
export type Kind = "text" | "fields";

const NAMES: Record<Kind, string> = { text: "broadsheet.unsaved", fields: "broadsheet.fields" };

/** Who keeps what here: a story that was left, and is answered late, writes nothing over what is made of it since. */
const holders = new Map<string, Kept>();

/**
 * Typing that is kept beside the window until it is in the log.
 *
 * A story of the same id in another library is another story, and another person's typing is theirs alone. What has
 * nobody's name on it was typed before the paper had people: whoever opens the story takes it up, and it stays where
 * it is until it is in the log.
 */
export class Kept {
  private key: string;
  private readonly nobodys: string;
  /** What this window wrote or read there last: it removes nothing else. */
  private mine: string | null = null;

  constructor(kind: Kind, library: string, person: string | null, story: string) {
    this.nobodys = `${NAMES[kind]} ${library} ${story} `;
    this.key = this.nobodys + (person ?? "");
  }

  /** Takes over what is there: as it was kept, or a plain text where it cannot be read; null where there is nothing. */
  read(): unknown {
    if (localStorage.getItem(this.key) === null && localStorage.getItem(this.nobodys) !== null) {
      this.key = this.nobodys;
    }
    holders.set(this.key, this);
    this.mine = localStorage.getItem(this.key);
    return this.mine === null ? null : parsed(this.mine);
  }

  keep(value: unknown): void {
    if (holders.get(this.key) !== this) return;
    const text = JSON.stringify(value);
    try {
      localStorage.setItem(this.key, text);
      this.mine = text;
    } catch {
      // No room beside the window. Typing goes on: it is on its way to the log all the same.
    }
  }

  /** It is in the log, or dropped. What another window has put there since stays. */
  drop(): void {
    if (holders.get(this.key) !== this) return;
    if (this.mine !== null && localStorage.getItem(this.key) === this.mine) localStorage.removeItem(this.key);
    this.mine = null;
  }
}

/** The stories of a library with typing of this person, or of nobody, that is not in the log. */
export function storiesWithKept(library: string, person: string | null): string[] {
  const stories = new Set<string>();
  for (const key of Object.keys(localStorage)) {
    for (const name of Object.values(NAMES)) {
      const start = `${name} ${library} `;
      if (!key.startsWith(start)) continue;
      const [story = "", whose = "", ...more] = key.slice(start.length).split(" ");
      if (more.length === 0 && (whose === "" || whose === person)) stories.add(story);
    }
  }
  return [...stories];
}

/** What somebody typed, out of whatever shape it was kept in. */
export function typedIn(kept: unknown): string {
  if (typeof kept === "string") return kept;
  if (Array.isArray(kept)) return kept.map(typedIn).join("");
  if (typeof kept !== "object" || kept === null) return "";
  if ("text" in kept && typeof kept.text === "string") return kept.text;
  return Object.values(kept)
    .map((part: unknown) => (typeof part === "string" ? "" : typedIn(part)))
    .join("");
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
