import type { FitView, MakeUpView, ModuleView, PageView } from "../api/wire";
import { Refusal } from "../api/refusal";
import type { Desk } from "../state/desk.svelte";
import { words } from "../words/words.svelte";
import type { Painter } from "./display";
import { gridOf, type Grid } from "./grid";
import { moduleOf } from "./makeup";
import { sheetAt } from "./sheet";
import { treatmentOf } from "./treatment";

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

/** What could be undone and redone at one moment. */
interface Sides {
  past: Done[];
  future: Done[];
}

/** A page as the newsroom has it and as it is laid anew from this desk, with what can be undone of that. */
export class LaidPage {
  readonly id: string;
  page: PageView | null = $state.raw(null);
  painter: Painter | null = $state.raw(null);
  past: Done[] = $state.raw([]);
  future: Done[] = $state.raw([]);
  /** The field whose change was refused last, and why. */
  refused: { field: string; refusal: Refusal } | null = $state.raw(null);
  /** Why the page as it is now cannot be seen; null where it can. */
  unseen: Refusal | null = $state.raw(null);
  /** What the newsroom is doing with the page just now. */
  busy: string | null = $state(null);
  /** Said to those who do not see the page. */
  said = $state("");

  private wanted: MakeUpView | null = $state.raw(null);
  private sending = false;
  /** The field that the newest change came from; null for what was done on the page itself. */
  private field: string | null = null;
  /** A jump is on its way to the log: until it is there, the page is not as it is shown. */
  private jumping: Promise<void> | null = null;
  /** The make-up of this desk on its way to the log: answers the page as it is laid then, or why it is not. */
  private laying: Promise<PageView | Refusal> | null = null;
  private shownTag = "";
  private readonly desk: Desk;
  private readonly shown: () => void;

  readonly make_up: MakeUpView = $derived.by(
    () => this.wanted ?? this.page?.make_up ?? { modules: [], bands: [] },
  );
  readonly grid: Grid | null = $derived.by(() =>
    this.page === null || this.painter === null ? null : gridOf(this.page, this.painter.list.type_area),
  );
  readonly signature = $derived.by(() => this.page?.signatures.findLast((one) => !one.void) ?? null);
  /** The signature that a change has made void, while nobody has signed anew. */
  readonly voided = $derived.by(() =>
    this.signature === null ? (this.page?.signatures.findLast((one) => one.void) ?? null) : null,
  );
  /** Whether it is not for this desk to lay the page. */
  readonly locked: boolean = $derived.by(() => !this.may("lay"));

  /** `shown` is told whenever there is another state of the page. */
  constructor(desk: Desk, id: string, shown: () => void) {
    this.desk = desk;
    this.id = id;
    this.shown = shown;
  }

  may(act: string): boolean {
    return this.page?.can.includes(act) ?? false;
  }

  /** Whether the page can be laid anew at this moment. */
  get ready(): boolean {
    return !this.locked && this.jumping === null;
  }

  /** How a module would fit on the page; null where that cannot be learnt. */
  async fitOf(module: ModuleView): Promise<FitView | null> {
    try {
      return await this.desk.newsroom.ask("page_try", { id: this.id, module });
    } catch {
      return null;
    }
  }

  /** Fetches the page; what somebody else laid meanwhile cannot be undone from here. */
  async load(): Promise<void> {
    const told = await this.desk.ask("page", { id: this.id });
    if (told === null || this.sending || (this.page !== null && told.version < this.page.version)) return;
    if (this.page !== null && JSON.stringify(told.make_up) !== JSON.stringify(this.page.make_up)) {
      this.past = [];
      this.future = [];
    }
    await this.show(told);
  }

