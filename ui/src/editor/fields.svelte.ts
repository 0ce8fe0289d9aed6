import { commandId } from "../api/newsroom";
import { Refusal } from "../api/refusal";
import type { Byline, FieldsView } from "../api/wire";
import type { Kept } from "./kept";

/** How long typing in a field is gathered before it is sent, in milliseconds. */
const GATHER = 300;
/** How long to wait before asking again when nobody answered, in milliseconds. */
const PATIENCE = 2_000;

/** The fields beside the text, in the order in which they are shown. */
export const FIELDS = ["slug", "bylines", "source", "rubric", "desk"] as const;
export type FieldName = (typeof FIELDS)[number];

/** A change that is under way to the log: the same command until it is answered, however often it is sent. */
export interface FieldsChange {
  cmd: string;
  fields: FieldsView;
  /** What those fields were when their typing began. */
  seen: FieldsView;
}

/** What the fields need of the story that they belong to. */
export interface FieldsHost {
  /** The fields as the newsroom last told them. */
  now: () => FieldsView;
  /** Commands, and adopts the answer. */
  send: (change: FieldsChange) => Promise<void>;
  /** Fetches the story anew. */
  fresh: () => Promise<void>;
  /** Says that a change was refused, or reached nobody. */
  refused: (refusal: Refusal) => void;
}

/**
 * Byline, source line and the other fields of a story on their way into the log.
 *
 * They go one command at a time; what is typed meanwhile waits and goes with the next. Each says what its fields were
 * when somebody began to type in them: where another person has changed one of them since, it is set aside until the
 * writer has chosen between the two. What is refused stays as it was typed, also when the story is left, until it is
 * taken, changed or dropped.
 */
export class Fields {
  /** Why what was typed is not in the log. */
  refusal = $state.raw<Refusal | null>(null);
  /** Mine, of the fields that somebody else has changed since. */
  clashing = $state.raw<FieldsView>({});
  /** What is on its way. */
  private sent = $state.raw<FieldsChange | null>(null);
  /** What is to go after it. */
  private waiting = $state.raw<FieldsView>({});
  /** What the fields that are not in the log yet were when their typing began. */
  private seen: FieldsView = {};
  private timer: ReturnType<typeof setTimeout> | null = null;
  private running: Promise<void> | null = null;
  private closed = false;
  private readonly kept: Kept;
  private readonly host: FieldsHost;
  /** What an earlier window left. */
  private earlier: Earlier | null;

  constructor(kept: Kept, host: FieldsHost) {
    this.kept = kept;
    this.host = host;
    this.earlier = readEarlier(kept.read());
  }

  /** Whether something is not in the log yet. */
  get unsaved(): boolean {
    return namesIn(this.typed).length > 0;
  }

  /** What is typed and not in the log yet. */
  get typed(): FieldsView {
    return { ...this.sent?.fields, ...this.waiting, ...this.clashing };
  }

  /** A field has a new value. `shown` is what stood there before, where that is not what the newsroom last told. */
  set(change: FieldsView, shown: FieldsView = {}): void {
    this.type(change, shown);
    this.soon(GATHER);
  }

  /** A field is being typed in; it goes with the next change, or once it is left. */
  type(change: FieldsView, shown: FieldsView = {}): void {
    const typed = this.typed;
    const fresh = (name: FieldName): boolean => typed[name] === undefined;
    const seen = { ...only(this.host.now(), isIn(change)), ...shown };
    this.seen = { ...this.seen, ...only(seen, fresh) };
    const clashes = isIn(this.clashing);
    this.clashing = { ...this.clashing, ...only(change, clashes) };
    this.waiting = { ...this.waiting, ...only(change, (name) => !clashes(name)) };
    this.keep();
  }

  /** Sends what waits, now; answers once that is done, and whether all of it is in the log. */
  async settle(): Promise<boolean> {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    this.running ??= this.flush().finally(() => (this.running = null));
    await this.running;
    return !this.unsaved;
  }

  /** Drops what was refused. */
  drop(): void {
    this.waiting = {};
    this.refusal = null;
    this.forget();
  }

  /** Of the two that clash, mine is to stand: it is written over what is there now. */
  keepMine(name: FieldName): void {
    const mine = only(this.clashing, (one) => one === name);
    this.clashing = only(this.clashing, (one) => one !== name);
    this.waiting = { ...this.waiting, ...mine };
    this.seen = { ...this.seen, ...only(this.host.now(), (one) => one === name) };
    this.keep();
    void this.settle();
  }

  /** Of the two that clash, the other's is to stand. */
  keepTheirs(name: FieldName): void {
    this.clashing = only(this.clashing, (one) => one !== name);
    this.forget();
  }

  /** Takes up what an earlier window could not save; answers whether there was something, and it is saved now. */
  async takeUp(): Promise<boolean> {
    const { earlier } = this;
    if (earlier === null) return false;
    this.earlier = null;
    this.sent = earlier.sent;
    this.seen = { ...earlier.seen, ...this.seen };
    this.waiting = { ...earlier.waiting, ...this.waiting };
    return this.settle();
  }

  /** What an earlier window left for a story that is not there any more. */
  leftOver(): FieldsView {
    const { earlier } = this;
    this.earlier = null;
    this.kept.drop();
    return { ...earlier?.sent?.fields, ...earlier?.waiting };
  }

