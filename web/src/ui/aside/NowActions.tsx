import { HandHeart, MessageCircle } from "lucide-react";
import { useEffect } from "react";
import type { View } from "../../protocol/messages";
import { Button } from "../parts/Button";
import { useAnnounce } from "../words/Announcer";
import { useSay } from "../words/say";
import { callWords } from "./asideWords";
import { useSettled } from "./useSettled";

/** The oldest signal as a button under the now line, where the panel is a sheet. */
export function SignalNow({ view, onPress }: { view: View; onPress: () => void }) {
  const say = useSay();
  const first = view.staff?.signals?.[0];
  const signal = useSettled(first, String(first?.signal));
  if (!signal) return null;
  const { id, values } = callWords(signal);
  return (
    <Button look="care" size="s" icon={HandHeart} onPress={onPress} aria-haspopup="dialog">
      {say(id, values)}
    </Button>
  );
}

/** Somebody has written: a quiet line that leads to their words. */
export function UnreadNow({ from, onPress }: { from: string; onPress: () => void }) {
  const say = useSay();
  const announce = useAnnounce();
  const words = say("messages.from", { name: from });
  useEffect(() => announce.status(`${words}.`), [announce, words]);
  return (
    <Button size="s" icon={MessageCircle} onPress={onPress}>
      {words}
    </Button>
  );
}
