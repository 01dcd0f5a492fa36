import type { WordId } from "../../locales/ids";
import type { Gesture } from "../../protocol/messages";

/** What each gentle signal says, in the order in which they are offered. */
export const gestureWords: Readonly<Record<Gesture["gesture"], WordId>> = {
  "with-you": "gesture.withYou",
  "me-too": "gesture.meToo",
  thanks: "gesture.thanks",
  nod: "gesture.nod",
};

export const gestures = Object.keys(gestureWords) as Gesture["gesture"][];
