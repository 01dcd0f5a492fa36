import { useState } from "react";
import type { View } from "../../protocol/messages";
import type { Phrase } from "../words/say";
import { nextReturn } from "./staffWords";

/** Staff who have just ended a pause. */
export type StaffReturn = {
  /** Null when there is nothing to say of them, or no more. */
  words: Phrase | null;
  /** Takes the words away. */
  dismiss: () => void;
};

/** Follows the views for staff who end a pause. */
export function useStaffReturn(view: View): StaffReturn {
  const [seen, setSeen] = useState<{ view: View; words: Phrase | null }>({ view, words: null });
  // React draws again before anything is shown, so the words come with the view that made them true.
  if (seen.view !== view) setSeen({ view, words: nextReturn(seen.words, seen.view, view) });
  return { words: seen.words, dismiss: () => setSeen({ view, words: null }) };
}
