/** One word of the server on what time it is, and what this machine's two clocks said as it came, in milliseconds. */
export type Heard = { at: number; wall: number; mono: number };

/** What is remembered of the server's clock, the oldest first. */
export type Remembered = readonly Heard[];

/** For how long one is remembered: long enough to hold one that came quickly, and short against any drift. */
const remembered = 60_000;
/** A machine's own clocks that part so far have been set, or the machine has slept. */
const leap = 250;

/** What is remembered once another word has come. After a leap everything before it is worth nothing. */
export function remember(before: Remembered, heard: Heard): Remembered {
  const last = before.at(-1);
  const apart = last ? Math.abs(heard.wall - last.wall - (heard.mono - last.mono)) : 0;
  if (apart > leap) return [heard];
  return [...before.filter(({ mono }) => heard.mono - mono <= remembered), heard];
}

/**
 * How far the server's clock is ahead of this machine's. Each word was true when it was sent, so it is off by what it
 * took to come, always to the same side: the one that came fastest is the nearest.
 */
export function aheadOf(known: Remembered): number {
  return Math.max(...known.map(({ at, wall }) => at - wall));
}
