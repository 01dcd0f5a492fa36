import { Undo2 } from "lucide-react";
import type { View } from "../../protocol/messages";
import { useActions } from "../../state/hooks";
import { Button } from "../parts/Button";
import styles from "../room/NowLine.module.css";
import { useSay } from "../words/say";
import { useStepAside } from "./StepAside";

function nameAt({ circle }: View, seat: number | undefined): string {
  return circle?.seats.find((other) => other.seat === seat)?.name ?? "";
}

interface AskedProps {
  view: View;
  /** It was accepted: what covers the room may go. */
  onAccept?: () => void;
}

/** Staff would like to talk with the reader. There is no hurry: it stays until it is answered or taken back. */
export function AsideAsked({ view, onAccept = () => {} }: AskedProps) {
  const say = useSay();
  const actions = useActions();
  const name = nameAt(view, view.you.aside?.askedBy);
  return (
    <div className={styles.ask}>
      <div>
        <h2>{say("aside.asked", { name })}</h2>
        <p>{say("aside.askedThen", { name })}</p>
      </div>
      <div className={styles.answers}>
        <Button
          look="main"
          onPress={() => {
            void actions.acceptAside();
            onAccept();
          }}
        >
          {say("aside.accept", { name })}
        </Button>
        <Button onPress={() => void actions.declineAside()}>{say("now.notNow")}</Button>
      </div>
    </div>
  );
}

/** The reader, of the staff, waits for an answer. */
export function AsideAsking({ view }: { view: View }) {
  const say = useSay();
  const actions = useActions();
  return (
    <div className={styles.ask}>
      <p>{say("aside.waiting", { name: nameAt(view, view.you.aside?.asked) })}</p>
      <Button onPress={() => void actions.endAside()}>{say("aside.takeBack")}</Button>
    </div>
  );
}

/** Before the reader leaves the group without staff. */
export function AsideAlone() {
  const say = useSay();
  const { leaving, askAnyway, dismiss } = useStepAside();
  if (!leaving) return null;
  return (
    <div className={styles.ask}>
      <div>
        <h2>{say("aside.alone")}</h2>
        <p>{say("aside.aloneThen")}</p>
      </div>
      <div className={styles.answers}>
        <Button look="main" onPress={askAnyway}>
          {say("aside.aloneAsk", { name: leaving.name })}
        </Button>
        <Button onPress={dismiss}>{say("now.notNow")}</Button>
      </div>
    </div>
  );
}

/** The way back from a private talk, for both. */
export function AsideBack() {
  const say = useSay();
  const actions = useActions();
  return (
    <Button look="main" icon={Undo2} onPress={() => void actions.endAside()}>
      {say("aside.back")}
    </Button>
  );
}
