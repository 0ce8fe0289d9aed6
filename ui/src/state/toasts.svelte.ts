import type { Refusal } from "../api/refusal";
import { words } from "../words/words.svelte";

/** Something said at the foot of the window for a while. */
export interface Toast {
  id: number;
  tone: "done" | "warned" | "refused" | "work";
  text: string;
  hint: string | null;
  /** A path, a hash or somebody's typing that can be copied. */
  detail: string | null;
  undo: (() => void) | null;
  /** For work: when it began. */
  began: number;
}

const SHOWN_FOR = 7_000;

/** The toasts that stand now, oldest first. */
export class Toasts {
  all = $state<Toast[]>([]);
  private next = 1;

  /** Something is done; `undo` takes it back. */
  done(text: string, undo: (() => void) | null = null): void {
    const id = this.push({ tone: "done", text, undo });
    setTimeout(() => this.drop(id), SHOWN_FOR);
  }

  /** Something happened that one should know; with a text to copy it stays until it is closed. */
  warned(text: string, detail: string | null = null): void {
    const id = this.push({ tone: "warned", text, detail });
    if (detail === null) setTimeout(() => this.drop(id), SHOWN_FOR);
  }

  /** Something is done, with a path to copy; it stays until it is closed. */
  wrote(text: string, detail: string, hint: string | null = null): void {
    this.push({ tone: "done", text, detail, hint });
  }

  /** Something was refused. */
  refused(refusal: Refusal): void {
    const text = refusal.unreached ? words.t.said.unreached : refusal.message;
    if (this.all.some((toast) => toast.tone === "refused" && toast.text === text)) return;
    const id = this.push({ tone: "refused", text, hint: refusal.hint });
    setTimeout(() => this.drop(id), SHOWN_FOR * 2);
  }

  /** Work that takes a while: shown until `work` has answered. */
  async during<T>(text: string, work: Promise<T>): Promise<T> {
    const id = this.push({ tone: "work", text });
    try {
      return await work;
    } finally {
      this.drop(id);
    }
  }

  drop(id: number): void {
    this.all = this.all.filter((toast) => toast.id !== id);
  }

  private push(toast: Partial<Toast> & Pick<Toast, "tone" | "text">): number {
    const id = this.next++;
    this.all.push({ hint: null, detail: null, undo: null, began: Date.now(), ...toast, id });
    return id;
  }
}
