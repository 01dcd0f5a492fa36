import { Undo2 } from "lucide-react";
import { useEffect, useLayoutEffect, useRef } from "react";
import type { View } from "../../protocol/messages";
import { useActions } from "../../state/hooks";
import { Button } from "../parts/Button";
import styles from "../room/RoomToast.module.css";
import { useAnnounce } from "../words/Announcer";
import { type Say, useSay } from "../words/say";
import { modeWords } from "./FloorModes";
import { templateWords } from "./TemplatePart";

/** What staff have just done to all, and the way back. It stays as long as the server offers it. */
export function UndoCard({ view }: { view: View }) {
  const undo = view.staff?.undo;
  return undo && <Card key={undo.number} act={undo.number} view={view} />;
}

function wordsOf({ staff, circle }: View, say: Say): string {
  switch (staff?.undo?.act) {
    case "floor":
      return say("undo.floor", { mode: say(modeWords[circle?.floor ?? "open"]) });
    case "template":
      return say("undo.template", { name: say(templateWords[staff.template ?? "process"][0]) });
    default:
      return say("undo.muteAll");
  }
}

function Card({ act, view }: { act: number; view: View }) {
  const say = useSay();
  const words = wordsOf(view, say);
  const actions = useActions();
  const announce = useAnnounce();
  const card = useRef<HTMLElement>(null);
  useEffect(() => announce.status(words), [announce, words]);
  // Its button goes with the offer; the focus stays in the room.
  useLayoutEffect(() => {
    const element = card.current;
    return () => {
      if (element?.contains(document.activeElement)) document.getElementById("controls")?.focus();
    };
  }, []);
  return (
    <section ref={card} className={styles.toast} aria-label={say("undo.label")}>
      <p>{words}</p>
      <Button size="s" icon={Undo2} onPress={() => void actions.undo(act)}>
        {say("undo")}
      </Button>
    </section>
  );
}
