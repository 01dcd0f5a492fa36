import { useEffect, useRef } from "react";
import type { View } from "../../protocol/messages";
import { useAnnounce } from "../words/Announcer";
import { useSay } from "../words/say";
import { ownSignalsHeard } from "./asideWords";

/** Tells assistive technology in the waiting room what has become of one's own signals. */
export function useOwnSignalsHeard(view: View): void {
  const say = useSay();
  const announce = useAnnounce();
  const before = useRef(view);
  useEffect(() => {
    for (const { id, values } of ownSignalsHeard(before.current, view)) announce.status(say(id, values));
    before.current = view;
  }, [view, say, announce]);
}
