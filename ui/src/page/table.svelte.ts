import { tick } from "svelte";
import type {
  AdvertView,
  AreaView,
  ExportView,
  FitView,
  MakeUpView,
  ModuleView,
  Notice,
  PageAdvert,
  PageStory,
  PageView,
  PhotoView,
  ProofFormat,
  StoryRow,
} from "../api/wire";
import { Refusal } from "../api/refusal";
import type { Desk } from "../state/desk.svelte";
import { words } from "../words/words.svelte";
import { displayFrom, type Painter } from "./display";
import {
  covers,
  everything,
  freePlace,
  gridOf,
  meet,
  rectOf,
  same,
  within,
  type Grid,
  type Rect,
} from "./grid";
import { Hold, type Grip } from "./hold.svelte";
import * as makeup from "./makeup";
import { keyOf, moduleOf, type Thing } from "./makeup";
import { beginningHere, dressed, treatmentOf } from "./treatment";
import { sheetAt, sheetOf } from "./sheet";

/** A make-up that the program proposes, set and ready to be looked at. */
export interface Proposal {
  make_up: MakeUpView;
  stories: PageStory[];
  notices: Notice[];
  painter: Painter;
}

/** Whether and where a story goes on: what undo brings back of a jump. */
export interface Jump {
  /** The page that the story leaves. */
  page: string;
  story: string;
  /** The page that it goes on on; null where it ends on its page. */
  to: string | null;
  /** How it stands there; null for the first place that is free. */
  leg: ModuleView | null;
}

/** A state that undo or redo goes back to. */
interface Done {
  make_up: MakeUpView;
  /** Where a jump was made or taken back, which is another page's matter too. */
  jump: Jump | null;
}

/** The make-up table: a page, what is selected on it, what is held over it, and what was done. */
export class MakeUpTable {
  readonly id: string;
  page: PageView | null = $state.raw(null);
  painter: Painter | null = $state.raw(null);
  selected: Thing | null = $state.raw(null);
  /** How the selected story fits, with its headline. */
  fit: FitView | null = $state.raw(null);
  hold: Hold | null = $state.raw(null);
  proposal: Proposal | null = $state.raw(null);
  /** Whether the proposal is looked at, or the page as it is. */
  proposed = $state(true);
  /** What was last written, with what the press had to say. */
  wrote: { kind: "proof" | "export"; file: ExportView } | null = $state.raw(null);
  /** Why the page could not be signed or written. */
  refusal: Refusal | null = $state.raw(null);
  busy: string | null = $state(null);
  /** Said to those who do not see the page. */
  said = $state("");
  /** A place on the page that a finding leads to. */
  pointed: Rect | null = $state.raw(null);
  past: Done[] = $state.raw([]);
  future: Done[] = $state.raw([]);
  /** The field whose change was refused last, and why. */
  refused: { field: string; refusal: Refusal } | null = $state.raw(null);
  /** A module out of which something is to be cut by drawing it on the page. */
  cutting: string | null = $state(null);
  /** Why the page as it is now cannot be seen; null where it can. */
  unseen: Refusal | null = $state.raw(null);
  /** The stage, which knows how to bring a part of the page into view. */
  reveal: (part: Rect) => void = () => undefined;

  /** The story that a part is being pulled out of, as it reads. */
  copy: { id: string; body: string[] } | null = $state.raw(null);

  /** Every advert, newest first. */
  adverts: AdvertView[] = $state.raw([]);

  private wanted: MakeUpView | null = $state.raw(null);
  private sending = false;
  /** The field that the newest change came from; null for what was done on the page itself. */
  private field: string | null = null;
  /** A jump is on its way to the log: until it is there, the page is not as it is shown. */
  private jumping = false;
  /** The make-up of this desk on its way to the log: answers the page as it is laid then, or why it is not. */
  private laying: Promise<PageView | Refusal> | null = null;
  private trying = false;
  private shown = "";
  private readonly desk: Desk;

