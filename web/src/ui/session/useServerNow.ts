import { useEffect, useState } from "react";
import type { Session } from "../../protocol/messages";
import { useServerAhead } from "../../state/hooks";
import { steadyFor } from "../../state/session";

/** The server's time in milliseconds, told again whenever the minutes that are left of a session have changed. */
export function useServerNow(session: Session | undefined): number {
  const ahead = useServerAhead();
  const [now, setNow] = useState(() => Date.now() + ahead);
  useEffect(() => {
    if (!session) return;
    let timer: ReturnType<typeof setTimeout>;
    const follow = () => {
      const next = Date.now() + ahead;
      setNow(next);
      timer = setTimeout(follow, steadyFor(session, next));
    };
    follow();
    return () => clearTimeout(timer);
  }, [session, ahead]);
  return now;
}
