import type { Seat, View } from "../../protocol/messages";
import { isStaff } from "../room/abilities";
import { type Phrase, phrase } from "./say";

/** What a screen reader is told because one view followed another. Never who speaks, who left or who declined. */
export function announcements(before: View, after: View): Phrase[] {
  if (before.place !== after.place || !after.circle || !before.circle) return [];
  return [
    ...arrivals(before, after),
    ...own(before, after),
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

function own({ you: before }: View, { you: after }: View): Phrase[] {
  const phrases: Phrase[] = [];
  if (before.maySpeak && !after.maySpeak) phrases.push(phrase("heard.muted"));
  else if (before.microphone && !after.microphone) phrases.push(phrase("heard.microphoneOff"));
  if (before.camera && !after.camera) phrases.push(phrase("heard.cameraOff"));
  if (!before.invited && after.invited && !after.microphone) phrases.push(phrase("heard.invited"));
  return phrases;
}

function forStaff(before: View, after: View): Phrase[] {
  const seats = after.circle?.seats ?? [];
  const raised = (after.circle?.hands ?? []).filter((n) => !before.circle?.hands.includes(n));
  const hands = raised.flatMap((n) => {
    const seat = seats.find((seat) => seat.seat === n);
    return seat && n !== after.you.seat ? [phrase("heard.hand", { name: seat.name })] : [];
  });
  const waiting = after.staff?.waiting.length ?? 0;
  const more = waiting > (before.staff?.waiting.length ?? 0);
  return more ? [...hands, phrase("heard.waiting", { count: waiting })] : hands;
}

/** The seats whose line is down; staff hear of one that stays down for a while. */
export function seatsDown(view: View): Seat[] {
  return (view.circle?.seats ?? []).filter((seat) => seat.reconnecting && seat.seat !== view.you.seat);
}
