import type { Byline, PhotoView, StoryRow } from "../api/wire";
import { fetchDisplay } from "../page/display";
import { words } from "../words/words.svelte";
import type { Desk } from "./desk.svelte";
import { beside, justified, lacksCaption, lacksCredit, onTable, type Show, type Tile } from "./lighttable";
import { printedSizes, type PrintedSize } from "./printedsize";
import { routeHash } from "./route";

/** Between pictures, in CSS pixels. */
export const GAP = 14;

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
  /** By photo: where it stands, and how finely. */
  sizes = $state.raw<ReadonlyMap<string, PrintedSize[]>>(new Map());
  private readonly desk: Desk;
  private measured = "";

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

  /** Whether I may write captions and add pictures. */
  get may(): boolean {
    return this.desk.has("photographer", "reporter", "editor", "desk-head", "chief", "page-editor");
  }

  /** Takes a picture into the hand; the address follows, the way back does not fill up. */
  select(id: string | null): void {
    location.replace(routeHash("photos", id));
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

  /** Adds pictures, and takes the first of them into the hand. */
  async add(files: File[]): Promise<void> {
    const pictures = files.filter(({ type }) => type.startsWith("image/"));
    if (pictures.length === 0) return;
    const added = await this.desk.toasts.during(
      words.t.photos.adding(pictures.length),
      this.desk.addPhotos(pictures, null),
    );
    if (added[0] !== undefined) this.select(added[0]);
  }

  /** Measures every picture that stands on a page, once for each state of the library. */
  async measure(): Promise<void> {
    const now = String(this.desk.session?.seq ?? "");
    if (now === this.measured) return;
    this.measured = now;
    const used = this.desk.stories.filter(({ photos }) => photos > 0);
    const pages = [...new Set(used.flatMap((story) => story.pages.map(({ page }) => page)))];
    const found = await Promise.all(pages.map(async (page) => this.sizesOn(page)));
    const sizes = new Map<string, PrintedSize[]>();
    for (const [photo, size] of found.flat()) sizes.set(photo, [...(sizes.get(photo) ?? []), size]);
    if (this.measured === now) this.sizes = sizes;
  }

  private async sizesOn(id: string): Promise<[string, PrintedSize][]> {
    try {
      const page = await this.desk.newsroom.ask("page", { id });
      return printedSizes(await fetchDisplay(this.desk.newsroom.displayUrl(id, page.etag)), id, page.number);
    } catch {
      // A page that cannot be composed now has no sizes to show; the page itself says why.
      return [];
    }
  }
}
