import type { AreaView, ModuleView, Notice } from "../api/wire";
import type { Desk } from "../state/desk.svelte";
import { words } from "../words/words.svelte";
import { Arranging } from "./arranging.svelte";
import { freePlace, rectOf } from "./grid";
import { LaidPage } from "./laid.svelte";
import * as makeup from "./makeup";
import { keyOf, moduleOf, type Thing } from "./makeup";
import { Passing } from "./passing.svelte";
import { Placing } from "./placing.svelte";
import { Selection } from "./selection.svelte";
import { Stock } from "./stock.svelte";
import { beginningHere, dressed, treatmentOf } from "./treatment";

/** The make-up table: a page, and all that a page editor does with it. */
export class MakeUpTable {
  readonly laid: LaidPage;
  readonly stock: Stock;
  readonly selection: Selection;
  readonly placing: Placing;
  readonly arranging: Arranging;
  readonly passing: Passing;
  private readonly desk: Desk;

  constructor(desk: Desk, id: string) {
    this.desk = desk;
    this.laid = new LaidPage(desk, id, () => void this.selection.measure());
    this.stock = new Stock(desk, this.laid);
    this.selection = new Selection(this.laid);
    this.placing = new Placing(this.laid, this.stock, this.selection);
    this.arranging = new Arranging(desk, this.laid, this.selection);
    this.passing = new Passing(desk, this.laid);
    const { at } = desk.route;
    if (at !== null) this.selection.thing = { kind: "module", story: at };
  }

  /** Fetches the page and what can be put on it. */
  async load(): Promise<void> {
    await Promise.all([this.laid.load(), this.stock.load()]);
  }

  /** Sets how a story stands in its module: its text columns, the largest size of its headline. */
  setModule(story: string, change: Partial<Pick<ModuleView, "columns" | "headline">>): void {
    void this.laid.lay(makeup.changed(this.laid.make_up, story, (module) => ({ ...module, ...change })));
  }

  /** Dresses a module otherwise; where that is refused, it is said at the field. */
  dress(story: string, field: string, change: (module: ModuleView) => ModuleView): void {
    void this.laid.lay(makeup.changed(this.laid.make_up, story, change), field);
  }

  /**
   * Takes back the jump by which a story comes here: its part here goes, and the page `from` ends it. Where that page
   * knows of no jump, only what is said of it here goes.
   */
  async unjump(story: string, from: string): Promise<void> {
    if (!this.laid.ready) return;
    const before = await this.laid.jumpOf(from, story).catch(() => null);
    if (before?.to !== this.laid.id) {
      this.dress(story, "from", beginningHere);
      return;
    }
    this.selection.select(null);
    await this.laid.jump({ page: from, story, to: null, leg: null });
  }

  /** Cuts something out of a module; `area` is a place of the page. */
  cut(story: string, area: AreaView): void {
    const module = moduleOf(this.laid.make_up, story);
    this.selection.cutting = null;
    if (module === null) return;
    const { notches = [] } = treatmentOf(module);
    const notch = { ...area, col: area.col - module.area.col, row: area.row - module.area.row };
    this.selection.select({ kind: "notch", story, at: notches.length });
    this.dress(story, "notches", (one) => dressed(one, { notches: [...notches, notch] }));
  }

  takeOff(thing: Thing): void {
    if (this.laid.locked) return;
    const inner = thing.kind === "picture" || makeup.isPart(thing);
    this.selection.select(inner ? { kind: "module", story: thing.story } : null);
    void this.laid.lay(makeup.without(this.laid.make_up, thing));
    this.desk.toasts.done(words.t.page.removed, this.laid.undo);
  }

  /** Puts a rubric's band into the first rows that are free across the page. */
  addBand(text: string): void {
    if (this.laid.grid === null) return;
    const size = { cols: this.laid.grid.columns, rows: 3 };
    const area = freePlace(this.laid.grid, makeup.taken(this.laid.make_up, null), size) ?? {
      col: 0,
      row: 0,
      ...size,
    };
    this.selection.select({ kind: "band", at: this.laid.make_up.bands.length });
    void this.laid.lay({ ...this.laid.make_up, bands: [...this.laid.make_up.bands, { text, area }] });
  }

  setBand(at: number, text: string): void {
    const bands = this.laid.make_up.bands.map((band, n) => (n === at ? { ...band, text } : band));
    void this.laid.lay({ ...this.laid.make_up, bands });
  }

  /** Leads to the place of a finding: the box on the page, else the photo or the story itself. */
  lead(notice: Notice): void {
    const thing = this.thingOf(notice);
    const area = thing === null ? null : makeup.areaOf(this.laid.make_up, thing);
    const [x, y, w, h] = notice.rect ?? [0, 0, 0, 0];
    const part =
      notice.rect !== undefined
        ? { x, y, w, h }
        : area !== null && this.laid.grid !== null
          ? rectOf(this.laid.grid, area)
          : null;
    if (thing !== null) {
      this.selection.select(thing);
      document.getElementById(keyOf(thing))?.focus({ preventScroll: true });
    }
    if (part !== null) {
      this.selection.pointed = part;
      this.selection.reveal(part);
    } else if (notice.photo !== undefined) this.desk.go("photos", notice.photo);
    else if (notice.story !== undefined) this.desk.go("story", notice.story);
  }

  private thingOf(notice: Notice): Thing | null {
    const { photo, story } = notice;
    const holder = this.laid.make_up.modules.find(({ pictures }) =>
      pictures.some((picture) => picture.photo === photo),
    );
    if (photo !== undefined && holder !== undefined) return { kind: "picture", story: holder.story, photo };
    if (story !== undefined && moduleOf(this.laid.make_up, story) !== null) return { kind: "module", story };
    return null;
  }
}
