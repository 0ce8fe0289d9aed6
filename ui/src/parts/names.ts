import type { Byline, FieldsView } from "../api/wire";
import { namesIn } from "../editor/fields.svelte";
import { words } from "../words/words.svelte";

/** Names as one types them: divided by 、 commas or "and"; by blanks too where they are Chinese. */
export function namesOf(written: string): string[] {
  const han = /\p{Script=Han}/u.test(written);
  const divider = han ? /[、，,；;\s]+/u : /[、，,；;]| and | & /u;
  return written
    .split(divider)
    .map((name) => name.trim())
    .filter((name) => name !== "");
}

/** Names as one field shows them. */
export function namesWritten(names: readonly string[]): string {
  return names.join(names.some((name) => /\p{Script=Han}/u.test(name)) ? "、" : ", ");
}

/** A role and its names as they are printed. */
export function bylineWritten({ role, names }: Byline): string {
  const latin = names.some((name) => name.includes(" "));
  const joined = names.join(latin ? ", " : " ");
  if (role === null) return joined;
  return latin ? `${role}: ${joined}` : `${role} ${joined}`;
}

/** A field of a story in one line. */
export function fieldWritten(value: FieldsView[keyof FieldsView]): string {
  if (typeof value === "string") return value;
  return value?.map(bylineWritten).join("； ") ?? "";
}

/** Fields of a story with their names, a field a line. */
export function fieldsWritten(fields: FieldsView): string {
  return namesIn(fields)
    .map((name) => `${words.t.story.fields[name]}${words.t.colon}${fieldWritten(fields[name])}`)
    .join("\n");
}
