import { expect, test } from "vitest";
import { laterClock, laterDay, readClock, readDay } from "../../src/state/moments";
import { Words } from "../../src/words/words.svelte";

const day = (typed: string): unknown => Object.values(readDay(typed, 2026))[0];
const clock = (typed: string): unknown => Object.values(readClock(typed))[0];

test("a day is read however it is written", () => {
  const ways = [
    ...[
      "2022-11-18",
      "2022/11/18",
      "2022.11.18",
      "20221118",
      "2022年11月18日",
      "２０２２年１１月１８日",
      "2022年11月18日 星期五",
    ],
    ...[
      "18 Nov 2022",
      "18th November 2022",
      "Nov 18, 2022",
      "Friday, November 18, 2022",
      "Friday 18 November 2022",
    ],
  ];
  expect(ways.filter((way) => day(way) !== "2022-11-18")).toEqual([]);
  expect([day("11-18"), day("3月9日"), day("9 March"), day("2024-2-29")]).toEqual([
    "2026-11-18",
    "2026-03-09",
    "2026-03-09",
    "2024-02-29",
  ]);
});

test("a day as the window shows it in either language is read back", () => {
  const words = new Words();
  for (const lang of ["zh-CN", "en"] as const) {
    words.lang = lang;
    expect(day(words.day("2022-11-18"))).toBe("2022-11-18");
  }
});

test("what is no day, or may be two, is not read", () => {
  expect(["2022-02-30", "2022-13-01", "31 April"].map(day)).toEqual(Array(3).fill("impossible"));
  expect(["11/12/2022", "明天", "2022", "18 Foo 2022", "Nov"].map(day)).toEqual(Array(5).fill("unreadable"));
});

test("a time of day is read however it is written", () => {
  expect(
    ["23:45", "23：45", "2345", "23.45", "23点45分", "11:45 pm"].filter((way) => clock(way) !== "23:45"),
  ).toEqual([]);
  expect([clock("9:05"), clock("12 am"), clock("23点"), clock("7")]).toEqual([
    "09:05",
    "00:00",
    "23:00",
    "07:00",
  ]);
  expect(["24:00", "12:60", "13 pm"].map(clock)).toEqual(Array(3).fill("impossible"));
  expect(["深夜", "123", "1:2:3"].map(clock)).toEqual(Array(3).fill("unreadable"));
});

test("days and times go on over the ends of months, years and nights", () => {
  expect([laterDay("2022-12-31", 1), laterDay("2024-03-01", -1), laterDay("2022-01-31", 0, 1)]).toEqual([
    "2023-01-01",
    "2024-02-29",
    "2022-02-28",
  ]);
  expect([laterDay("2022-03-31", 0, -1), laterClock("23:45", 60), laterClock("00:00", -5)]).toEqual([
    "2022-02-28",
    "00:45",
    "23:55",
  ]);
});
