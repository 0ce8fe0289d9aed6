import { describe, expect, it } from "vitest";
import { minutesLeft } from "../../src/state/deadline";

const at = (clock: string): number => {
  const [hours = 0, minutes = 0] = clock.split(":").map(Number);
  return hours * 60 + minutes;
};

describe("the deadline clock", () => {
  it.each([
    ["23:30", "22:50", 40],
    ["23:30", "23:30", 0],
    ["23:30", "00:04", -34],
    ["23:30", "05:20", -350],
    ["23:30", "06:00", 1050],
    ["01:15", "23:50", 85],
    ["01:15", "02:00", -45],
    ["11:00", "14:00", -180],
  ])("of a paper that closes at %s says at %s: %i minutes", (deadline, now, left) => {
    expect(minutesLeft(at(deadline), at(now))).toBe(left);
  });

  it("says nothing where there is no deadline", () => {
    expect(minutesLeft(null, 0)).toBeNull();
  });
});
