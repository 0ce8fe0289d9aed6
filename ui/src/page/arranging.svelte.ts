import { tick } from "svelte";
import type { MakeUpView, Notice, PageStory } from "../api/wire";
import type { Desk } from "../state/desk.svelte";
import { words } from "../words/words.svelte";
import { displayFrom, type Painter } from "./display";
import type { LaidPage } from "./laid.svelte";
import type { Selection } from "./selection.svelte";
import { sheetOf } from "./sheet";

/** A make-up that the program proposes, set and ready to be looked at. */
export interface Proposal {
  make_up: MakeUpView;
  stories: PageStory[];
  notices: Notice[];
  painter: Painter;
}

/** Has the program arrange a page: the proposal is looked at beside the page as it is, and taken or left. */
export class Arranging {
  proposal: Proposal | null = $state.raw(null);
  /** Whether the proposal is looked at, or the page as it is. */
  proposed = $state(true);

  private readonly desk: Desk;
  private readonly laid: LaidPage;
  private readonly selection: Selection;

  constructor(desk: Desk, laid: LaidPage, selection: Selection) {
    this.desk = desk;
    this.laid = laid;
    this.selection = selection;
  }

  /** Asks for a make-up and has it set, to be looked at. */
  async arrange(): Promise<void> {
    if (this.laid.busy !== null || this.laid.locked) return;
    this.laid.busy = words.t.page.arranging;
    const made = await this.desk.toasts.during(words.t.page.arranging, this.desk.tried(this.propose()));
    this.laid.busy = null;
    if (made === null) return;
    this.proposal = made;
    this.proposed = true;
    this.laid.said = words.t.page.proposal;
    await tick();
    document.getElementById("proposal")?.focus();
  }

  private async propose(): Promise<Proposal> {
    const { newsroom } = this.desk;
    const { make_up, notices } = await newsroom.ask("page_arrange", { id: this.laid.id });
    const set = await newsroom.ask("page_preview", { id: this.laid.id, make_up });
    const painter = sheetOf(newsroom, displayFrom(set.display));
    return { make_up, stories: set.stories, notices: [...notices, ...set.notices], painter };
  }

  take(): void {
    const { proposal } = this;
    this.proposal = null;
    if (proposal === null) return;
    this.selection.select(null);
    void this.laid.lay(proposal.make_up);
    this.desk.toasts.done(words.t.page.taken, this.laid.undo);
  }

  leave(): void {
    this.proposal = null;
    this.laid.said = words.t.page.left;
  }
}
