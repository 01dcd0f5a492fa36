import type { ObserverAsk, View } from "../../protocol/messages";
import { abilitiesOf } from "../room/abilities";
import { type Phrase, phrase } from "../words/say";

/** The observer whom the reader has not answered about yet, or null. */
export function askedAbout({ you }: View): ObserverAsk | null {
  return you.observers?.find(({ answer }) => answer === undefined) ?? null;
}

/** Who is here beside the group, for as long as they are: everybody reads it, themselves included. */
export function bannerWords({ circle, you }: View): Phrase[] {
  if (!circle) return [];
  const observers = circle.seats.filter(({ role }) => role === "observer");
  const words = observers
    .filter(({ seat }) => seat !== you.seat)
    .map(({ name }) => phrase("observer.here", { name }));
  if (abilitiesOf(you.role).watches) words.unshift(phrase("observer.you"));
  return [...words, ...(circle.helpers ?? []).map((name) => phrase("helper.here", { name }))];
}
