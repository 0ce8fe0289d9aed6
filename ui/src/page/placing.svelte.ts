import { tick } from "svelte";
import type { AreaView, ModuleView } from "../api/wire";
import { words } from "../words/words.svelte";
import { fitWords } from "./fit";
import { covers, everything, freePlace, meet, rectOf, same, within, type Grid } from "./grid";
import { Hold, type Grip } from "./hold.svelte";
import type { LaidPage } from "./laid.svelte";
import * as makeup from "./makeup";
import { keyOf, moduleOf, type Thing } from "./makeup";
import type { Selection } from "./selection.svelte";
import type { Stock } from "./stock.svelte";

/** Puts things into their places on a page: held over it by the pointer or the keyboard, moved, sized, fitted. */
export class Placing {
  hold: Hold | null = $state.raw(null);

  private trying = false;
  private readonly laid: LaidPage;
  private readonly stock: Stock;
  private readonly selection: Selection;

  constructor(laid: LaidPage, stock: Stock, selection: Selection) {
    this.laid = laid;
    this.stock = stock;
    this.selection = selection;
  }

  /** A key's step on what stands already: moves it, or with `sizing` resizes it. */
  nudge(thing: Thing, cols: number, rows: number, sizing: boolean): void {
    const area = makeup.areaOf(this.laid.make_up, thing);
    if (area === null || this.laid.grid === null || this.laid.locked) return;
    const hold = new Hold(thing, "move", area, area, true);
    hold.step(cols, rows, sizing, this.laid.make_up, this.laid.grid);
    if (!hold.changed) return;
    this.say(hold);
    void this.laid.lay(makeup.withArea(this.laid.make_up, thing, hold.area));
  }

  /** Puts what stands already into another place, inside what it may not leave. */
  put(thing: Thing, area: AreaView): void {
    if (this.laid.grid === null) return;
    const bounded = within(area, makeup.boundsOf(this.laid.make_up, thing, this.laid.grid));
    void this.laid.lay(makeup.withArea(this.laid.make_up, thing, bounded));
  }

  /** Makes a module as high as its story needs, where there is room down to the foot of the page. */
  async fitHeight(thing: Thing): Promise<void> {
    const { grid } = this.laid;
    const area = makeup.areaOf(this.laid.make_up, thing);
    if (grid === null || area === null || thing.kind !== "module") return;
    const high = await this.height(thing.story, area, grid);
    if (high !== null && !same(high, area)) this.put(thing, high);
  }

