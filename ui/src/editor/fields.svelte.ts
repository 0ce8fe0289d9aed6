import { Refusal } from "../api/refusal";
import type { FieldsView } from "../api/wire";

/** How long typing in a field is gathered before it is sent, in milliseconds. */
const GATHER = 300;
/** How long to wait before asking again when nobody answered, in milliseconds. */
const PATIENCE = 2_000;

/**
 * Byline, source line and the other fields of a story on their way into the log.
 *
 * They go one command at a time, each made from what the one before it left; what is typed meanwhile waits and goes
 * with the next. What is refused stays as it was typed, and is unsaved until it is changed or dropped: it goes again
 * with the next change, or where somebody wants all of it saved.
 */
export class Fields {
  /** Why what was typed is not in the log. */
  refusal = $state.raw<Refusal | null>(null);
  /** What is on its way. */
  private sent = $state.raw<Partial<FieldsView> | null>(null);
  /** What is to go after it. */
  private waiting = $state.raw<Partial<FieldsView> | null>(null);
  private timer: ReturnType<typeof setTimeout> | null = null;
  private running: Promise<void> | null = null;
  private readonly send: (change: Partial<FieldsView>) => Promise<void>;
  private readonly refused: (refusal: Refusal) => void;

  /** `send` makes the command from the story as it is then; what it throws is told to `refused`. */
  constructor(send: (change: Partial<FieldsView>) => Promise<void>, refused: (refusal: Refusal) => void) {
    this.send = send;
    this.refused = refused;
  }

  /** Whether something is not in the log yet. */
  get unsaved(): boolean {
    return this.waiting !== null || this.sent !== null;
  }

  /** What is typed and not in the log yet. */
  get typed(): Partial<FieldsView> {
    return { ...this.sent, ...this.waiting };
  }

  /** A field has a new value. */
  set(change: Partial<FieldsView>): void {
    this.waiting = { ...this.waiting, ...change };
    this.soon(GATHER);
  }

  /** Sends what waits, now; answers once that is done, and whether all of it is in the log. */
  async settle(): Promise<boolean> {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    this.running ??= this.flush().finally(() => (this.running = null));
    await this.running;
    return this.waiting === null;
  }

  /** Drops what was refused. */
  drop(): void {
    this.waiting = null;
    this.refusal = null;
  }

  private soon(wait: number): void {
    this.timer ??= setTimeout(() => void this.settle(), wait);
  }

  private async flush(): Promise<void> {
    while (this.waiting !== null) {
      const change = this.waiting;
      this.waiting = null;
      this.sent = change;
      let refusal: Refusal | null = null;
      try {
        await this.send(change);
      } catch (thrown) {
        refusal = Refusal.from(thrown);
      }
      const held = this.held();
      this.sent = null;
      this.refusal = refusal === null || refusal.unreached ? null : refusal;
      if (refusal === null) continue;
      this.waiting = { ...change, ...held };
      this.refused(refusal);
      if (refusal.unreached) this.soon(PATIENCE);
      // What was typed meanwhile may be what was wanted.
      if (refusal.unreached || held === null) return;
    }
  }

  /** What was typed while the last command was under way. */
  private held(): Partial<FieldsView> | null {
    return this.waiting;
  }
}
