import { untrack } from "svelte";

/** Something that can be done now: from the palette, and by its keys. */
export interface Command {
  /** A stable name. */
  id: string;
  /** What it is called in the language of the moment. */
  name: string;
  /** `Mod+Enter`, `N`, `Shift+A`; Mod is ⌘ on a Mac and Ctrl elsewhere. */
  keys?: string;
  run: () => void;
}

/** All that can be done at this moment: each room offers its own while it is open. */
export class Commands {
  /** What is offered; beside the state, because an effect that is taken back sees states as they were before. */
  private standing: readonly (readonly Command[])[] = [];
  private offers = $state.raw<readonly (readonly Command[])[]>([]);
  /** What is offered, nearest first: the room's own before what can be done anywhere. */
  readonly offered: readonly (readonly Command[])[] = $derived(this.offers.toReversed());
  readonly all: readonly Command[] = $derived(this.offers.flat());

  /** Offers commands; answers how to take the offer back. For use in an `$effect`. */
  offer(commands: readonly Command[]): () => void {
    this.stand([...this.standing, commands]);
    return () => this.stand(this.standing.filter((offer) => offer !== commands));
  }

  private stand(offers: readonly (readonly Command[])[]): void {
    this.standing = offers;
    untrack(() => (this.offers = offers));
  }

  /** Runs the newest offered command with the keys of this event; answers whether there was one. */
  press(event: KeyboardEvent): boolean {
    if (event.defaultPrevented || event.isComposing) return false;
    const plain = !(event.ctrlKey || event.metaKey || event.altKey);
    if (plain && isTyping(event.target)) return false;
    const command = this.all.findLast(({ keys }) => keys !== undefined && matches(keys, event));
    if (command === undefined) return false;
    event.preventDefault();
    command.run();
    return true;
  }
}

/** Whether what is typed goes into a text. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement && ["checkbox", "radio"].includes(target.type)) return false;
  return target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName);
}

/** Whether the event is a press of these keys. */
export function matches(keys: string, event: KeyboardEvent): boolean {
  const parts = keys.split("+");
  const key = parts.at(-1) ?? "";
  const wants = (name: string): boolean => parts.slice(0, -1).includes(name);
  if (wants("Mod") !== (event.ctrlKey || event.metaKey)) return false;
  if (wants("Alt") !== event.altKey) return false;
  // A shifted sign (`?`) names itself; only letters and named keys tell Shift apart.
  if (key.length > 1 || /[a-z]/i.test(key)) {
    if (wants("Shift") !== event.shiftKey) return false;
  }
  return event.key.toLowerCase() === key.toLowerCase();
}

/** Keys as they are printed on this machine. */
export function keysShown(keys: string): string[] {
  const mac = navigator.userAgent.includes("Mac");
  const signs: Record<string, string> = {
    Mod: mac ? "⌘" : "Ctrl",
    Shift: mac ? "⇧" : "Shift",
    Alt: mac ? "⌥" : "Alt",
    Enter: "↵",
    Escape: "Esc",
    Backspace: "⌫",
  };
  return keys.split("+").map((key) => signs[key] ?? (key.length === 1 ? key.toUpperCase() : key));
}
