import { X } from "lucide-react";
import { useEffect, useState } from "react";
import { useActions } from "../../state/hooks";
import type { Here, Toast } from "../../state/visit";
import { IconButton } from "../parts/IconButton";
import { UndoCard } from "../staff/UndoCard";
import { useAnnounce } from "../words/Announcer";
import { useSay } from "../words/say";
import styles from "./RoomToast.module.css";
import { toastWords } from "./toastWords";

const shownFor = 8000;

/**
 * Short words for one's own last press. They go after 8 s, and stay while they are pointed at or focused. Above them
 * stands what staff can take back.
 */
export function RoomToast({ here }: { here: Here }) {
  return (
    <div className={styles.stack}>
      <UndoCard view={here.view} />
      {here.toast && <ToastCard key={numberOf(here.toast)} toast={here.toast} here={here} />}
    </div>
  );
}

const numbers = new WeakMap<Toast, number>();
let last = 0;

// Each toast is a new object, so the same words again are a new card with its own eight seconds.
function numberOf(toast: Toast): number {
  const number = numbers.get(toast) ?? ++last;
  numbers.set(toast, number);
  return number;
}

function ToastCard({ toast, here }: { toast: Toast; here: Here }) {
  const say = useSay();
  const actions = useActions();
  const announce = useAnnounce();
  const [held, setHeld] = useState(false);
  const { id, values } = toastWords(toast, here.view.circle?.seats ?? []);
  const text = say(id, values);
  useEffect(() => {
    if (held) return;
    const timer = setTimeout(() => actions.dismissToast(), shownFor);
    return () => clearTimeout(timer);
  }, [held, actions]);
  // Who declined is never said aloud.
  const silent = toast.about === "declined" || toast.about === "aside-declined";
  useEffect(() => {
    if (!silent) announce.status(text);
  }, [announce, silent, text]);
  return (
    <section
      className={styles.toast}
      aria-label={say("toast.label")}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <p>{text}</p>
      <IconButton aria-label={say("close")} icon={X} onPress={() => actions.dismissToast()} />
    </section>
  );
}
