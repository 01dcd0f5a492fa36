import { Clock, Ear, HandHeart, type LucideIcon, Shield } from "lucide-react";
import type { WordId } from "../../locales/ids";
import type { Missed, OwnSignal, Signal, SignalKind, View } from "../../protocol/messages";
import { isStaff } from "../room/abilities";
import { type Phrase, phrase } from "../words/say";

/** What can be said to staff by one press, in the order of the sheet. */
export const signals: readonly { kind: SignalKind; words: WordId; icon: LucideIcon; urgent: boolean }[] = [
  { kind: "support", words: "signal.support", icon: HandHeart, urgent: true },
  { kind: "unsafe", words: "signal.unsafe", icon: Shield, urgent: true },
  { kind: "hearing", words: "signal.hearing", icon: Ear, urgent: false },
  { kind: "leaving", words: "signal.leaving", icon: Clock, urgent: false },
];

/** The one member of staff to name, or null where there are several, or nobody is known. */
export function helperOf({ circle, lobby }: View): string | null {
  if (lobby) return lobby.hostName ?? null;
  const staff = circle?.seats.filter((seat) => isStaff(seat.role)) ?? [];
  const [only] = staff;
  if (only && staff.length === 1) return only.name;
  return staff.length === 0 ? (circle?.staff?.name ?? null) : null;
}

/** A phrase that names the helper, or says "your care team". */
export function toHelper(id: WordId, name: string | null | undefined): Phrase {
  return phrase(id, { known: name ? "yes" : "no", name: name ?? "" });
}

/** What has become of one's own signal. Whom to call instead is said beside it. */
export function stateWords(signal: OwnSignal, helper: string | null): Phrase {
  switch (signal.state) {
    case "waiting":
      return toHelper("signal.waiting", helper);
    case "seen":
      return toHelper("signal.seen", signal.seenBy);
    case "unanswered":
      return toHelper("signal.unanswered", helper);
  }
}

const calls: Readonly<Record<SignalKind, WordId>> = {
  support: "signal.from.support",
  unsafe: "signal.from.unsafe",
  hearing: "signal.from.hearing",
  leaving: "signal.from.leaving",
};

/** A signal as staff read and hear it: "Walter: I feel unsafe". */
export function callWords(signal: Signal): Phrase {
  return phrase(calls[signal.kind], { name: signal.name });
}

/** How long somebody is gone who had asked for staff. `now` is in ms. */
export function missedWords(missed: Missed, now: number): Phrase {
  return phrase("signal.missed", { name: missed.name, minutes: minutesSince(missed.since, now) });
}

/** Whole minutes since a time of the server. `now` is in ms. */
export function minutesSince(since: string, now: number): number {
  return Math.max(0, Math.floor((now - Date.parse(since)) / 60_000));
}

/** What a screen reader is told because one's own signals have changed. */
export function ownSignalsHeard(before: View, after: View): Phrase[] {
  const was = new Map(before.you.signals?.map((signal) => [signal.kind, signal.state]));
  return (after.you.signals ?? []).flatMap((signal) => {
    if (was.get(signal.kind) === signal.state) return [];
    return signal.state === "waiting"
      ? [toHelper("heard.sent", helperOf(after))]
      : [stateWords(signal, helperOf(after))];
  });
}
