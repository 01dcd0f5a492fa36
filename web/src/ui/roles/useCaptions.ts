import { useState } from "react";
import type { View } from "../../protocol/messages";

/** What the reader wants of captions. It stays on this page: nobody learns who needs them. */
export type CaptionChoice = {
  shown: boolean;
  /** A screen reader says each line. */
  aloud: boolean;
  toggle: () => void;
  toggleAloud: () => void;
};

/** The reader's choice, kept as long as the page; null while nobody is there who writes captions. */
export function useCaptions({ circle, you }: View): CaptionChoice | null {
  const [shown, setShown] = useState(false);
  const [aloud, setAloud] = useState(false);
  const written = circle?.seats.some(({ role, seat }) => role === "captioner" && seat !== you.seat);
  if (!written) return null;
  return { shown, aloud, toggle: () => setShown(!shown), toggleAloud: () => setAloud(!aloud) };
}
