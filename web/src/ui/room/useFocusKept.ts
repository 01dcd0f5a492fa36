import { type FocusEvent, type RefObject, useEffect, useRef } from "react";

/**
 * Keeps the keyboard where it was when an answered question goes: its button is gone then, and the focus would fall back
 * to the top of the page. `question` changes whenever another one is asked, or none.
 */
export function useFocusKept(place: RefObject<HTMLElement | null>, question: string | null) {
  const inside = useRef(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another question has other buttons
  useEffect(() => {
    if (inside.current && document.activeElement === document.body) place.current?.focus();
  }, [place, question]);
  return {
    onFocus: () => {
      inside.current = true;
    },
    // React says nothing of a button that it takes away, so this is somebody who went elsewhere.
    onBlur: (event: FocusEvent) => {
      inside.current = event.currentTarget.contains(event.relatedTarget);
    },
  };
}
