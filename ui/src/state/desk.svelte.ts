import { getContext, setContext, untrack } from "svelte";
import { Newsroom } from "../api/newsroom";
import { Refusal } from "../api/refusal";
import type { Answer, Args, CallName, Transport } from "../api/transport";
import type { FitView, IssueRow, PageRow, PersonView, PhotoView, Session, StoryRow } from "../api/wire";
import { words } from "../words/words.svelte";
import { Commands } from "./commands.svelte";
import { Look } from "./look.svelte";
import { readRoute, routeHash, type Room, type Route } from "./route";
import { Toasts } from "./toasts.svelte";

/** How the text that is open stands with the log. */
export interface Saving {
  state: "saved" | "saving" | "unsaved" | "stuck";
  changes: number;
  /** RFC 3339, once something was saved. */
  at: string | null;
}

/** How often the desk asks whether anything has changed elsewhere, in milliseconds. */
const LOOK_AROUND = 3_000;

/** The desk one person sits at: who they are, where they are, and what the newsroom has. */
export class Desk {
  readonly newsroom: Newsroom;
  readonly toasts = new Toasts();
  readonly commands = new Commands();
  readonly look = new Look();

  session = $state.raw<Session | null>(null);
  me = $state<string | null>(null);
  route = $state.raw<Route>({ room: "stories", id: null, at: null });
  reached = $state(true);

  stories = $state.raw<StoryRow[]>([]);
  photos = $state.raw<PhotoView[]>([]);
  issues = $state.raw<IssueRow[]>([]);
  pages = $state.raw<PageRow[]>([]);
  /** Whether the lists above have come at all. */
  listed = $state(false);
  /** The page that was open last. */
  lastPage = $state<string | null>(null);

  paletteOpen = $state(false);
  peopleOpen = $state(false);
  keysOpen = $state(false);
  focused = $state(false);
  saving = $state.raw<Saving | null>(null);
  fit = $state.raw<{ fit: FitView | null } | null>(null);
  findings = $state<number | null>(null);
  now = $state(new Date());
  /** Files that were dropped or text that was pasted where no room took it: the stories read them. */
  handed = $state.raw<{ files: File[]; text: string | null } | null>(null);

  constructor(transport: Transport) {
    const caller = {
      get as() {
        return own();
      },
      get lang() {
        return words.lang;
      },
    };
    const own = (): string | null => this.me;
    this.newsroom = new Newsroom(transport, caller);
  }

  /** The person who works here. */
  get person(): PersonView | null {
    return this.session?.persons.find(({ id }) => id === this.me) ?? null;
  }

  /** Whether I have one of the roles; everybody while nobody has been named. */
  has(...roles: string[]): boolean {
    if (this.session?.persons.length === 0) return true;
    return this.person?.roles.some((role) => roles.includes(role)) ?? false;
  }

  /** The issue of tonight: of the page that is open, else the newest. */
  get issue(): IssueRow | null {
    const open = this.pages.find(
      ({ id }) => id === (this.route.room === "page" ? this.route.id : this.lastPage),
    );
    return this.issues.find(({ id }) => id === open?.issue) ?? this.issues.at(0) ?? null;
  }

  /** Starts: language, look, the session, then looks around again and again. Answers how to stop. */
  begin(): () => void {
    return untrack(() => this.start());
  }

  private start(): () => void {
    words.begin(null);
    this.look.begin();
    this.follow();
    const follow = (): void => this.follow();
    addEventListener("hashchange", follow);
    void this.lookAround();
    const asking = setInterval(() => {
      if (!document.hidden) void this.lookAround();
    }, LOOK_AROUND);
    const ticking = setInterval(() => (this.now = new Date()), 1_000);
    return () => {
      removeEventListener("hashchange", follow);
      clearInterval(asking);
      clearInterval(ticking);
    };
  }

  /** Asks whether anything has changed, and if so fetches what every room shows. */
  async lookAround(force = false): Promise<void> {
    let session: Session;
    try {
      session = await this.newsroom.ask("session", {});
    } catch {
      this.reached = false;
      return;
    }
    this.reached = true;
    const before = this.session;
    if (!force && before?.seq === session.seq) return;
    if (before === null) this.settleIn(session);
    this.session = session;
    await this.fetchLists();
  }

  private settleIn(session: Session): void {
    words.begin(session.title?.lang ?? null);
    const kept = localStorage.getItem(meKey(session));
    this.me = session.persons.find(({ id }) => id === kept)?.id ?? null;
    if (this.me === null && session.persons.length > 0) this.peopleOpen = true;
  }

  /** What the rail, the palette and the top line speak of. */
  async fetchLists(): Promise<void> {
    const lists = await this.tried(
      Promise.all([
        this.newsroom.ask("stories", {}),
        this.newsroom.ask("photos", {}),
        this.newsroom.ask("issues", {}),
        this.newsroom.ask("pages", {}),
      ]),
    );
    if (lists === null) return;
    const [stories, photos, issues, pages] = lists;
    this.stories = stories;
    this.photos = photos;
    this.issues = issues.toSorted((a, b) => b.date.localeCompare(a.date));
    this.pages = pages;
    this.listed = true;
    // Whoever asked for the page before it was known which there are.
    if (this.route.room === "page" && this.route.id === null && this.nearestPage !== null)
      this.pass("page", this.nearestPage);
  }

