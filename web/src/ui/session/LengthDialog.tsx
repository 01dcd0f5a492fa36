import { type FormEvent, useState } from "react";
import { useActions } from "../../state/hooks";
import join from "../join/Join.module.css";
import { Button } from "../parts/Button";
import { Answers, Dialog } from "../parts/Dialog";
import styles from "../staff/ReasonDialog.module.css";
import { useSay } from "../words/say";
import { asMinutes, MinutesField } from "./MinutesField";

/** Another length for the session that runs. */
export function LengthDialog({ minutes: planned, onClose }: { minutes: number; onClose: () => void }) {
  const say = useSay();
  const actions = useActions();
  const [text, setText] = useState(String(planned));
  const [wrong, setWrong] = useState(false);

  async function save(event: FormEvent) {
    event.preventDefault();
    const minutes = asMinutes(text);
    setWrong(minutes === null);
    if (minutes !== null && (await actions.setLength(minutes)).ok) onClose();
  }
  return (
    <Dialog isOpen onClose={onClose} title={say("session.change")}>
      <form className={join.form} onSubmit={(event) => void save(event)}>
        <p>{say("session.change.then")}</p>
        <MinutesField text={text} onChange={setText} />
        <p className={styles.missing} role="alert">
          {wrong && say("session.minutes.wrong")}
        </p>
        <Answers>
          <Button look="main" type="submit">
            {say("session.save")}
          </Button>
          <Button onPress={onClose}>{say("cancel")}</Button>
        </Answers>
      </form>
    </Dialog>
  );
}
