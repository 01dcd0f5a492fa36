import { useActions } from "../../state/hooks";
import type { Here } from "../../state/visit";
import { Button } from "../parts/Button";
import styles from "../room/NowLine.module.css";
import { useSay } from "../words/say";
import { askedAbout } from "./observers";

/** Whether somebody may sit in. There is no hurry, and no answer is the right one. */
export function ObserverQuestion({ here }: { here: Here }) {
  const say = useSay();
  const actions = useActions();
  const ask = askedAbout(here.view);
  if (!ask) return null;
  const { observer, name } = ask;
  return (
    <div className={styles.ask}>
      <div>
        <h2>{say("observer.ask", { name })}</h2>
        <p>{say("observer.ask.then", { name })}</p>
      </div>
      <div className={styles.answers}>
        <Button onPress={() => void actions.answerObserver(observer, true)}>{say("observer.fine")}</Button>
        <Button onPress={() => void actions.answerObserver(observer, false)}>{say("observer.rather")}</Button>
      </div>
    </div>
  );
}
