import type { Seat, View } from "../../protocol/messages";
import { paused } from "../../state/visit";
import { ownSignalsHeard } from "../aside/asideWords";
import { abilitiesOf, isStaff } from "../room/abilities";
import { floorWords } from "../room/floor";
import { absenceWords, returnWords } from "../room/staffWords";
import { turnIn } from "../round/roundWords";
import { type Phrase, phrase } from "./say";

/** What a screen reader is told because one view followed another. Never who speaks, who left or who declined. */
export function announcements(before: View, after: View): Phrase[] {
  if (before.place !== after.place || !after.circle || !before.circle) return [];
  const crossing = crossingHeard(before, after);
  if (crossing) return [crossing, ...arrivals(before, after), ...ownSignalsHeard(before, after)];
  return [
    ...arrivals(before, after),
    ...(isStaff(after.you.role) ? [] : staffThere(before, after)),
    ...ownSignalsHeard(before, after),
    ...own(before, after),
    ...floorChange(before, after),
    ...(isStaff(after.you.role) ? forStaff(before, after) : []),
  ];
}

function arrivals(before: View, after: View): Phrase[] {
  return newcomers(before.circle?.seats ?? [], after.circle?.seats ?? []).map((seat) =>
    phrase("heard.arrived", { name: seat.name }),
  );
}

function newcomers(before: readonly Seat[], after: readonly Seat[]): Seat[] {
  const known = new Set(before.map((seat) => seat.seat));
  return after.filter((seat) => !known.has(seat.seat));
}

// Whoever hears of staff who are gone or back reads whom to call, and what is off, in the now line.
function staffThere(before: View, after: View): Phrase[] {
  const [was, is] = [before.circle?.staff, after.circle?.staff];
  if (!is || !was || was.state === is.state) return [];
  const absence = absenceWords(after.circle);
  if (absence) return [absence];
  const off = was.state === "paused" && abilitiesOf(after.you.role).speaks;
  return [returnWords(after, was.name), ...(off ? [phrase("staff.offUntilYou")] : [])];
}

// Crossing into a private talk or out of it says by itself that everything is off, and that the floor is another one.
function crossingHeard(before: View, after: View): Phrase | null {
  const [was, is] = [before.you.aside?.with, after.you.aside?.with];
  if (was === is) return null;
  return is ? phrase("heard.asideBegan", { name: seatName(after, is) }) : phrase("heard.asideEnded");
}

function seatName({ circle }: View, seat: number | undefined): string {
  return circle?.seats.find((other) => other.seat === seat)?.name ?? "";
}

function own(before: View, after: View): Phrase[] {
  const phrases = [...ownMoment(before, after), ...ownTurn(before, after)];
  const [was, is] = [before.you, after.you];
  // A pause and a moment say by themselves that everything is off.
  const told = paused(after) || (is.steppedAway && !was.steppedAway);
  if (was.maySpeak && !is.maySpeak) phrases.push(phrase("heard.muted"));
  else if (was.microphone && !is.microphone && !told && !is.floorClosed)
    phrases.push(phrase("heard.microphoneOff"));
  if (was.camera && !is.camera && !told) phrases.push(phrase("heard.cameraOff"));
  if (!was.invited && is.invited && !is.microphone) phrases.push(phrase("heard.invited"));
  const asker = seatName(after, is.aside?.askedBy);
  if (asker && !was.aside?.askedBy) phrases.push(phrase("aside.asked", { name: asker }));
  return phrases;
}

// Whoever the floor is about hears what it means for them. Staff hear it with the way back.
function floorChange(before: View, after: View): Phrase[] {
  const [was, is] = [before.you, after.you];
  if (isStaff(is.role) || paused(after)) return [];
  const words = floorWords(after);
  const off =
    was.microphone && !is.microphone && is.floorClosed && is.maySpeak ? [phrase("heard.microphoneOff")] : [];
  if (before.circle?.floor === after.circle?.floor) {
    const taken = !was.floorClosed && is.floorClosed && is.maySpeak;
    return taken && words ? [...off, words] : off;
  }
  if (words) return [...off, words];
  return was.floorClosed && !is.floorClosed && is.maySpeak ? [phrase("heard.floorOpen")] : off;
}

function ownMoment({ you: was }: View, { you: is }: View): Phrase[] {
  if (is.steppedAway && !was.steppedAway) return [phrase("moment.title"), phrase("moment.lead")];
  if (!was.steppedAway || is.steppedAway) return [];
  return is.microphone || is.camera ? [] : [phrase("heard.cameBack")];
}

function ownTurn(before: View, after: View): Phrase[] {
  const [was, is] = [turnIn(before), turnIn(after)];
  if (is.whose === "mine") return was.whose === "mine" ? [] : [phrase("heard.turn")];
  if (is.whose !== "theirs" || is.next !== "me") return [];
  return was.whose === "theirs" && was.next === "me" ? [] : [phrase("heard.next")];
}

function forStaff(before: View, after: View): Phrase[] {
  const seats = after.circle?.seats ?? [];
  const raised = (after.circle?.hands ?? []).filter((n) => !before.circle?.hands.includes(n));
  const hands = raised.flatMap((n) => {
    const seat = seats.find((seat) => seat.seat === n);
    return seat && n !== after.you.seat ? [phrase("heard.hand", { name: seat.name })] : [];
  });
  const pauses = seats.flatMap((seat) => {
    const was = before.circle?.seats.find((other) => other.seat === seat.seat);
    return seat.private && !was?.private && seat.seat !== after.you.seat
      ? [phrase("heard.privacyPause", { name: seat.name })]
      : [];
  });
  hands.push(...roundGoesOn(before, after));
  const waiting = after.staff?.waiting.length ?? 0;
  const more = waiting > (before.staff?.waiting.length ?? 0);
  return [...hands, ...pauses, ...(more ? [phrase("heard.waiting", { count: waiting })] : [])];
}

function roundGoesOn({ circle: was }: View, after: View): Phrase[] {
  const turn = turnIn(after);
  if (turn.whose === "theirs") {
    return was?.round?.turn === after.circle?.round?.turn ? [] : [phrase("now.turn", { name: turn.name })];
  }
  return was?.round?.turn && after.staff?.round ? [phrase("round.over")] : [];
}

/** The seats whose line is down; staff hear of one that stays down for a while. */
export function seatsDown(view: View): Seat[] {
  return (view.circle?.seats ?? []).filter((seat) => seat.reconnecting && seat.seat !== view.you.seat);
}
