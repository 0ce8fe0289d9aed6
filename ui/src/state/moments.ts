/** What was read of a typed date or time: its stable form, or why there is none. */
export type Reading = { read: string } | { wrong: "unreadable" | "impossible" };

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/**
 * A day as YYYY-MM-DD, from however it is written: 2022-11-18, 20221118, 2022年11月18日, 11-18 of this year, 18 Nov 2022,
 * November 18, 2022; with the day of the week or without. 11/12/2022 is read by half the world as November, by the
 * other half as December: it is not read.
 */
export function readDay(typed: string, year: number): Reading {
  const text = typed
    .normalize("NFKC")
    .toLowerCase()
    .replace(/(星期|周|礼拜)[一二三四五六日天]/gu, " ")
    .replace(/\b(mon|tues?|wed(nes)?|thu(rs)?|fri|sat(ur)?|sun)(day)?\b/g, " ")
    .replace(/[,\s]+/g, " ")
    .trim();
  const parts = numbersOf(text, year);
  if (parts === null) return { wrong: "unreadable" };
  const [y, m, d] = parts;
  const date = new Date(Date.UTC(y, m - 1, d));
  const real = y >= 1000 && date.getUTCMonth() === m - 1 && date.getUTCDate() === d;
  return real ? { read: date.toISOString().slice(0, 10) } : { wrong: "impossible" };
}

function numbersOf(text: string, year: number): [number, number, number] | null {
  const inOrder =
    /^(\d{4}) ?[-/.年] ?(\d{1,2}) ?[-/.月] ?(\d{1,2}) ?[日号]?$/u.exec(text) ??
    /^(\d{4})(\d{2})(\d{2})$/.exec(text);
  if (inOrder !== null) return [Number(inOrder[1]), Number(inOrder[2]), Number(inOrder[3])];
  const short = /^(\d{1,2}) ?[-/.月] ?(\d{1,2}) ?[日号]?$/u.exec(text);
  if (short !== null) return [year, Number(short[1]), Number(short[2])];
  const named =
    /^(?:(\d{1,2})(?:st|nd|rd|th)? )?([a-z]{3,9})\.?(?: (\d{1,2})(?:st|nd|rd|th)?)?(?: (\d{4}))?$/.exec(text);
  const month = MONTHS.indexOf(named?.[2]?.slice(0, 3) ?? "") + 1;
  const day = named?.[1] ?? named?.[3];
  if (named === null || month === 0 || day === undefined) return null;
  return [named[4] === undefined ? year : Number(named[4]), month, Number(day)];
}

/** A time of day as HH:MM: 23:45, 2345, 23点45分, 11:45 pm. */
export function readClock(typed: string): Reading {
  const text = typed.normalize("NFKC").toLowerCase().replace(/\s+/g, "");
  const found = /^(\d{1,2})(?:[:.点时h]?(\d{2})?)分?(am|pm)?$/u.exec(text);
  if (found === null || /^\d{3}$/.test(text)) return { wrong: "unreadable" };
  const [, hours = "", minutes = "00", half] = found;
  let hour = Number(hours);
  if (half !== undefined) {
    if (hour < 1 || hour > 12) return { wrong: "impossible" };
    hour = (hour % 12) + (half === "pm" ? 12 : 0);
  }
  if (hour > 23 || Number(minutes) > 59) return { wrong: "impossible" };
  return { read: `${String(hour).padStart(2, "0")}:${minutes}` };
}

/** The day so many days and months later; a month's last day stays one. */
export function laterDay(day: string, days: number, months = 0): string {
  const [y = 0, m = 1, d = 1] = day.split("-").map(Number);
  const last = new Date(Date.UTC(y, m + months, 0)).getUTCDate();
  return new Date(Date.UTC(y, m - 1 + months, Math.min(d, last) + days)).toISOString().slice(0, 10);
}

/** The time of day so many minutes later, over midnight too. */
export function laterClock(clock: string, by: number): string {
  const [hours = 0, minutes = 0] = clock.split(":").map(Number);
  const at = (hours * 60 + minutes + by + 24 * 60) % (24 * 60);
  return `${String(Math.floor(at / 60)).padStart(2, "0")}:${String(at % 60).padStart(2, "0")}`;
}
