import { collab, receiveTransaction, sendableSteps } from "prosemirror-collab";
import { history } from "prosemirror-history";
import { Node } from "prosemirror-model";
import { EditorState, type Plugin, type Transaction } from "prosemirror-state";
import { Step } from "prosemirror-transform";
import { commandId, type Newsroom } from "../api/newsroom";
import { Refusal } from "../api/refusal";
import type { FitView, StoryView } from "../api/wire";
import { Kept, typedIn } from "./kept";
import { countCharacters, schema } from "./schema";

/** How long typing is gathered before it is sent, in milliseconds. */
const GATHER = 250;
/** The longest wait between two tries to save, in milliseconds. */
const PATIENCE = 8_000;
/** The client's name for steps that somebody else made. */
const OTHERS = "others";

/** Typing that is under way to the log: the same command until it is answered, however often it is sent. */
interface Batch {
  cmd: string;
  version: number;
  count: number;
  steps: unknown[];
}

/** Typing that was not answered when the window closed: what was under way, and what came after it. */
interface Stash {
  version: number;
  cmd: string;
  sent: unknown[];
  later: unknown[];
}

/**
 * A story while it is being written: the editor's state, and its way into the log.
 *
 * Every change is kept as ProseMirror steps. They are gathered for a moment, sent as one command and counted as saved
 * only once the log has answered. A command that nobody answered is sent again under its own id; one that came too
 * late (`stale`) is put behind what others wrote. What could not be sent before the window closed is kept beside it
 * and taken up where it was left the next time the same person opens the story.
 */
export class Draft {
  readonly id: string;
  /** The story as the newsroom last told it, without the text. */
  story = $state.raw<StoryView>();
  state = $state.raw<EditorState>();
  /** How many steps are not in the log yet. */
  unsaved = $state(0);
  sending = $state(false);
  /** When the log last answered. */
  savedAt = $state<string | null>(null);
  /** Why the text cannot be saved at all. */
  stuck = $state.raw<Refusal | null>(null);
  /** Whether the last try reached nobody. */
  unanswered = $state(false);
  fit = $state.raw<FitView | null>(null);
  /**
   * Something else to say: others' changes came in; an earlier night's typing was saved, or belongs to a text that
   * this library never had; reviews became void.
   */
  heard: ((what: "behind" | "recovered" | "unplaced" | "voided") => void) | null = null;
  /** The earlier typing that belongs nowhere. */
  unplaced = "";
  /** Shows a state that did not come from the editor's own view. */
  show: ((state: EditorState) => void) | null = null;
  /** Whether an input method is composing: nothing is sent or brought in meanwhile. */
  composing: () => boolean = () => false;

  /** Body characters, at this keystroke. */
  readonly characters = $derived(this.state === undefined ? 0 : countCharacters(this.state.doc));

  private version = 0;
  private batch: Batch | null = null;
  private timer: ReturnType<typeof setTimeout> | null = null;
  private pulling: ReturnType<typeof setTimeout> | null = null;
  private wait = GATHER;
  private running: Promise<void> | null = null;
  private closed = false;
  private readonly newsroom: Newsroom;
  /** Whose typing this is: it goes into the log in their name, whoever sits here when it is sent. */
  private readonly person: string | null;
  private readonly kept: Kept;
  private readonly extra: Plugin[];
  private readonly me = `window ${Math.random().toString(36).slice(2)}`;

  constructor(newsroom: Newsroom, library: string, person: string | null, id: string, plugins: Plugin[]) {
    this.newsroom = newsroom;
    this.person = person;
    this.kept = new Kept("text", library, person, id);
    this.id = id;
    this.extra = plugins;
  }

  /** Fetches the story; typing that an earlier window could not save is in it, and is saved first. */
  async open(): Promise<void> {
    const kept = this.kept.read();
    const stash = readStash(kept);
    const now = await this.fetched(kept);
    if (stash !== null && (await this.takeUp(stash, now))) {
      if ((await this.settle()) !== null) this.heard?.("recovered");
    } else {
      if (kept !== null) this.tellUnplaced(kept);
      this.take(now);
    }
  }

  /** The story as it is. Where it is no longer in this library, what was typed in it is told. */
  private async fetched(kept: unknown): Promise<StoryView> {
    try {
      return await this.newsroom.ask("story", { id: this.id });
    } catch (thrown) {
      if (kept !== null && Refusal.from(thrown).code === "not-found") this.tellUnplaced(kept);
      throw thrown;
    }
  }

