import type { Session } from "../protocol/messages";

const minute = 60_000;

/** How much of the planned time is left, in milliseconds, by the server's time; below 0 once it is over. */
export function timeLeft({ began, minutes }: Session, serverNow: number): number {
  return Date.parse(began) + minutes * minute - serverNow;
}

/** The same in whole minutes: never more than was planned, 1 until the very end, and 0 after it. */
export function minutesLeft(session: Session, serverNow: number): number {
  return Math.min(session.minutes, Math.max(0, Math.ceil(timeLeft(session, serverNow) / minute)));
}

/** What staff are told quietly. */
export type Hint = "half" | "ten" | "five" | "over";

/** The hint of this moment: half time for two minutes, then none until ten and five minutes before the planned end. */
export function hintOf(session: Session, serverNow: number): Hint | null {
  const left = timeLeft(session, serverNow);
  if (left <= 0) return "over";
  if (left <= 5 * minute) return "five";
  if (left <= 10 * minute) return "ten";
  const half = (session.minutes * minute) / 2;
  return left <= half && left > half - 2 * minute ? "half" : null;
}

/** How long the minutes and the hint stay as they are, in milliseconds. */
export function steadyFor(session: Session, serverNow: number): number {
  const left = timeLeft(session, serverNow);
  const half = (session.minutes * minute) / 2;
  const next = [Math.floor((left - 1) / minute) * minute, half, half - 2 * minute].filter(
    (mark) => mark < left,
  );
  return Math.max(1, left - Math.max(...next, left - minute));
}
