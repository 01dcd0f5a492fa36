import { useEffect, useRef } from "react";
import type { View } from "../../protocol/messages";
import { useAnnounce } from "../words/Announcer";
import { useSay } from "../words/say";
import { callWords } from "./asideWords";

/** Says every signal to staff at once, and again with every call of it. `called` hears of it too. */
export function useSignalAlerts({ staff }: View, called: () => void): void {
  const say = useSay();
  const announce = useAnnounce();
  const heard = useRef(new Map<number, number>());
  const then = useRef(called);
  then.current = called;
  const signals = staff?.signals;
  useEffect(() => {
    const now = new Map(signals?.map((signal) => [signal.signal, signal.calls]));
    const fresh = (signals ?? []).filter(({ signal, calls }) => calls > (heard.current.get(signal) ?? 0));
    heard.current = now;
    if (fresh.length === 0) return;
    const words = fresh.map(callWords).map(({ id, values }) => `${say(id, values)}.`);
    announce.alert(words.join(" "));
    then.current();
  }, [signals, say, announce]);
}