  private tellUnplaced(kept: unknown): void {
    this.unplaced = typedIn(kept);
    this.kept.drop();
    this.heard?.("unplaced");
  }

  /** Sends what was refused once more. */
  async again(): Promise<void> {
    this.stuck = null;
    await this.settle();
  }

  /** The editor changed something. */
  apply(tr: Transaction): void {
    if (this.state === undefined) return;
    this.state = this.state.apply(tr);
    if (!tr.docChanged) return;
    this.count();
    this.keep();
    this.soon(GATHER);
  }

  /** The newsroom answered with the story after a command of this window. */
  async adopt(view: StoryView): Promise<void> {
    // Text that was saved meanwhile may have outrun this answer.
    if (view.version < this.version) view = await this.newsroom.ask("story", { id: this.id });
    this.story = view;
    this.fit = view.fit;
    if (view.version > this.version) await this.pull();
  }

  /** Saves all that is typed; answers the version that stands then, or null where it cannot be saved. */
  async settle(): Promise<number | null> {
    while (this.unsaved > 0 && this.stuck === null) {
      const before = this.unsaved;
      await this.flush();
      if ((this.unanswered || this.composing()) && this.unsaved >= before) return null;
    }
    return this.stuck === null ? this.version : null;
  }

  private underWay(): boolean {
    return this.batch !== null;
  }

  /** Brings in what others wrote since. */
  async pull(): Promise<void> {
    if (this.underWay() || this.state === undefined) return;
    if (this.composing()) {
      this.pullSoon();
      return;
    }
    const since = await this.newsroom.ask("story_steps", { id: this.id, since: this.version });
    // Something may have been sent while this was under way; its answer will say where the story stands.
    if (this.underWay() || since.version <= this.version) return;
    if (this.composing()) {
      this.pullSoon();
      return;
    }
    const steps = since.steps.map((json) => Step.fromJSON(schema, json));
    this.version = since.version;
    if (steps.length === 0) return;
    const others = steps.map(() => OTHERS);
    const mine = this.unsaved > 0;
    this.bring(receiveTransaction(this.state, steps, others, { mapSelectionBackward: true }));
    if (mine) this.heard?.("behind");
  }

  /** Brings it in once nothing is being composed: a text that changes under an input method loses what it holds. */
  private pullSoon(): void {
    if (this.pulling !== null || this.closed) return;
    this.pulling = setTimeout(() => {
      this.pulling = null;
      // What cannot be fetched now comes with the next change.
      this.pull().catch(() => undefined);
    }, GATHER);
  }

  /** Drops what cannot be saved and takes the story as the log has it. */
  async takeSaved(): Promise<void> {
    this.batch = null;
    this.stuck = null;
    this.kept.drop();
    this.take(await this.newsroom.ask("story", { id: this.id }));
    if (this.state !== undefined) this.show?.(this.state);
  }

  /** The window goes away: what is not saved is kept beside it, and sent without gathering more. */
  close(): void {
    this.keep();
    void this.settle().finally(() => (this.closed = true));
    if (this.timer !== null) clearTimeout(this.timer);
    if (this.pulling !== null) clearTimeout(this.pulling);
  }

  private take(view: StoryView): void {
    this.story = view;
    this.version = view.version;
    this.fit = view.fit;
    this.savedAt = view.changed_at;
    this.state = this.fresh(view.doc);
    this.count();
  }

  private fresh(doc: unknown): EditorState {
    return EditorState.create({
      doc: Node.fromJSON(schema, doc),
      plugins: [...this.extra, history(), collab({ clientID: this.me })],
    });
  }

  private soon(wait: number): void {
    if (this.timer !== null || this.closed) return;
    this.timer = setTimeout(() => {
      this.timer = null;
      void this.flush();
    }, wait);
  }

  /** Sends what is unsaved, one batch at a time. */
  private flush(): Promise<void> {
    this.running ??= this.send().finally(() => {
      this.running = null;
      if (this.unsaved > 0 && this.stuck === null) this.soon(this.wait);
    });
    return this.running;
  }

