import type { TitleView } from "../api/wire";
import { words } from "../words/words.svelte";
import type { Desk } from "./desk.svelte";

/** The style sheets that come with the program, each with the format it was drawn for. */
export const STYLES = [
  { style: "evening", format: "四开", lang: "zh-CN" },
  { style: "morning", format: "对开", lang: "en" },
] as const;

/** The style that a paper in this language begins with. */
export function usualStyle(lang: string): string {
  return STYLES.find((one) => one.lang === lang)?.style ?? STYLES[0].style;
}

/** `23:45` from minutes after midnight; empty where there is no deadline. */
export function clockOf(minutes: number | null): string {
  if (minutes === null) return "";
  return `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
}

/** Minutes after midnight from `23:45`; null where nothing is set. */
export function minutesOf(clock: string): number | null {
  const [, hours, minutes] = /^(\d{1,2}):(\d{2})/.exec(clock) ?? [];
  return hours === undefined || minutes === undefined ? null : Number(hours) * 60 + Number(minutes);
}

/** The paper's own settings, as they are being written. */
export class PaperSettings {
  name = $state("");
  latin = $state("");
  lang = $state("zh-CN");
  style = $state("evening");
  deadline = $state("");
  private readonly desk: Desk;
  private taken = $state.raw<TitleView | null>(null);

  constructor(desk: Desk) {
    this.desk = desk;
  }

  /** Whether I may change them. */
  get may(): boolean {
    return this.desk.has("admin", "chief");
  }

  /** Whether something is written that is not kept yet. */
  readonly changed: boolean = $derived.by(() => {
    const kept = this.taken;
    return (
      this.name !== (kept?.name ?? "") ||
      this.latin !== (kept?.latin_name ?? "") ||
      this.lang !== (kept?.lang ?? "zh-CN") ||
      this.style !== (kept?.style ?? "evening") ||
      this.deadline !== clockOf(kept?.deadline ?? null)
    );
  });

  /** Takes what is kept, unless something else is being written. */
  take(title: TitleView | null): void {
    if (title === null || (this.taken !== null && this.changed)) return;
    this.taken = title;
    this.name = title.name;
    this.latin = title.latin_name ?? "";
    this.lang = title.lang;
    this.style = title.style;
    this.deadline = clockOf(title.deadline);
  }

  async save(): Promise<boolean> {
    const wanted: TitleView = {
      name: this.name.trim(),
      latin_name: this.latin.trim() === "" ? null : this.latin.trim(),
      lang: this.lang,
      style: this.style,
      tags: this.desk.session?.title?.tags ?? [],
      deadline: minutesOf(this.deadline),
    };
    if ((await this.desk.act("title_set", wanted)) === null) return false;
    this.taken = null;
    await this.desk.lookAround(true);
    this.take(this.desk.session?.title ?? wanted);
    this.desk.toasts.done(words.t.settings.saved);
    return true;
  }
}
