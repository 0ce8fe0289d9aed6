/** What can be done to a story with one press, without a word about it. */
export type PlainAct = "submit" | "hold" | "release" | "spike" | "unspike";

/** The states from which an act leads on; the newsroom has the last word. */
const FROM: Record<PlainAct, readonly string[]> = {
  submit: ["draft", "returned"],
  hold: ["draft", "submitted", "returned", "approved"],
  release: ["held"],
  spike: ["draft", "submitted", "returned", "approved", "held"],
  unspike: ["spiked"],
};

/** Whether an act makes sense for a story in this state. */
export const leadsOn = (act: PlainAct, state: string): boolean => FROM[act].includes(state);

/** What takes an act back, where something does. */
export const BACK: Partial<Record<PlainAct, PlainAct>> = {
  hold: "release",
  release: "hold",
  spike: "unspike",
  unspike: "spike",
};
