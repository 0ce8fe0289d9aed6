/** What can be done to a story with one press, without a word about it. */
export type PlainAct = "submit" | "hold" | "release" | "spike" | "unspike";

/** What takes an act back, where something does. */
export const BACK: Partial<Record<PlainAct, PlainAct>> = {
  hold: "release",
  release: "hold",
  spike: "unspike",
  unspike: "spike",
};
