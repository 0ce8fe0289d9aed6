import type { Byline, PhotoView, StoryRow } from "../api/wire";
import { fetchDisplay } from "../page/display";
import { words } from "../words/words.svelte";
import type { Desk } from "./desk.svelte";
import { beside, justified, lacksCaption, lacksCredit, onTable, type Show, type Tile } from "./lighttable";
import { printedSizes, type PrintedSize } from "./printedsize";

/** Between pictures, in CSS pixels. */
export const GAP = 14;

/** The pictures of a page as they print, as it was set when the library was at `seq`. */
interface Measured {
  seq: number;
  etag: string;
  sizes: [string, PrintedSize][];
}

/** The light table: which pictures lie on it, which one is in the hand, how each of them prints. */
export class PhotoTable {
  show = $state<Show>("all");
  typed = $state("");
  /** The wished height of a row, in CSS pixels. */
  height = $state(190);
  width = $state(0);
  loupe = $state(false);
  /** Pictures that were picked out to be written or used together; none while one is enough. */
  picked = $state.raw<ReadonlySet<string>>(new Set());
  /** The picture that is being dragged. */
  dragged = $state<string | null>(null);
  /** The pictures whose tiles are on the screen. */
  private inView = $state.raw<ReadonlySet<string>>(new Set());
  private measured = $state.raw<ReadonlyMap<string, Measured>>(new Map());
  private measuring = false;
  private readonly desk: Desk;

  constructor(desk: Desk) {
    this.desk = desk;
  }

  readonly shown: PhotoView[] = $derived.by(() => onTable(this.desk.photos, this.show, this.typed));
  readonly rows: Tile[][] = $derived.by(() =>
    justified(this.shown, Math.max(200, this.width), this.height, GAP),
  );
  readonly selected: PhotoView | null = $derived.by(
    () => this.desk.photos.find(({ id }) => id === this.desk.route.id) ?? null,
  );
  readonly lacking: number = $derived.by(
    () => this.desk.photos.filter((photo) => lacksCaption(photo) || lacksCredit(photo)).length,
  );
  readonly unused: number = $derived.by(
    () => this.desk.photos.filter(({ stories }) => stories.length === 0).length,
  );
  private readonly stories: ReadonlyMap<string, StoryRow> = $derived.by(
    () => new Map(this.desk.stories.map((story) => [story.id, story])),
  );
  /** A page of what is looked at that has not been asked for since the library changed. */
  readonly unmeasured: string | undefined = $derived.by(() => {
    const seq = this.desk.session?.seq ?? 0;
    const photos = this.desk.photos.filter(({ id }) => this.inView.has(id) || id === this.selected?.id);
    return photos
      .flatMap((photo) => this.pagesOf(photo))
      .find((page) => this.measured.get(page)?.seq !== seq);
  });

  /** Whether I may write captions and add pictures. */
  get may(): boolean {
    return this.desk.has("photographer", "reporter", "editor", "desk-head", "chief", "page-editor");
  }

  /** Takes a picture into the hand. */
  select(id: string | null): void {
    this.desk.pass("photos", id);
  }

  /** A click on a picture: with Ctrl it joins the others, with Shift all up to it do. */
  click(id: string, event: MouseEvent): void {
    const held = this.selected?.id ?? id;
    if (event.ctrlKey || event.metaKey) {
      const next = new Set(this.picked.size === 0 ? [held] : this.picked);
      if (id === held && this.picked.size === 0) next.add(id);
      else if (!next.delete(id)) next.add(id);
      this.picked = next;
    } else if (event.shiftKey) {
      const ids = this.shown.map((photo) => photo.id);
      const [a, b] = [ids.indexOf(held), ids.indexOf(id)];
      this.picked = new Set(ids.slice(Math.min(a, b), Math.max(a, b) + 1));
    } else {
      this.picked = new Set();
      this.select(id);
    }
  }

  /** Picks out every picture on the table. */
  pickAll(): void {
    this.picked = new Set(this.shown.map(({ id }) => id));
  }

  /** The pictures picked out, as they are now. */
  readonly many: PhotoView[] = $derived.by(() => this.desk.photos.filter(({ id }) => this.picked.has(id)));

  /** Writes the same caption, the same credit or both under all that are picked; null leaves one as it is. */
  async describeMany(caption: string | null, credit: Byline | null): Promise<void> {
    const before = this.many;
    const work = this.describeEach(before.map(({ id }) => ({ id, caption, credit })));
    const done = await this.desk.toasts.during(words.t.photos.writing(before.length), work);
    const undone = before.slice(0, done).map((photo) => ({
      id: photo.id,
      caption: caption === null ? null : (photo.caption ?? ""),
      credit: credit === null ? null : (photo.printed_credit ?? { role: null, names: [] }),
    }));
    if (done > 0) this.desk.toasts.done(words.t.photos.written(done), () => void this.describeEach(undone));
  }