  /** Takes a person's place. */
  become(person: string | null): void {
    this.me = person;
    this.peopleOpen = false;
    if (this.session !== null && person !== null) localStorage.setItem(meKey(this.session), person);
    // What may be done is not the same for everybody.
    void this.lookAround(true);
  }

  /** Goes somewhere. */
  go(room: Room, id: string | null = null, at: string | null = null): void {
    const hash = routeHash(room, id, at);
    if (location.hash === hash) this.follow();
    else location.hash = hash;
  }

  /** Goes to something else in a room: at once, and without filling up the way back. */
  pass(room: Room, id: string | null): void {
    history.replaceState(history.state, "", routeHash(room, id));
    this.follow();
  }

  /** The page that was open last, else the newest issue's first. */
  private get nearestPage(): string | null {
    return this.lastPage ?? this.pages.at(0)?.id ?? null;
  }

  /** Goes to that page; to the room of pages while it is not known. */
  goToPage(): void {
    this.go("page", this.nearestPage);
  }

  private follow(): void {
    this.route = readRoute(location.hash);
    if (this.route.room === "page" && this.route.id !== null) this.lastPage = this.route.id;
    this.saving = null;
    this.fit = null;
    this.findings = null;
    this.focused = false;
  }

  /** Commands, and says so where it was refused; null then. */
  async act<K extends CallName>(name: K, args: Args<K>): Promise<Answer<K> | null> {
    return this.tried(this.newsroom.act(name, args));
  }

  /** Asks, and says so where it was refused; null then. */
  async ask<K extends CallName>(name: K, args: Args<K>): Promise<Answer<K> | null> {
    return this.tried(this.newsroom.ask(name, args));
  }

  /** Waits; a refusal is said, and answered as null. */
  async tried<T>(work: Promise<T>): Promise<T | null> {
    try {
      return await work;
    } catch (thrown) {
      this.toasts.refused(Refusal.from(thrown));
      return null;
    }
  }

  /** Hands copy to the stories, to be read. */
  hand(files: File[], text: string | null): void {
    this.handed = { files, text };
    if (this.route.room !== "stories") this.go("stories");
  }

  /**
   * Takes files in: pictures become photos (of the story that is open), PDFs adverts, anything else is copy to read.
   * On the light table the first new picture is taken into the hand.
   */
  async take(files: File[]): Promise<void> {
    const pictures = files.filter(({ type }) => type.startsWith("image/"));
    const adverts = files.filter(({ type }) => type === "application/pdf");
    const copy = files.filter((file) => !pictures.includes(file) && !adverts.includes(file));
    if (adverts.length > 0)
      await this.toasts.during(words.t.page.advertsAdding(adverts.length), this.addAdverts(adverts));
    if (copy.length > 0) this.hand(copy, null);
    if (pictures.length === 0) return;
    const story = this.route.room === "story" ? this.route.id : null;
    const work = this.addPhotos(pictures, story);
    const [first] = await this.toasts.during(words.t.photos.adding(pictures.length), work);
    if (first !== undefined && this.route.room === "photos") this.pass("photos", first);
  }

  /** Adds pictures, to a story or to none; answers the ids of those that were added. */
  async addPhotos(pictures: File[], story: string | null): Promise<string[]> {
    const added: string[] = [];
    for (const picture of pictures) {
      const upload = await this.tried(this.newsroom.upload(picture));
      if (upload === null) continue;
      const made = await this.act("photo_add", { upload, story, caption: null, credit: null });
      if (made === null) continue;
      added.push(made.id);
      for (const { message } of made.notices) this.toasts.warned(`${picture.name}${words.t.colon}${message}`);
    }
    if (added.length > 0) {
      this.toasts.done(words.t.photos.added(added.length));
      await this.lookAround(true);
    }
    return added;
  }

  /** Takes PDFs in as adverts; answers how many were taken. */
  async addAdverts(files: File[]): Promise<number> {
    let added = 0;
    for (const file of files) {
      const upload = await this.tried(this.newsroom.upload(file));
      if (upload === null) continue;
      const made = await this.act("advert_add", { upload, name: null });
      if (made === null) continue;
      added += 1;
      for (const { message } of made.notices) this.toasts.warned(`${file.name}${words.t.colon}${message}`);
    }
    if (added > 0) {
      this.toasts.done(words.t.page.advertsAdded(added));
      await this.lookAround(true);
    }
    return added;
  }

  async copy(text: string): Promise<void> {
    await navigator.clipboard.writeText(text);
    this.toasts.done(words.t.copied);
  }
}

/** Who one is, is remembered for each library. */
function meKey(session: Session): string {
  return `broadsheet.me ${session.library}`;
}

const DESK = Symbol("desk");

export function provideDesk(desk: Desk): void {
  setContext(DESK, desk);
}

/** The desk of this window. */
export function theDesk(): Desk {
  return getContext<Desk>(DESK);
}
