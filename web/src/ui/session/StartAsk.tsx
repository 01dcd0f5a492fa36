import { useActions } from "../../state/hooks";
import { Button } from "../parts/Button";
import styles from "../room/NowLine.module.css";
import { useAsk } from "../staff/StaffDialogs";
import { useSay } from "../words/say";

/** Staff begin the session: with an open agenda at once, or with an objective. */
export function StartAsk({ minutes }: { minutes: number }) {
  const say = useSay();
  const actions = useActions();
  const ask = useAsk();
  return (
    <div className={styles.ask}>
      <h2>{say("now.notStarted")}</h2>
      <div className={styles.answers}>
        <Button look="main" onPress={() => ask({ about: "startSession", minutes })}>
          {say("now.start")}
        </Button>
        <Button onPress={() => void actions.startSession({ open: true })}>{say("now.startOpen")}</Button>
      </div>
    </div>
  );
}
