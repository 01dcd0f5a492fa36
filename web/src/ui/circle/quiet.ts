import type { Seat } from "../../protocol/messages";

/** How long somebody who may be heard must be silent until the seat says that they are quiet, in ms. */
export const quietAfter = 10_000;

/** Since when each seat that may be heard on a good line has been silent, in ms of one clock. */
export type Silences = ReadonlyMap<number, number>;

/**
 * The silences at `now` (ms). A seat begins one when it stops speaking, when its microphone goes on and when its line
 * is good again. A seat that can't be heard has none: what it says of itself then is the reason.
 */
export function nextSilences(
  before: Silences,
  seats: readonly Seat[],
  speaking: readonly number[],
  now: number,
): Silences {
  const after = new Map<number, number>();
  for (const seat of seats) {
    if (mayBeHeard(seat) && !speaking.includes(seat.seat)) after.set(seat.seat, before.get(seat.seat) ?? now);
  }
  return after;
}

/** The seats that are quiet at `now`. */
export function quietSeats(silences: Silences, now: number): ReadonlySet<number> {
  return new Set([...silences].filter(([, since]) => now - since >= quietAfter).map(([seat]) => seat));
}

/** How long it takes until the next seat is quiet, in ms, or null if none is on the way. */
export function untilNextQuiet(silences: Silences, now: number): number | null {
  const waits = [...silences.values()].map((since) => since + quietAfter - now).filter((wait) => wait > 0);
  return waits.length > 0 ? Math.min(...waits) : null;
}

function mayBeHeard(seat: Seat): boolean {
  return seat.microphone && !seat.reconnecting && !seat.poorLine && !seat.steppedAway;
}
