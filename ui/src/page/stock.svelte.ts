import type { AdvertView, PageAdvert, PageStory, PhotoView, StoryRow } from "../api/wire";
import type { Desk } from "../state/desk.svelte";
import { words } from "../words/words.svelte";
import type { LaidPage } from "./laid.svelte";
import { advertsOf, moduleOf, type Part, type Thing } from "./makeup";
import { treatmentOf } from "./treatment";

/** What stands on a page and what waits to be put there: stories, pictures, adverts, and what they are called. */
export class Stock {
  /** Every advert, newest first. */
  adverts: AdvertView[] = $state.raw([]);
  /** The story that a part is being pulled out of, as it reads. */
  copy: { id: string; body: string[] } | null = $state.raw(null);

  private readonly desk: Desk;
  private readonly laid: LaidPage;

  /** Pictures of the stories on the page that do not stand on it. */
  readonly loose: { photo: PhotoView; story: string }[] = $derived.by(() =>
    this.laid.make_up.modules.flatMap(({ story, pictures }) =>
      this.photosOf(story)
        .filter(({ id }) => !pictures.some(({ photo }) => photo === id))
        .map((photo) => ({ photo, story })),
    ),
  );
  /** Adverts that stand on no page of this issue. */
  readonly waiting: AdvertView[] = $derived.by(() =>
    this.adverts.filter(
      ({ id, pages }) =>
        !advertsOf(this.laid.make_up).some(({ advert }) => advert === id) &&
        !pages.some(({ page, date }) => page !== this.laid.id && date === this.laid.page?.date),
    ),
  );

  constructor(desk: Desk, laid: LaidPage) {
    this.desk = desk;
    this.laid = laid;
  }

  /** Fetches the adverts; stories and pictures are the desk's. */
  async load(): Promise<void> {
    const adverts = await this.desk.ask("adverts", {});
    if (adverts !== null) this.adverts = adverts;
  }

  story(id: string): PageStory | StoryRow | null {
    return (
      this.laid.page?.stories.find((story) => story.id === id) ??
      this.laid.page?.tray.find((story) => story.id === id) ??
      this.desk.stories.find((story) => story.id === id) ??
      null
    );
  }

  /** A story's pictures whose files are there. */
  photosOf(story: string): PhotoView[] {
    return this.desk.photos.filter(({ stories, sha256 }) => sha256 !== null && stories.includes(story));
  }

  photo(id: string): PhotoView | null {
    return this.desk.photos.find((photo) => photo.id === id) ?? null;
  }

  advert(id: string): AdvertView | PageAdvert | null {
    return (
      this.adverts.find((advert) => advert.id === id) ??
      this.laid.page?.adverts.find((advert) => advert.id === id) ??
      null
    );
  }

  /** Reads a story, for what is pulled out of it. */
  async readCopy(story: string): Promise<void> {
    const told = await this.desk.ask("story", { id: story });
    if (told !== null) this.copy = { id: story, body: told.body };
  }

  /** Takes PDFs in as adverts; they wait in the tray. */
  async addAdverts(files: File[]): Promise<void> {
    const added = await this.desk.toasts.during(
      words.t.page.advertsAdding(files.length),
      this.desk.addAdverts(files),
    );
    if (added > 0) await this.load();
  }

  /** What a picture still lacks to be printed. */
  lacks(id: string): ("caption" | "credit")[] {
    const photo = this.photo(id);
    if (photo === null) return [];
    const lacking: ("caption" | "credit")[] = [];
    if ((photo.caption ?? "") === "") lacking.push("caption");
    if ((photo.printed_credit?.names.length ?? 0) === 0) lacking.push("credit");
    return lacking;
  }

  /** What a thing is called. */
  nameOf(thing: Thing): string {
    if (thing.kind === "band") return words.t.page.band(this.laid.make_up.bands[thing.at]?.text ?? "");
    if (thing.kind === "picture")
      return words.t.page.pictureBox(this.photo(thing.photo)?.file_name ?? thing.photo);
    if (thing.kind === "advert") return words.t.page.advertBox(this.advert(thing.advert)?.name ?? "");
    if (thing.kind === "quote") return words.t.dress.quote(this.quoted(thing));
    if (thing.kind !== "module") return words.t.dress[thing.kind === "notch" ? "notch" : "shared"];
    const story = this.story(thing.story);
    return story === null ? "" : (story.headline ?? story.slug);
  }

  private quoted({ story, at }: Part): string {
    const module = moduleOf(this.laid.make_up, story);
    return (module === null ? undefined : treatmentOf(module).quotes?.[at]?.text) ?? "";
  }
}
