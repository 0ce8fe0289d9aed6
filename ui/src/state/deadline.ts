const DAY = 24 * 60;
/** How long a deadline that has passed is still the one that counts, in minutes: a night's work runs past midnight. */
const OVERRUN = 6 * 60;

/** Minutes from `now` to the deadline, both in minutes since midnight; negative once it is past; null without one. */
export function minutesLeft(deadline: number | null, now: number): number | null {
  if (deadline === null) return null;
  const ahead = (((deadline - now) % DAY) + DAY) % DAY;
  return ahead > DAY - OVERRUN ? ahead - DAY : ahead;
}
