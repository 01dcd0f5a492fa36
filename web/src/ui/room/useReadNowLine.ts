import { type RefObject, useEffect } from "react";
import { useAnnounce } from "../words/Announcer";

/** Alt+N reads the now line. */
export function useReadNowLine(line: RefObject<HTMLElement | null>): void {
  const announce = useAnnounce();
  useEffect(() => {
    const listening = new AbortController();
    const read = (event: KeyboardEvent) => {
      if (!event.altKey || event.code !== "KeyN" || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      const sentences = [...(line.current?.querySelectorAll("h2, p") ?? [])].map((part) => part.textContent);
      if (sentences.length > 0) announce.status(sentences.join(" "));
    };
    document.addEventListener("keydown", read, { signal: listening.signal });
    return () => listening.abort();
  }, [announce, line]);
}
