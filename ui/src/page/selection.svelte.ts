import type { FitView } from "../api/wire";
import type { Rect } from "./grid";
import type { LaidPage } from "./laid.svelte";
import { moduleOf, type Thing } from "./makeup";

/** What on a page is worked on, how it fits, and what of the page is to be seen. */
export class Selection {
  thing: Thing | null = $state.raw(null);
  /** How the selected story fits, with its headline. */
  fit: FitView | null = $state.raw(null);
  /** A place on the page that a finding leads to. */
  pointed: Rect | null = $state.raw(null);
  /** A module out of which something is to be cut by drawing it on the page. */
  cutting: string | null = $state(null);
  /** The stage, which knows how to bring a part of the page into view. */
  reveal: (part: Rect) => void = () => undefined;

  private readonly laid: LaidPage;

  constructor(laid: LaidPage) {
    this.laid = laid;
  }

  select(thing: Thing | null): void {
    this.thing = thing;
    this.laid.refused = null;
    this.cutting = null;
    this.pointed = null;
    void this.measure();
  }

  /** Asks how the selected story fits as it stands. */
  async measure(): Promise<void> {
    const { thing } = this;
    const module =
      thing === null || thing.kind === "band" || thing.kind === "advert"
        ? null
        : moduleOf(this.laid.make_up, thing.story);
    if (module === null) {
      this.fit = null;
      return;
    }
    const fit = await this.laid.fitOf(module);
    if (thing === this.thing && fit !== null) this.fit = fit;
  }
}
