import { type FormEvent, useState } from "react";
import { Input, Label, TextField } from "react-aria-components";
import type { WordId } from "../../locales/ids";
import type { SessionStart } from "../../protocol/messages";
import { useActions } from "../../state/hooks";
import join from "../join/Join.module.css";
import { Button } from "../parts/Button";
import { Answers, Dialog } from "../parts/Dialog";
import styles from "../staff/ReasonDialog.module.css";
import { useSay } from "../words/say";
import { asMinutes, MinutesField } from "./MinutesField";

const longest = 140;

interface Props {
  /** How long the group's sessions are planned to take. */
  minutes: number;
  onClose: () => void;
}

/** What a session is for, and how long it is planned to take. One of an objective and an open agenda it must be. */
export function StartDialog({ minutes: usual, onClose }: Props) {
  const say = useSay();
  const actions = useActions();
  const [objective, setObjective] = useState("");
  const [text, setText] = useState(String(usual));
  const [problem, setProblem] = useState<WordId | null>(null);

  async function start(plan: SessionStart) {
    const minutes = asMinutes(text);
    if (minutes === null) return setProblem("session.minutes.wrong");
    const outcome = await actions.startSession({ ...plan, minutes });
    if (outcome.ok) onClose();
    else if (outcome.why === "refused" && outcome.code === "objective")
      setProblem("session.objective.missing");
  }
  function submit(event: FormEvent) {
    event.preventDefault();
    if (objective.trim() === "") setProblem("session.objective.missing");
    else void start({ objective });
  }
  return (
    <Dialog isOpen onClose={onClose} title={say("session.start.title")}>
      <form className={join.form} onSubmit={submit}>
        <p>{say("session.start.then")}</p>
        <TextField
          className={join.field ?? ""}
          value={objective}
          onChange={setObjective}
          maxLength={longest}
          autoComplete="off"
        >
          <Label>{say("session.objective")}</Label>
          <Input className={join.input ?? ""} />
        </TextField>
        <MinutesField text={text} onChange={setText} />
        <p className={styles.missing} role="alert">
          {problem && say(problem)}
        </p>
        <Answers>
          <Button look="main" type="submit">
            {say("session.yes")}
          </Button>
          <Button onPress={() => void start({ open: true })}>{say("now.startOpen")}</Button>
          <Button look="plain" onPress={onClose}>
            {say("cancel")}
          </Button>
        </Answers>
      </form>
    </Dialog>
  );
}