  async show(told: PageView): Promise<void> {
    this.page = told;
    this.shown();
    if (told.etag === this.shownTag) return;
    try {
      const painter = await sheetAt(this.desk.newsroom, told.id, told.etag);
      if (this.page.etag !== told.etag) return;
      this.shownTag = told.etag;
      this.painter = painter;
      this.unseen = null;
    } catch (thrown) {
      if (this.page.etag === told.etag) this.unseen = Refusal.from(thrown);
    }
  }

  /**
   * Lays the page anew: shown at once, sent one after another, the newest last. Where it is refused, that is said at
   * the `field` that it came from.
   */
  async lay(make_up: MakeUpView, field: string | null = null): Promise<void> {
    const before = this.sides();
    if (!this.ready) return;
    this.past = [...this.past, { make_up: this.make_up, jump: null }];
    this.future = [];
    this.field = field;
    await this.lays(make_up, before);
  }

  private sides(): Sides {
    return { past: this.past, future: this.future };
  }

  /** `before` is what could be undone and redone; where the page is not laid, it can be again. */
  private async lays(make_up: MakeUpView, before: Sides): Promise<void> {
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

  private async sendAll(page: PageView, before: Sides): Promise<PageView | Refusal> {
    const signed = this.signature;
    this.sending = true;
    const told = await this.send(page);
    this.sending = false;
    if (told instanceof Refusal) {
      await this.refuse(told, before);
      return told;
    }
    await this.show(told);
    if (signed !== null && this.signature === null) this.desk.toasts.warned(words.t.page.voidedNow);
    return told;
  }

  /** Says why something was refused, at the field where there is one; the page is as the newsroom has it again. */
  private async refuse(refusal: Refusal, before: Sides): Promise<void> {
    if (this.field === null) this.desk.toasts.refused(refusal);
    else this.refused = { field: this.field, refusal };
    this.past = before.past;
    this.future = before.future;
    await this.load();
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
  async settled(page: PageView): Promise<PageView> {
    const told = this.laying === null ? page : await this.laying;
    if (told instanceof Refusal) throw told;
    return told;
  }

  undo = (): void => this.goes("past", "future", words.t.page.undone);

  redo = (): void => this.goes("future", "past", words.t.page.redone);

  /** Goes to the nearest state of one side; what stands now can be had from the other side again. */
  private goes(from: "past" | "future", to: "past" | "future", said: string): void {
    // What is pressed while a jump is on its way is meant for the page as it will be.
    if (this.jumping !== null) {
      void this.jumping.then(() => this.goes(from, to, said));
      return;
    }
    const done = this[from].at(-1);
    if (done === undefined || this.locked) return;
    const before = this.sides();
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
    if (!this.ready) return;
    const before = this.sides();
    this.field = "jump";
    await this.jumps(wanted, before, (was) => {
      this.past = [...this.past, was];
      this.future = [];
    });
  }

  private async jumps(wanted: Jump, before: Sides, done: (was: Done) => void): Promise<void> {
    const { page } = this;
    if (page === null) return;
    const jumping = this.sendJump(page, wanted, before, done).finally(() => {
      if (this.jumping === jumping) this.jumping = null;
    });
    this.jumping = jumping;
    await jumping;
  }

  private async sendJump(
    page: PageView,
    wanted: Jump,
    before: Sides,
    done: (was: Done) => void,
  ): Promise<void> {
    const { newsroom } = this.desk;
    this.refused = null;
    try {
      await this.settled(page);
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
      await this.refuse(Refusal.from(thrown), before);
    }
  }

  /** Whether and where a story goes on from a page now. */
  async jumpOf(page: string, story: string): Promise<Jump> {
    const stands = async (id: string): Promise<ModuleView | null> =>
      moduleOf(id === this.id ? this.make_up : (await this.desk.newsroom.ask("page", { id })).make_up, story);
    const left = await stands(page);
    const to = (left === null ? null : treatmentOf(left).to) ?? null;
    const leg = to === null ? null : await stands(to);
    return { page, story, to, leg: leg !== null && treatmentOf(leg).from === page ? leg : null };
  }
}