  readonly make_up: MakeUpView = $derived.by(
    () => this.wanted ?? this.page?.make_up ?? { modules: [], bands: [] },
  );
  readonly grid: Grid | null = $derived.by(() =>
    this.page === null || this.painter === null ? null : gridOf(this.page, this.painter.list.type_area),
  );
  readonly findings: Notice[] = $derived.by(() =>
    this.page === null ? [] : [...this.page.stops, ...this.page.notices],
  );
  readonly stopping: Notice[] = $derived.by(() =>
    this.findings.filter(({ severity }) => severity === "error"),
  );
  readonly signature = $derived.by(() => this.page?.signatures.findLast((one) => !one.void) ?? null);
  /** The signature that a change has made void, while nobody has signed anew. */
  readonly voided = $derived.by(() =>
    this.signature === null ? (this.page?.signatures.findLast((one) => one.void) ?? null) : null,
  );
  /** Pictures of the stories on the page that do not stand on it. */
  readonly loose: { photo: PhotoView; story: string }[] = $derived.by(() =>
    this.make_up.modules.flatMap(({ story, pictures }) =>
      this.photosOf(story)
        .filter(({ id }) => !pictures.some(({ photo }) => photo === id))
        .map((photo) => ({ photo, story })),
    ),
  );

  /** Adverts that stand on no page of this issue. */
  readonly waiting: AdvertView[] = $derived.by(() =>
    this.adverts.filter(
      ({ id, pages }) =>
        !makeup.advertsOf(this.make_up).some(({ advert }) => advert === id) &&
        !pages.some(({ page, date }) => page !== this.id && date === this.page?.date),
    ),
  );

  constructor(desk: Desk, id: string) {
    this.desk = desk;
    this.id = id;
    const { at } = desk.route;
    if (at !== null) this.selected = { kind: "module", story: at };
  }

  may(act: string): boolean {
    return this.page?.can.includes(act) ?? false;
  }