  private async send(): Promise<void> {
    if (this.state === undefined || this.stuck !== null || this.composing()) return;
    const sendable = sendableSteps(this.state);
    if (sendable === null) return;
    this.batch ??= {
      cmd: commandId(),
      version: this.version,
      count: sendable.steps.length,
      steps: sendable.steps.map((step): unknown => step.toJSON()),
    };
    const { cmd, version, count, steps } = this.batch;
    this.keep();
    this.sending = true;
    try {
      const edited = await this.newsroom.actAs(
        this.person,
        "story_edit",
        { id: this.id, version, steps },
        cmd,
      );
      this.batch = null;
      this.wait = GATHER;
      this.unanswered = false;
      // One command is one event. More than that is what others did before a lost answer was asked for again.
      this.version = Math.min(edited.version, version + 1);
      this.savedAt = edited.saved_at;
      this.fit = edited.fit;
      this.bring(
        receiveTransaction(this.state, sendable.steps.slice(0, count), Array<string>(count).fill(this.me)),
      );
      if (edited.version > this.version) await this.pull();
      await this.noticeState(edited.state);
    } catch (thrown) {
      // Bringing in what others wrote may itself reach nobody.
      await this.refused(Refusal.from(thrown)).catch((again: unknown) => this.refused(Refusal.from(again)));
    } finally {
      this.sending = false;
      this.keep();
    }
  }

  private async refused(refusal: Refusal): Promise<void> {
    if (refusal.unreached) {
      this.unanswered = true;
      this.wait = Math.min(this.wait * 2, PATIENCE);
      return;
    }
    this.unanswered = false;
    // What is stuck stays the command that it was: should it be in the log after all, it is not written twice.
    if (refusal.code !== "stale") {
      this.stuck = refusal;
      return;
    }
    this.batch = null;
    this.wait = GATHER;
    await this.pull();
  }

  /** An edit may turn an approved story back into a draft: then everything beside the text is fetched anew. */
  private async noticeState(state: string): Promise<void> {
    if (this.story === undefined || this.story.state === state) return;
    this.heard?.("voided");
    this.story = await this.newsroom.ask("story", { id: this.id });
  }

  private bring(tr: Transaction): void {
    if (this.state === undefined) return;
    this.state = this.state.apply(tr);
    this.count();
    this.show?.(this.state);
  }

  private count(): void {
    this.unsaved = this.state === undefined ? 0 : (sendableSteps(this.state)?.steps.length ?? 0);
  }

  /** Keeps unsaved typing beside the window, in case it goes away. */
  private keep(): void {
    if (this.state === undefined) return;
    const sendable = sendableSteps(this.state);
    if (sendable === null) {
      this.kept.drop();
      return;
    }
    const all = sendable.steps.map((step): unknown => step.toJSON());
    const sent = this.batch?.count ?? 0;
    this.kept.keep({
      version: this.batch?.version ?? this.version,
      cmd: this.batch?.cmd ?? commandId(),
      sent: sent === 0 ? all : all.slice(0, sent),
      later: sent === 0 ? [] : all.slice(sent),
    });
  }

  /**
   * Takes an earlier window's typing up where it was left: on the text that it was typed into, under way as the
   * command that it was. Answers false where that text is not in this library (one that was restored from a backup):
   * it never keeps the story shut.
   */
  private async takeUp(stash: Stash, now: StoryView): Promise<boolean> {
    if (now.version < stash.version) return false;
    const { cmd, version, sent, later } = stash;
    const then = await this.newsroom.ask("story_at", { id: this.id, version });
    const typed = replayed(this.fresh(then.doc), [...sent, ...later]);
    if (typed === null) return false;
    this.take({ ...now, doc: then.doc, version });
    this.batch = { cmd, version, count: sent.length, steps: sent };
    this.apply(typed);
    return true;
  }
}

/** The steps made again on a text; null where they do not belong to it. */
function replayed(state: EditorState, steps: unknown[]): Transaction | null {
  const { tr } = state;
  try {
    for (const json of steps) tr.step(Step.fromJSON(schema, json));
    return tr;
  } catch {
    return null;
  }
}

function readStash(kept: unknown): Stash | null {
  if (typeof kept !== "object" || kept === null) return null;
  if (!("version" in kept && "cmd" in kept && "sent" in kept && "later" in kept)) return null;
  const { version, cmd, sent, later } = kept;
  if (typeof version !== "number" || typeof cmd !== "string") return null;
  if (!Array.isArray(sent) || !Array.isArray(later)) return null;
  return { version, cmd, sent, later };
}
