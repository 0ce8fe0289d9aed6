import type { Lang } from "../api/transport";
import { en } from "./en";
import { zh, type Catalogue } from "./zh";

const KEY = "broadsheet.lang";

/** What the window says, in the language of the moment; whoever reads it in markup follows a switch at once. */
export class Words {
  lang = $state<Lang>("zh-CN");
  /** The catalogue in force. */
  readonly t: Catalogue = $derived(this.lang === "en" ? en : zh);

  /** Takes the language that was chosen here before, else the paper's. */
  begin(paper: string | null): void {
    const chosen = localStorage.getItem(KEY) ?? paper;
    this.lang = chosen === "en" ? "en" : "zh-CN";
  }

  choose(lang: Lang): void {
    this.lang = lang;
    localStorage.setItem(KEY, lang);
  }

  /** The word for a state, role or kind by its stable name; the name itself where it is new. */
  of(words: Record<string, string>, name: string): string {
    return words[name] ?? name;
  }

  /** `23:41:07` from RFC 3339. */
  clock(at: string): string {
    return new Intl.DateTimeFormat("en-GB", { timeStyle: "medium" }).format(new Date(at));
  }

  /** `11-18 23:41` from RFC 3339. */
  stamp(at: string): string {
    const when = new Date(at);
    const two = (n: number): string => String(n).padStart(2, "0");
    return `${two(when.getMonth() + 1)}-${two(when.getDate())} ${two(when.getHours())}:${two(when.getMinutes())}`;
  }

  /** How long ago, while that is short; else the date. */
  age(at: string, now: Date): string {
    const minutes = Math.floor((now.getTime() - new Date(at).getTime()) / 60_000);
    if (minutes >= 0 && minutes < 1) return this.t.when.now;
    if (minutes > 0 && minutes < 60) return this.t.when.minutes(minutes);
    if (minutes > 0 && minutes < 24 * 60) return this.t.when.hours(Math.floor(minutes / 60));
    return this.stamp(at);
  }

  /** `2022年11月18日 星期五` from YYYY-MM-DD. */
  day(date: string): string {
    const [year = 0, month = 1, day = 1] = date.split("-").map(Number);
    return new Intl.DateTimeFormat(this.lang, {
      year: "numeric",
      month: "long",
      day: "numeric",
      weekday: "long",
    }).format(new Date(year, month - 1, day));
  }
}

export const words = new Words();
