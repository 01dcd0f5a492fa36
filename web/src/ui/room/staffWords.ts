import type { WordId } from "../../locales/ids";
import type { Circle, View } from "../../protocol/messages";
import { type Phrase, phrase } from "../words/say";
import { abilitiesOf, isStaff } from "./abilities";

/** How the circle is told that no staff are there, or null while they are. Whom to call is said beside it. */
export function absenceWords(circle: Circle | undefined): Phrase | null {
  const staff = circle?.staff;
  if (!staff || staff.state === "here") return null;
  const words: Record<
    "away" | "paused",
    readonly [dropped: WordId, decided: WordId, paused: WordId, stepped: WordId]
  > = {
    away: ["staff.away", "staff.awayDecided", "staff.awayPrivate", "staff.awayStepped"],
    paused: ["staff.paused", "staff.pausedDecided", "staff.pausedPrivate", "staff.pausedStepped"],
  };
  const [dropped, decided, hasPaused, stepped] = words[staff.state];
  const resting = circle.seats.some((seat) => seat.private && isStaff(seat.role) && seat.name === staff.name);
  if (staff.decided) return named(decided, staff.name);
  if (resting) return named(hasPaused, staff.name);
  return named(staff.steppedAway ? stepped : dropped, staff.name);
}

/** How the circle is told that staff are there again; `last` is who was there last. */
export function returnWords({ circle }: View, last: string | undefined): Phrase {
  const here = circle?.seats.filter((seat) => isStaff(seat.role) && !seat.reconnecting) ?? [];
  // Only somebody who was there before can be back.
  const same = here.find((seat) => seat.name === last);
  return same ? named("staff.back", same.name) : named("staff.here", here[0]?.name);
}

/**
 * What the now line says of staff who have ended a pause, once `after` has followed `before`. It is true until the
 * reader's own microphone or camera is on again, or staff are gone; whoever may not speak is not asked to.
 */
export function nextReturn(words: Phrase | null, before: View, after: View): Phrase | null {
  const { you, circle } = after;
  const mayUnmute =
    abilitiesOf(you.role).speaks && you.maySpeak && !you.floorClosed && !you.microphone && !you.camera;
  if (circle?.staff?.state !== "here" || isStaff(you.role) || !mayUnmute) return null;
  const was = before.circle?.staff;
  return words ?? (was?.state === "paused" ? returnWords(after, was.name) : null);
}

function named(id: WordId, name: string | undefined): Phrase {
  return phrase(id, { known: name ? "yes" : "no", name: name ?? "" });
}
