import type { WordId } from "../../locales/ids";
import type { Session } from "../../protocol/messages";
import { type Hint, minutesLeft } from "../../state/session";
import { type Phrase, phrase } from "../words/say";

/** What is left of the time, as clients read it: never to the minute, so that it hurries nobody. */
export function softLeft(session: Session, serverNow: number): Phrase {
  const minutes = minutesLeft(session, serverNow);
  if (minutes === 0) return phrase("session.overSoft");
  const near = Math.round(minutes / 5) * 5;
  return near < 10 ? phrase("session.leftFew") : phrase("session.leftSoft", { minutes: near });
}

/** The same for staff, to the minute. */
export function exactLeft(session: Session, serverNow: number): Phrase {
  const minutes = minutesLeft(session, serverNow);
  return minutes === 0
    ? phrase("session.over")
    : phrase("session.left", { minutes, planned: session.minutes });
}

/** The words of a hint to staff. */
export const hintWords: Readonly<Record<Hint, WordId>> = {
  half: "hint.half",
  ten: "hint.ten",
  five: "hint.five",
  over: "session.over",
};
