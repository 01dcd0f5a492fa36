import { useEffect } from "react";
import type { View } from "../../protocol/messages";
import { hintOf } from "../../state/session";
import { isStaff } from "../room/abilities";
import { useAnnounce } from "../words/Announcer";
import { useSay } from "../words/say";
import { hintWords } from "./sessionWords";

/** Says a hint to staff who listen to the page: once, politely, and without a sound of its own. */
export function useHint({ circle, you }: View, serverNow: number): void {
  const say = useSay();
  const announce = useAnnounce();
  const session = circle?.session;
  const hint = session && isStaff(you.role) ? hintOf(session, serverNow) : null;
  useEffect(() => {
    if (hint) announce.status(say(hintWords[hint]));
  }, [hint, announce, say]);
}