  /** Answers how many were written: it ends where one is refused. */
  private async describeEach(
    all: readonly { id: string; caption: string | null; credit: Byline | null }[],
  ): Promise<number> {
    let done = 0;
    for (const one of all) {
      if ((await this.desk.act("photo_describe", one)) === null) break;
      done += 1;
    }
    await this.desk.lookAround(true);
    return done;
  }

  /** Gives all that are picked to a story. */
  async attachMany(story: string): Promise<void> {
    for (const photo of this.many.filter(({ stories }) => !stories.includes(story))) {
      if ((await this.desk.act("story_attach", { story, photo: photo.id })) === null) break;
    }
    this.desk.toasts.done(words.t.photos.attached);
    await this.desk.lookAround(true);
  }

  /** Moves by an arrow key; answers the picture arrived at. */
  move(key: string): string | null {
    const from = this.selected?.id ?? this.shown[0]?.id;
    if (from === undefined) return null;
    this.picked = new Set();
    const to = this.selected === null ? from : beside(this.rows, from, key, GAP);
    if (to !== null) this.select(to);
    return to;
  }

  /** The stories that a picture goes with. */
  storiesOf(photo: PhotoView): StoryRow[] {
    return this.desk.stories.filter(({ id }) => photo.stories.includes(id));
  }

  /** Gives a picture to a story. */
  async attach(photo: string, story: string): Promise<void> {
    const told = await this.desk.act("story_attach", { story, photo });
    if (told === null) return;
    this.desk.toasts.done(`${words.t.photos.attached}：${told.slug}`, () => void this.detach(photo, story));
    await this.desk.lookAround(true);
  }

  /** Takes a picture from a story. */
  async detach(photo: string, story: string): Promise<void> {
    const told = await this.desk.act("story_detach", { story, photo });
    if (told === null) return;
    this.desk.toasts.done(words.t.photos.detached, () => void this.attach(photo, story));
    await this.desk.lookAround(true);
  }

  /** A picture's tile is on the screen from now on; answers how to say that it has gone. */
  watch(tile: Element, photo: string): () => void {
    const watcher = new IntersectionObserver((changes) => {
      this.seen(photo, changes.at(-1)?.isIntersecting ?? false);
    });
    watcher.observe(tile);
    return () => {
      watcher.disconnect();
      this.seen(photo, false);
    };
  }

  /** A picture has come onto the screen, or has gone from it. */
  seen(photo: string, here: boolean): void {
    if (this.inView.has(photo) === here) return;
    const inView = new Set(this.inView);
    if (here) inView.add(photo);
    else inView.delete(photo);
    this.inView = inView;
  }

  /** Where a picture stands, and how finely it prints there; what is not on the screen has not been measured. */
  sizesOf(photo: PhotoView): PrintedSize[] {
    return this.pagesOf(photo).flatMap((page) =>
      (this.measured.get(page)?.sizes ?? []).flatMap(([id, size]) => (id === photo.id ? [size] : [])),
    );
  }

  private pagesOf(photo: PhotoView): string[] {
    const pages = photo.stories.flatMap((id) => this.stories.get(id)?.pages ?? []);
    return [...new Set(pages.map(({ page }) => page))];
  }

  /**
   * Measures the pictures that are looked at, one page after another; each page is asked for once for each state of
   * the library, and fetched again only where it is set otherwise than before.
   */
  async measure(): Promise<void> {
    if (this.measuring) return;
    this.measuring = true;
    for (let page = this.unmeasured; page !== undefined; page = this.unmeasured) {
      const seq = this.desk.session?.seq ?? 0;
      const { etag, sizes } = await this.sizesOn(page, this.measured.get(page));
      this.measured = new Map(this.measured).set(page, { seq, etag, sizes });
    }
    this.measuring = false;
  }

  private async sizesOn(id: string, before: Measured | undefined): Promise<Omit<Measured, "seq">> {
    try {
      const { etag, number } = await this.desk.newsroom.ask("page", { id });
      if (etag === before?.etag) return before;
      const list = await fetchDisplay(this.desk.newsroom.displayUrl(id, etag));
      return { etag, sizes: printedSizes(list, id, number) };
    } catch {
      // A page that cannot be composed now has no sizes to show; the page itself says why.
      return { etag: "", sizes: [] };
    }
  }
}
