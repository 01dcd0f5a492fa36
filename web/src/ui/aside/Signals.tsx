import { HandHeart } from "lucide-react";
import { useEffect, useId, useRef } from "react";
import type { Signal, View } from "../../protocol/messages";
import { useActions } from "../../state/hooks";
import type { Here } from "../../state/visit";
import { Button } from "../parts/Button";
import { Hidden } from "../parts/Hidden";
import { Icon } from "../parts/Icon";
import { useNow } from "../staff/useNow";
import { AsideFromSignal } from "../stepaside/AsideFromSignal";
import { useSay } from "../words/say";
import { callWords, minutesSince, missedWords } from "./asideWords";
import styles from "./Signals.module.css";
import { useSettled } from "./useSettled";

/** What people have asked of staff, above everything else in the panel; and who of them is gone. */
export function Signals({ here }: { here: Here }) {
  const say = useSay();
  const now = useNow();
  const { signals = [], missed = [] } = here.view.staff ?? {};
  const key = signals.map(({ signal }) => signal).join(" ");
  const gone = missed.map(({ name }) => name).join(" ");
  const shown = useSettled({ signals, missed }, `${key}/${gone}`);
  const box = useRef<HTMLDivElement>(null);
  useFocusOnward(box, shown.signals.length);
  if (shown.signals.length + shown.missed.length === 0) return <div ref={box} hidden />;
  return (
    <div ref={box} className={styles.signals}>
      {shown.signals.map((signal) => (
        <SignalCard key={signal.signal} signal={signal} now={now} view={here.view} />
      ))}
      {shown.missed.map((one) => {
        const { id, values } = missedWords(one, now);
        return (
          <p key={`${one.name} ${one.since}`} className={styles.missed}>
            {say(id, values)}
          </p>
        );
      })}
    </div>
  );
}

function SignalCard({ signal, now, view }: { signal: Signal; now: number; view: View }) {
  const say = useSay();
  const actions = useActions();
  const id = useId();
  const title = callWords(signal);
  return (
    <section className={styles.card} aria-labelledby={id}>
      <div className={styles.head}>
        <h3 id={id}>
          <Icon of={HandHeart} />
          <span>{say(title.id, title.values)}</span>
        </h3>
        <span className={styles.since}>
          {say("signal.minutes", { minutes: minutesSince(signal.since, now) })}
        </span>
      </div>
      {signal.waiting !== undefined && <p>{say("signal.inLobby")}</p>}
      {signal.seat === undefined && signal.waiting === undefined && <p>{say("signal.left")}</p>}
      {signal.words && <blockquote dir="auto">“{signal.words}”</blockquote>}
      {signal.wordsLost && <p>{say("signal.wordsLost")}</p>}
      <div className={styles.answers}>
        <Button
          look="care-main"
          size="s"
          onPress={() => void actions.seeSignal(signal.signal, signal.edition ?? 0)}
        >
          {say("signal.see")}
          <Hidden>, {signal.name}</Hidden>
        </Button>
        <AsideFromSignal signal={signal} view={view} />
      </div>
    </section>
  );
}

// The pressed card goes, and its button with it: the keyboard goes on to the next card, or to the panel.
function useFocusOnward(box: { current: HTMLElement | null }, cards: number): void {
  const before = useRef(cards);
  useEffect(() => {
    const fewer = cards < before.current;
    before.current = cards;
    if (!fewer || document.activeElement !== document.body) return;
    const next = box.current?.querySelector("button") ?? box.current?.closest<HTMLElement>("[tabindex]");
    next?.focus();
  }, [box, cards]);
}
