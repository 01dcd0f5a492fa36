import { useSyncExternalStore } from "react";

const narrow = media("(max-width: 599px)");
const wide = media("(min-width: 1024px)");

/** Whether the page is as narrow as a phone held upright. */
export function useNarrow(): boolean {
  return useSyncExternalStore(narrow.watch, narrow.matches);
}

/** Whether the bar has room for what else stands at the foot of the panel. */
export function useWide(): boolean {
  return useSyncExternalStore(wide.watch, wide.matches);
}

function media(query: string) {
  return {
    matches: () => window.matchMedia(query).matches,
    watch(changed: () => void) {
      const list = window.matchMedia(query);
      list.addEventListener("change", changed);
      return () => list.removeEventListener("change", changed);
    },
  };
}