  /** The story is left: what is not saved is kept beside the window, and sent once more. */
  close(): void {
    this.keep();
    void this.settle();
    this.closed = true;
  }

  private soon(wait: number): void {
    if (!this.closed) this.timer ??= setTimeout(() => void this.settle(), wait);
  }

  private async flush(): Promise<void> {
    for (let change = this.next(); change !== null; change = this.next()) {
      this.keep();
      let refusal: Refusal | null = null;
      try {
        await this.host.send(change);
      } catch (thrown) {
        refusal = Refusal.from(thrown);
      }
      if (refusal?.unreached === true) {
        this.refusal = null;
        this.host.refused(refusal);
        this.soon(PATIENCE);
        return;
      }
      // What was typed meanwhile may be what was wanted.
      const held = namesIn(this.waiting).length > 0;
      this.sent = null;
      if (refusal === null) {
        this.refusal = null;
        this.seen = { ...this.seen, ...change.fields };
        this.forget();
        continue;
      }
      this.waiting = { ...change.fields, ...this.waiting };
      if (refusal.code === "field-changed" && (await this.setAside(change))) {
        this.refusal = null;
        continue;
      }
      this.refusal = refusal;
      this.keep();
      this.host.refused(refusal);
      if (!held) return;
    }
  }

  /** The command that is to be sent: the one that nobody answered, else one of what waits. */
  private next(): FieldsChange | null {
    if (this.sent === null && namesIn(this.waiting).length > 0) {
      const fields = this.waiting;
      this.sent = { cmd: commandId(), fields, seen: only(this.seen, isIn(fields)) };
      this.waiting = {};
    }
    return this.sent;
  }

  /** Sets aside the fields of a refused change that somebody else has changed; answers whether there are any. */
  private async setAside(change: FieldsChange): Promise<boolean> {
    try {
      await this.host.fresh();
    } catch {
      return false;
    }
    const now = this.host.now();
    const lost = (name: FieldName): boolean =>
      name in change.fields && !same(now[name], change.seen[name]) && !same(now[name], change.fields[name]);
    const mine = only(this.waiting, lost);
    if (namesIn(mine).length === 0) return false;
    this.clashing = { ...this.clashing, ...mine };
    this.waiting = only(this.waiting, (name) => !lost(name));
    this.keep();
    return true;
  }

  /** What is in the log, or dropped, needs no memory. */
  private forget(): void {
    this.seen = only(this.seen, isIn(this.typed));
    this.keep();
  }

  /** Keeps beside the window what is not in the log, in case it goes away. */
  private keep(): void {
    if (!this.unsaved) this.kept.drop();
    else {
      const waiting = { ...this.waiting, ...this.clashing };
      this.kept.keep({ sent: this.sent, waiting, seen: this.seen });
    }
  }
}

/** Whether two values of a field are the same to print: outer blanks count for nothing, and nor does being null. */
export function same(one: FieldsView[FieldName], other: FieldsView[FieldName]): boolean {
  return plain(one) === plain(other);
}

function plain(value: FieldsView[FieldName]): string {
  if (typeof value === "string") return value.trim();
  if (value === null || value === undefined) return "";
  return value.map(({ role, names }) => [role ?? "", ...names].join("\u0000")).join("\u0001");
}

/** The names of the fields that are given. */
export function namesIn(fields: FieldsView): FieldName[] {
  return FIELDS.filter((name) => fields[name] !== undefined);
}

function isIn(fields: FieldsView): (name: FieldName) => boolean {
  return (name) => fields[name] !== undefined;
}

function only(fields: FieldsView, wanted: (name: FieldName) => boolean): FieldsView {
  const { slug, bylines, source, rubric, desk } = fields;
  return {
    ...(slug !== undefined && wanted("slug") ? { slug } : {}),
    ...(bylines !== undefined && wanted("bylines") ? { bylines } : {}),
    ...(source !== undefined && wanted("source") ? { source } : {}),
    ...(rubric !== undefined && wanted("rubric") ? { rubric } : {}),
    ...(desk !== undefined && wanted("desk") ? { desk } : {}),
  };
}

interface Earlier {
  sent: FieldsChange | null;
  waiting: FieldsView;
  seen: FieldsView;
}

function readEarlier(kept: unknown): Earlier | null {
  if (!isRecord(kept)) return null;
  const { sent, waiting, seen } = kept;
  const change =
    isRecord(sent) && typeof sent.cmd === "string"
      ? { cmd: sent.cmd, fields: readFields(sent.fields), seen: readFields(sent.seen) }
      : null;
  return { sent: change, waiting: readFields(waiting), seen: readFields(seen) };
}

function readFields(kept: unknown): FieldsView {
  if (!isRecord(kept)) return {};
  const { slug, bylines, source, rubric, desk } = kept;
  return {
    ...(typeof slug === "string" ? { slug } : {}),
    ...(Array.isArray(bylines) && bylines.every(isByline) ? { bylines } : {}),
    ...(isText(source) ? { source } : {}),
    ...(isText(rubric) ? { rubric } : {}),
    ...(isText(desk) ? { desk } : {}),
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is string | null {
  return typeof value === "string" || value === null;
}

function isByline(value: unknown): value is Byline {
  if (!isRecord(value)) return false;
  const { role, names } = value;
  return isText(role) && Array.isArray(names) && names.every((name) => typeof name === "string");
}
