import type { CallMap } from "./calls";

export type CallName = keyof CallMap;
export type Args<K extends CallName> = CallMap[K]["args"];
export type Answer<K extends CallName> = CallMap[K]["answer"];

/** The languages of the window. */
export type Lang = "zh-CN" | "en";

/** What goes over a door with every call. */
export interface Ask<K extends CallName> {
  /** The person who asks; null while nobody has been chosen. */
  as: string | null;
  /** A command's own id, made by the caller: sending it again does nothing twice. Null for a question. */
  cmd_id: string | null;
  lang: Lang;
  args: Args<K>;
}

/** The one way to the newsroom; the desktop and the browser each have theirs. */
export interface Transport {
  /** Answers, or throws a Refusal. */
  call<K extends CallName>(name: K, ask: Ask<K>): Promise<Answer<K>>;
  /** Takes a file's bytes in; answers the name by which a later call speaks of it. */
  upload(name: string, bytes: Blob): Promise<string>;
  /** Where previews and pictures are, without a slash at the end. */
  readonly media: string;
}
