import type { AreaView, FitView, MakeUpView } from "../api/wire";
import { moved, resized, same, within, type Edge, type Grid } from "./grid";
import { boundsOf, LEAST, type Thing } from "./makeup";

/** How something is held: to be put down anew, to be moved, or by one of its handles. */
export type Grip = "put" | "move" | Edge;

/** Something that is held over the page: by the pointer or by the keyboard. */
export class Hold {
  readonly thing: Thing;
  readonly grip: Grip;
  /** Where it stood; null for what comes from the tray. */
  readonly from: AreaView | null;
  readonly keys: boolean;
  /** Where it would stand now. */
  area: AreaView = $state.raw({ col: 0, row: 0, cols: 1, rows: 1 });
  /** How its story would fit there; null until that is known. */
  fit: FitView | null = $state.raw(null);
  /** Whether it may be put down here: a pointer may hold it beside the page. */
  inside = $state(true);
  /** Whether somebody has given it a size by hand. */
  sized = false;

  constructor(thing: Thing, grip: Grip, area: AreaView, from: AreaView | null, keys: boolean) {
    this.thing = thing;
    this.grip = grip;
    this.area = area;
    this.from = from;
    this.keys = keys;
  }

  /** Whether it stands anywhere else than before. */
  get changed(): boolean {
    return this.from === null || !same(this.from, this.area);
  }

  /** Follows the pointer, which has gone so many columns and rows from where it took hold. */
  follow(cols: number, rows: number, make_up: MakeUpView, grid: Grid): void {
    if (this.from === null) return;
    const bounds = boundsOf(make_up, this.thing, grid);
    this.become(
      this.grip === "move" || this.grip === "put"
        ? moved(this.from, cols, rows, bounds)
        : resized(this.from, this.grip, cols, rows, bounds, LEAST[this.thing.kind]),
    );
  }

  /** Stands with its top left near a cell. */
  standAt(cell: { col: number; row: number }, make_up: MakeUpView, grid: Grid): void {
    this.become(within({ ...this.area, ...cell }, boundsOf(make_up, this.thing, grid)));
  }

  /** A key's step: moves, or with `sizing` makes larger or smaller. */
  step(cols: number, rows: number, sizing: boolean, make_up: MakeUpView, grid: Grid): void {
    const bounds = boundsOf(make_up, this.thing, grid);
    if (sizing) this.sized = true;
    this.become(
      sizing
        ? resized(this.area, "se", cols, rows, bounds, LEAST[this.thing.kind])
        : moved(this.area, cols, rows, bounds),
    );
  }

  private become(area: AreaView): void {
    if (!same(this.area, area)) this.area = area;
  }
}