  storyOf(id: string): PageStory | StoryRow | null {
    return (
      this.page?.stories.find((story) => story.id === id) ??
      this.page?.tray.find((story) => story.id === id) ??
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
      this.page?.adverts.find((advert) => advert.id === id) ??
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
    if (thing.kind === "band") return words.t.page.band(this.make_up.bands[thing.at]?.text ?? "");
    if (thing.kind === "picture")
      return words.t.page.pictureBox(this.photo(thing.photo)?.file_name ?? thing.photo);
    if (thing.kind === "advert") return words.t.page.advertBox(this.advert(thing.advert)?.name ?? "");
    if (thing.kind === "quote") return words.t.dress.quote(this.quoted(thing));
    if (thing.kind !== "module") return words.t.dress[thing.kind === "notch" ? "notch" : "shared"];
    const story = this.storyOf(thing.story);
    return story === null ? "" : (story.headline ?? story.slug);
  }

  private quoted({ story, at }: makeup.Part): string {
    const module = moduleOf(this.make_up, story);
    return (module === null ? undefined : treatmentOf(module).quotes?.[at]?.text) ?? "";
  }

  /** Fetches the page; what somebody else laid meanwhile cannot be undone from here. */
  async load(): Promise<void> {
    const [told, adverts] = await Promise.all([
      this.desk.ask("page", { id: this.id }),
      this.desk.ask("adverts", {}),
    ]);
    if (adverts !== null) this.adverts = adverts;
    if (told === null || this.sending || (this.page !== null && told.version < this.page.version)) return;
    if (this.page !== null && JSON.stringify(told.make_up) !== JSON.stringify(this.page.make_up)) {
      this.past = [];
      this.future = [];
    }
    await this.show(told);
  }

  private async show(told: PageView): Promise<void> {
    this.page = told;
    void this.measure();
    if (told.etag === this.shown) return;
    try {
      const painter = await sheetAt(this.desk.newsroom, told.id, told.etag);
      if (this.page.etag !== told.etag) return;
      this.shown = told.etag;
      this.painter = painter;
      this.unseen = null;
    } catch (thrown) {
      if (this.page.etag === told.etag) this.unseen = Refusal.from(thrown);
    }
  }

  select(thing: Thing | null): void {
    this.selected = thing;
    this.refused = null;
    this.cutting = null;
    this.pointed = null;
    void this.measure();
  }

  /** Asks how the selected story fits as it stands. */
  private async measure(): Promise<void> {
    const thing = this.selected;
    const module =
      thing === null || thing.kind === "band" || thing.kind === "advert"
        ? null
        : moduleOf(this.make_up, thing.story);
    if (module === null) {
      this.fit = null;
      return;
    }
    const fit = await this.ask(module);
    if (thing === this.selected && fit !== null) this.fit = fit;
  }

  private async ask(module: ModuleView): Promise<FitView | null> {
    try {
      return await this.desk.newsroom.ask("page_try", { id: this.id, module });
    } catch {
      return null;
    }
  }

  /**
   * Lays the page anew: shown at once, sent one after another, the newest last. Where it is refused, that is said at
   * the `field` that it came from.
   */
  async lay(make_up: MakeUpView, field: string | null = null): Promise<void> {
    const before = { past: this.past, future: this.future };
    if (!this.may("lay") || this.jumping) return;
    this.past = [...this.past, { make_up: this.make_up, jump: null }];
    this.future = [];
    this.field = field;
    await this.lays(make_up, before);
  }

  /** `before` is what could be undone and redone; where the page is not laid, it can be again. */
  private async lays(make_up: MakeUpView, before: Pick<this, "past" | "future">): Promise<void> {
    const { page } = this;
    if (page === null) return;
    this.wanted = make_up;
    this.refused = null;
    if (!this.sending) {
      const laying = this.sendAll(page, before).finally(() => {
        if (this.laying === laying) this.laying = null;
      });
      this.laying = laying;
    }
    await this.laying;
  }

  private async sendAll(page: PageView, before: Pick<this, "past" | "future">): Promise<PageView | Refusal> {
    const signed = this.signature;
    this.sending = true;
    const told = await this.send(page);
    this.sending = false;
    if (told instanceof Refusal) {
      this.refuse(told);
      this.past = before.past;
      this.future = before.future;
      await this.load();
      return told;
    }
    await this.show(told);
    if (signed !== null && this.signature === null) this.desk.toasts.warned(words.t.page.voidedNow);
    return told;
  }

  /** Says why something was refused, at the field where there is one. */
  private refuse(refusal: Refusal): void {
    if (this.field === null) this.desk.toasts.refused(refusal);
    else this.refused = { field: this.field, refusal };
  }

  private async send(page: PageView): Promise<PageView | Refusal> {
    let told = page;
    for (let next = this.wanted; next !== null; next = this.wanted) {
      try {
        const args = { id: this.id, version: told.version, make_up: next };
        told = await this.desk.newsroom.act("page_lay", args);
      } catch (thrown) {
        this.wanted = null;
        return Refusal.from(thrown);
      }
      if (this.wanted === next) {
        this.page = told;
        this.wanted = null;
      }
    }
    return told;
  }

  /**
   * The page that is looked at, once what was changed at this desk has reached the log. Where that was refused there
   * is another page on the table now, which nobody has looked at yet: this throws the refusal.
   */
  private async laid(page: PageView): Promise<PageView> {
    const told = this.laying === null ? page : await this.laying;
    if (told instanceof Refusal) throw told;
    return told;
  }

  undo = (): void => this.goes("past", "future", words.t.page.undone);

  redo = (): void => this.goes("future", "past", words.t.page.redone);

  /** Goes to the nearest state of one side; what stands now can be had from the other side again. */
  private goes(from: "past" | "future", to: "past" | "future", said: string): void {
    const done = this[from].at(-1);
    if (done === undefined || !this.may("lay") || this.jumping) return;
    const before = { past: this.past, future: this.future };
    this[from] = this[from].slice(0, -1);
    this.said = said;
    this.field = null;
    const keep = (was: Done): void => {
      this[to] = [...this[to], was];
    };
    if (done.jump === null) {
      keep({ make_up: this.make_up, jump: null });
      void this.lays(done.make_up, before);
    } else void this.jumps(done.jump, before, keep);
  }

  /** Has a story go on on another page, or takes that back; both pages change in one act, and undo changes both. */
  async jump(wanted: Jump): Promise<void> {
    if (!this.may("lay") || this.jumping) return;
    const before = { past: this.past, future: this.future };
    this.field = "jump";
    await this.jumps(wanted, before, (was) => {
      this.past = [...this.past, was];
      this.future = [];
    });
  }

  /**
   * Takes back the jump by which a story comes here: its part here goes, and the page `from` ends it. Where that page
   * knows of no jump, only what is said of it here goes.
   */
  async unjump(story: string, from: string): Promise<void> {
    if (!this.may("lay") || this.jumping) return;
    const before = await this.jumpOf(from, story).catch(() => null);
    if (before?.to !== this.id) {
      this.dress(story, "from", beginningHere);
      return;
    }
    this.select(null);
    await this.jump({ page: from, story, to: null, leg: null });
  }

  private async jumps(
    wanted: Jump,
    before: Pick<this, "past" | "future">,
    done: (was: Done) => void,
  ): Promise<void> {
    if (this.page === null) return;
    const { newsroom } = this.desk;
    this.jumping = true;
    this.refused = null;
    try {
      await this.laid(this.page);
      const was = { make_up: this.make_up, jump: await this.jumpOf(wanted.page, wanted.story) };
      const { page: id, story, to, leg } = wanted;
      // What this desk does itself is not fetched as somebody else's change.
      this.sending = true;
      const left = await newsroom.act("page_jump", { id, story, to, ...(leg === null ? {} : { leg }) });
      const told = id === this.id ? left : await newsroom.ask("page", { id: this.id });
      this.sending = false;
      done(was);
      await this.show(told);
    } catch (thrown) {
      this.sending = false;
      this.refuse(Refusal.from(thrown));
      this.past = before.past;
      this.future = before.future;
      await this.load();
    }
    this.jumping = false;
  }

  /** Whether and where a story goes on from a page now. */
  private async jumpOf(page: string, story: string): Promise<Jump> {
    const laid = async (id: string): Promise<ModuleView | null> =>
      moduleOf(id === this.id ? this.make_up : (await this.desk.newsroom.ask("page", { id })).make_up, story);
    const left = await laid(page);
    const to = (left === null ? null : treatmentOf(left).to) ?? null;
    const leg = to === null ? null : await laid(to);
    return { page, story, to, leg: leg !== null && treatmentOf(leg).from === page ? leg : null };
  }

  /** A key's step on what stands already: moves it, or with `sizing` resizes it. */
  nudge(thing: Thing, cols: number, rows: number, sizing: boolean): void {
    const area = makeup.areaOf(this.make_up, thing);
    if (area === null || this.grid === null || !this.may("lay")) return;
    const hold = new Hold(thing, "move", area, area, true);
    hold.step(cols, rows, sizing, this.make_up, this.grid);
    if (!hold.changed) return;
    this.say(hold);
    void this.lay(makeup.withArea(this.make_up, thing, hold.area));
  }

  setArea(thing: Thing, area: AreaView): void {
    if (this.grid === null) return;
    const bounded = within(area, makeup.boundsOf(this.make_up, thing, this.grid));
    void this.lay(makeup.withArea(this.make_up, thing, bounded));
  }

  /** Sets how a story stands in its module: its text columns, the largest size of its headline. */
  setModule(story: string, change: Partial<Pick<ModuleView, "columns" | "headline">>): void {
    void this.lay(makeup.changed(this.make_up, story, (module) => ({ ...module, ...change })));
  }

  /** Dresses a module otherwise; where that is refused, it is said at the field. */
  dress(story: string, field: string, change: (module: ModuleView) => ModuleView): void {
    void this.lay(makeup.changed(this.make_up, story, change), field);
  }

  /** Cuts something out of a module; `area` is a place of the page. */
  cut(story: string, area: AreaView): void {
    const module = moduleOf(this.make_up, story);
    this.cutting = null;
    if (module === null) return;
    const { notches = [] } = treatmentOf(module);
    const notch = { ...area, col: area.col - module.area.col, row: area.row - module.area.row };
    this.select({ kind: "notch", story, at: notches.length });
    this.dress(story, "notches", (one) => dressed(one, { notches: [...notches, notch] }));
  }

  takeOff(thing: Thing): void {
    if (!this.may("lay")) return;
    const inner = thing.kind === "picture" || makeup.isPart(thing);
    this.select(inner ? { kind: "module", story: thing.story } : null);
    void this.lay(makeup.without(this.make_up, thing));
    this.desk.toasts.done(words.t.page.removed, this.undo);
  }

  /** Puts a rubric's band into the first rows that are free across the page. */
  addBand(text: string): void {
    if (this.grid === null) return;
    const size = { cols: this.grid.columns, rows: 3 };
    const area = freePlace(this.grid, makeup.taken(this.make_up, null), size) ?? { col: 0, row: 0, ...size };
    this.select({ kind: "band", at: this.make_up.bands.length });
    void this.lay({ ...this.make_up, bands: [...this.make_up.bands, { text, area }] });
  }

  setBand(at: number, text: string): void {
    const bands = this.make_up.bands.map((band, n) => (n === at ? { ...band, text } : band));
    void this.lay({ ...this.make_up, bands });
  }

  /** Makes a module as high as its story needs, where there is room down to the foot of the page. */
  async fitHeight(thing: Thing): Promise<void> {
    const { grid } = this;
    const area = makeup.areaOf(this.make_up, thing);
    if (grid === null || area === null || thing.kind !== "module") return;
    const high = await this.height(thing.story, area, grid);
    if (high !== null && !same(high, area)) this.setArea(thing, high);
  }

  /** The area with the rows that its story needs, found by trying. */
  private async height(story: string, area: AreaView, grid: Grid): Promise<AreaView | null> {
    let now = area;
    for (let round = 0; round < 6; round += 1) {
      const fit = await this.ask(this.moduleAt(story, now));
      if (fit === null) return null;
      const off = fit.over_rows / now.cols;
      const by = off > 0 ? Math.ceil(off) : Math.ceil(off - 0.001);
      const next = within(
        { ...now, rows: Math.max(makeup.LEAST.module.rows, now.rows + by) },
        {
          ...everything(grid),
          row: now.row,
          rows: grid.rows - now.row,
        },
      );
      if (same(next, now)) return now;
      now = next;
    }
    return now;
  }

  /** The module that a story would have in an area: as it stands, or with its picture where it is new. */
  private moduleAt(story: string, area: AreaView): ModuleView {
    const there = moduleOf(this.make_up, story);
    if (there !== null)
      return (
        makeup
          .withArea(this.make_up, { kind: "module", story }, area)
          .modules.find((one) => one.story === story) ?? there
      );
    const photo = this.photosOf(story).at(0);
    const box = this.grid === null || photo === undefined ? null : makeup.pictureBox(this.grid, area, photo);
    return { story, area, columns: null, headline: null, pictures: box === null ? [] : [box] };
  }

  /** Takes hold of something on the page, or of something from the tray. */
  take(thing: Thing, grip: Grip, keys: boolean): Hold | null {
    if (this.grid === null || !this.may("lay")) return null;
    const from = makeup.areaOf(this.make_up, thing);
    const area = from ?? this.firstArea(thing, this.grid);
    if (area === null) return null;
    const hold = new Hold(thing, grip, area, from, keys);
    this.hold = hold;
    this.selected = thing;
    if (keys) this.say(hold);
    if (from === null && thing.kind === "module") void this.shape(hold, thing.story, this.grid);
    else void this.tryHold();
    return hold;
  }

  private firstArea(thing: Thing, grid: Grid): AreaView | null {
    // These have a place from the beginning.
    if (thing.kind === "band" || makeup.isPart(thing)) return null;
    if (thing.kind === "advert") {
      const advert = this.advert(thing.advert);
      if (advert === null) return null;
      const size = makeup.advertSize(grid, advert);
      const taken = makeup.taken(this.make_up, null);
      // Adverts stand at the foot of a page, where there is room.
      const foot = { col: grid.columns - size.cols, row: grid.rows - size.rows, ...size };
      return taken.some((other) => meet(foot, other)) ? (freePlace(grid, taken, size) ?? foot) : foot;
    }
    if (thing.kind === "picture") {
      const [module, photo] = [moduleOf(this.make_up, thing.story), this.photo(thing.photo)];
      if (module === null || photo === null) return null;
      const cols = Math.max(1, Math.floor(module.area.cols / 2));
      const rows = Math.min(module.area.rows, makeup.pictureRows(grid, cols, photo));
      const { col, row } = module.area;
      return within({ col: col + module.area.cols - cols, row: row + 5, cols, rows }, module.area);
    }
    const story = this.storyOf(thing.story);
    const characters = story !== null && "characters" in story ? story.characters : 400;
    const size = makeup.firstSize(grid, characters);
    const place = freePlace(grid, makeup.taken(this.make_up, null), size);
    return place ?? { col: 0, row: 0, ...size };
  }

  /** Gives a new story the height that it needs, unless somebody has sized it meanwhile. */
  private async shape(hold: Hold, story: string, grid: Grid): Promise<void> {
    const high = await this.height(story, { ...hold.area, row: 0 }, grid);
    if (this.hold !== hold || hold.sized || high === null) return;
    hold.area = within({ ...hold.area, rows: high.rows }, everything(grid));
    if (hold.keys) {
      const free = freePlace(grid, makeup.taken(this.make_up, null), hold.area);
      if (free !== null) hold.area = free;
      this.reveal(rectOf(grid, hold.area));
    }
    await this.tryHold();
  }

  /** The pointer is over this place of the page, `off` it or on it. */
  carry(cols: number, rows: number): void {
    if (this.hold === null || this.grid === null) return;
    this.hold.follow(cols, rows, this.make_up, this.grid);
    void this.tryHold();
  }

  /** The pointer holds something from the tray over a cell. */
  hover(cell: { col: number; row: number }, inside: boolean): void {
    const { hold, grid } = this;
    if (hold === null || grid === null) return;
    const bounds = makeup.boundsOf(this.make_up, hold.thing, grid);
    hold.inside = inside && (hold.thing.kind !== "picture" || covers(bounds, cell));
    const grip = Math.floor((hold.area.cols - 1) / 2);
    hold.standAt({ col: cell.col - grip, row: cell.row - 1 }, this.make_up, grid);
    void this.tryHold();
  }

  /** A key's step of what is held. */
  stepHeld(cols: number, rows: number, sizing: boolean): void {
    if (this.hold === null || this.grid === null) return;
    this.hold.step(cols, rows, sizing, this.make_up, this.grid);
    this.reveal(rectOf(this.grid, this.hold.area));
    this.say(this.hold);
    void this.tryHold();
  }

  /** Asks how what is held would fit; one question at a time, the newest place last. */
  private async tryHold(): Promise<void> {
    const { hold } = this;
    if (hold === null || hold.thing.kind === "band" || hold.thing.kind === "advert" || this.trying) return;
    const { story } = hold.thing;
    this.trying = true;
    let asked: AreaView | null = null;
    while (this.hold === hold && (asked === null || !same(asked, hold.area))) {
      asked = hold.area;
      const fit = await this.ask(
        hold.thing.kind === "module"
          ? this.moduleAt(story, asked)
          : (moduleOf(makeup.withArea(this.make_up, hold.thing, asked), story) ??
              this.moduleAt(story, asked)),
      );
      if (fit === null) continue;
      hold.fit = fit;
      // What is new and has no size of its own yet takes the rows that its story needs here.
      const grows = hold.thing.kind === "module" && hold.from === null && !hold.sized;
      if (grows && fit.over_rows > 0 && this.grid !== null) {
        const rows = hold.area.rows + Math.ceil(fit.over_rows / hold.area.cols);
        hold.area = within({ ...hold.area, rows }, everything(this.grid));
      }
    }
    this.trying = false;
    if (this.hold === null) return;
    if (this.hold !== hold) void this.tryHold();
    else if (hold.keys) this.say(hold);
  }

  /** Puts down what is held; it goes back where it may not stand. */
  async drop(): Promise<void> {
    const { hold } = this;
    this.hold = null;
    if (hold === null || !hold.inside || !hold.changed) return;
    const next =
      hold.thing.kind === "module" && hold.from === null
        ? {
            ...this.make_up,
            modules: [...this.make_up.modules, this.moduleAt(hold.thing.story, hold.area)],
          }
        : makeup.withArea(this.make_up, hold.thing, hold.area);
    this.said = hold.from === null ? words.t.page.placed : words.t.page.moved;
    const laid = this.lay(next);
    await tick();
    document.getElementById(keyOf(hold.thing))?.focus({ preventScroll: true });
    await laid;
  }

  letGo(): void {
    this.hold = null;
    this.said = words.t.page.letGo;
  }

  private say(hold: Hold): void {
    const { area, fit } = hold;
    const place = words.t.page.at(area.col + 1, area.row + 1, area.cols, area.rows);
    this.said = [this.nameOf(hold.thing), place, fit === null ? "" : this.fitWords(fit)]
      .filter((part) => part !== "")
      .join(words.t.listed);
  }

  fitWords(fit: { over_rows: number; over_characters: number }): string {
    if (fit.over_rows > 0) return words.t.page.over(fit.over_rows, fit.over_characters);
    if (fit.over_rows < 0) return words.t.page.under(-fit.over_rows, -fit.over_characters);
    return words.t.page.fits;
  }

  /** Asks for a make-up and has it set, to be looked at. */
  async arrange(): Promise<void> {
    if (this.busy !== null || !this.may("lay")) return;
    this.busy = words.t.page.arranging;
    const made = await this.desk.toasts.during(words.t.page.arranging, this.desk.tried(this.propose()));
    this.busy = null;
    if (made === null) return;
    this.proposal = made;
    this.proposed = true;
    this.said = words.t.page.proposal;
    await tick();
    document.getElementById("proposal")?.focus();
  }

  private async propose(): Promise<Proposal> {
    const { newsroom } = this.desk;
    const { make_up, notices } = await newsroom.ask("page_arrange", { id: this.id });
    const set = await newsroom.ask("page_preview", { id: this.id, make_up });
    const painter = sheetOf(newsroom, displayFrom(set.display));
    return { make_up, stories: set.stories, notices: [...notices, ...set.notices], painter };
  }

  takeProposal(): void {
    const { proposal } = this;
    this.proposal = null;
    if (proposal === null) return;
    this.select(null);
    void this.lay(proposal.make_up);
    this.desk.toasts.done(words.t.page.taken, this.undo);
  }

  leaveProposal(): void {
    this.proposal = null;
    this.said = words.t.page.left;
  }

  async proof(format: ProofFormat): Promise<void> {
    await this.write("proof", words.t.page.proofing, () =>
      this.desk.newsroom.act("page_proof", { id: this.id, format }),
    );
  }

  async export(): Promise<void> {
    await this.write("export", words.t.page.exporting, () =>
      this.desk.newsroom.ask("page_export", { id: this.id }),
    );
  }

  private async write(
    kind: "proof" | "export",
    saying: string,
    work: () => Promise<ExportView>,
  ): Promise<void> {
    if (this.page === null || this.busy !== null) return;
    this.busy = saying;
    this.refusal = null;
    try {
      await this.laid(this.page);
      const file = await this.desk.toasts.during(saying, work());
      this.wrote = { kind, file };
      this.desk.toasts.done(kind === "proof" ? words.t.page.proofTaken : words.t.page.exported);
    } catch (thrown) {
      this.refusal = Refusal.from(thrown);
    }
    this.busy = null;
    await this.load();
  }

  /**
   * Signs what is looked at, in a chief's name; answers whether it is signed. What was changed at this desk a moment
   * ago belongs to it: that is waited for. What others changed since is refused.
   */
  async sign(who: { id: string; name: string }): Promise<boolean> {
    if (this.page === null || this.busy !== null) return false;
    this.refusal = null;
    this.busy = words.t.page.signingNow;
    try {
      const { hash } = await this.laid(this.page);
      const args = { id: this.id, hash };
      const told = await this.desk.newsroom.actAs(who.id, "page_sign", args);
      this.desk.toasts.done(words.t.page.signed(who.name));
      await this.show(told);
      return true;
    } catch (thrown) {
      this.refusal = Refusal.from(thrown);
      await this.load();
      return false;
    } finally {
      this.busy = null;
    }
  }

  /** Leads to the place of a finding: the box on the page, else the photo or the story itself. */
  lead(notice: Notice): void {
    const thing = this.thingOf(notice);
    const area = thing === null ? null : makeup.areaOf(this.make_up, thing);
    const [x, y, w, h] = notice.rect ?? [0, 0, 0, 0];
    const part =
      notice.rect !== undefined
        ? { x, y, w, h }
        : area !== null && this.grid !== null
          ? rectOf(this.grid, area)
          : null;
    if (thing !== null) {
      this.select(thing);
      document.getElementById(keyOf(thing))?.focus({ preventScroll: true });
    }
    if (part !== null) {
      this.pointed = part;
      this.reveal(part);
    } else if (notice.photo !== undefined) this.desk.go("photos", notice.photo);
    else if (notice.story !== undefined) this.desk.go("story", notice.story);
  }

  private thingOf(notice: Notice): Thing | null {
    const { photo, story } = notice;
    const holder = this.make_up.modules.find(({ pictures }) =>
      pictures.some((picture) => picture.photo === photo),
    );
    if (photo !== undefined && holder !== undefined) return { kind: "picture", story: holder.story, photo };
    if (story !== undefined && moduleOf(this.make_up, story) !== null) return { kind: "module", story };
    return null;
  }
}