  /** The area with the rows that its story needs, found by trying. */
  private async height(story: string, area: AreaView, grid: Grid): Promise<AreaView | null> {
    let now = area;
    for (let round = 0; round < 6; round += 1) {
      const fit = await this.laid.fitOf(this.moduleAt(story, now));
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
    const there = moduleOf(this.laid.make_up, story);
    if (there !== null)
      return (
        makeup
          .withArea(this.laid.make_up, { kind: "module", story }, area)
          .modules.find((one) => one.story === story) ?? there
      );
    const photo = this.stock.photosOf(story).at(0);
    const box =
      this.laid.grid === null || photo === undefined ? null : makeup.pictureBox(this.laid.grid, area, photo);
    return { story, area, columns: null, headline: null, pictures: box === null ? [] : [box] };
  }

  /** Takes hold of something on the page, or of something from the tray. */
  take(thing: Thing, grip: Grip, keys: boolean): Hold | null {
    if (this.laid.grid === null || this.laid.locked) return null;
    const from = makeup.areaOf(this.laid.make_up, thing);
    const area = from ?? this.firstArea(thing, this.laid.grid);
    if (area === null) return null;
    const hold = new Hold(thing, grip, area, from, keys);
    this.hold = hold;
    this.selection.thing = thing;
    if (keys) this.say(hold);
    if (from === null && thing.kind === "module") void this.shape(hold, thing.story, this.laid.grid);
    else void this.tryHold();
    return hold;
  }

  private firstArea(thing: Thing, grid: Grid): AreaView | null {
    // These have a place from the beginning.
    if (thing.kind === "band" || makeup.isPart(thing)) return null;
    if (thing.kind === "advert") {
      const advert = this.stock.advert(thing.advert);
      if (advert === null) return null;
      const size = makeup.advertSize(grid, advert);
      const taken = makeup.taken(this.laid.make_up, null);
      // Adverts stand at the foot of a page, where there is room.
      const foot = { col: grid.columns - size.cols, row: grid.rows - size.rows, ...size };
      return taken.some((other) => meet(foot, other)) ? (freePlace(grid, taken, size) ?? foot) : foot;
    }
    if (thing.kind === "picture") {
      const [module, photo] = [moduleOf(this.laid.make_up, thing.story), this.stock.photo(thing.photo)];
      if (module === null || photo === null) return null;
      const cols = Math.max(1, Math.floor(module.area.cols / 2));
      const rows = Math.min(module.area.rows, makeup.pictureRows(grid, cols, photo));
      const { col, row } = module.area;
      return within({ col: col + module.area.cols - cols, row: row + 5, cols, rows }, module.area);
    }
    const story = this.stock.story(thing.story);
    const characters = story !== null && "characters" in story ? story.characters : 400;
    const size = makeup.firstSize(grid, characters);
    const place = freePlace(grid, makeup.taken(this.laid.make_up, null), size);
    return place ?? { col: 0, row: 0, ...size };
  }

  /** Gives a new story the height that it needs, unless somebody has sized it meanwhile. */
  private async shape(hold: Hold, story: string, grid: Grid): Promise<void> {
    const high = await this.height(story, { ...hold.area, row: 0 }, grid);
    if (this.hold !== hold || hold.sized || high === null) return;
    hold.area = within({ ...hold.area, rows: high.rows }, everything(grid));
    if (hold.keys) {
      const free = freePlace(grid, makeup.taken(this.laid.make_up, null), hold.area);
      if (free !== null) hold.area = free;
      this.selection.reveal(rectOf(grid, hold.area));
    }
    await this.tryHold();
  }

  /** The pointer is over this place of the page, `off` it or on it. */
  carry(cols: number, rows: number): void {
    if (this.hold === null || this.laid.grid === null) return;
    this.hold.follow(cols, rows, this.laid.make_up, this.laid.grid);
    void this.tryHold();
  }

  /** The pointer holds something from the tray over a cell. */
  hover(cell: { col: number; row: number }, inside: boolean): void {
    const { hold } = this;
    const { grid } = this.laid;
    if (hold === null || grid === null) return;
    const bounds = makeup.boundsOf(this.laid.make_up, hold.thing, grid);
    hold.inside = inside && (hold.thing.kind !== "picture" || covers(bounds, cell));
    const grip = Math.floor((hold.area.cols - 1) / 2);
    hold.standAt({ col: cell.col - grip, row: cell.row - 1 }, this.laid.make_up, grid);
    void this.tryHold();
  }

  /** A key's step of what is held. */
  stepHeld(cols: number, rows: number, sizing: boolean): void {
    if (this.hold === null || this.laid.grid === null) return;
    this.hold.step(cols, rows, sizing, this.laid.make_up, this.laid.grid);
    this.selection.reveal(rectOf(this.laid.grid, this.hold.area));
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
      const fit = await this.laid.fitOf(
        hold.thing.kind === "module"
          ? this.moduleAt(story, asked)
          : (moduleOf(makeup.withArea(this.laid.make_up, hold.thing, asked), story) ??
              this.moduleAt(story, asked)),
      );
      if (fit === null) continue;
      hold.fit = fit;
      // What is new and has no size of its own yet takes the rows that its story needs here.
      const grows = hold.thing.kind === "module" && hold.from === null && !hold.sized;
      if (grows && fit.over_rows > 0 && this.laid.grid !== null) {
        const rows = hold.area.rows + Math.ceil(fit.over_rows / hold.area.cols);
        hold.area = within({ ...hold.area, rows }, everything(this.laid.grid));
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
            ...this.laid.make_up,
            modules: [...this.laid.make_up.modules, this.moduleAt(hold.thing.story, hold.area)],
          }
        : makeup.withArea(this.laid.make_up, hold.thing, hold.area);
    this.laid.said = hold.from === null ? words.t.page.placed : words.t.page.moved;
    const laid = this.laid.lay(next);
    await tick();
    document.getElementById(keyOf(hold.thing))?.focus({ preventScroll: true });
    await laid;
  }

  letGo(): void {
    this.hold = null;
    this.laid.said = words.t.page.letGo;
  }

  private say(hold: Hold): void {
    const { area, fit } = hold;
    const place = words.t.page.at(area.col + 1, area.row + 1, area.cols, area.rows);
    this.laid.said = [this.stock.nameOf(hold.thing), place, fit === null ? "" : fitWords(fit)]
      .filter((part) => part !== "")
      .join(words.t.listed);
  }
}
