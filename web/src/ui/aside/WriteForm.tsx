import { type FormEvent, useId, useState } from "react";
import type { WordId } from "../../locales/ids";
import type { Outcome, Recipient } from "../../state/actions";
import { useActions } from "../../state/hooks";
import { newOperation } from "../../state/operation";
import type { Line } from "../../state/visit";
import { Button } from "../parts/Button";
import { toastWords } from "../room/toastWords";
import { useSay } from "../words/say";
import styles from "./Messages.module.css";

/** The most characters of a message. */
const maxMessage = 500;

interface Props {
  to: Recipient;
  label: string;
  line: Line;
}

/** Writes a message. Nothing that was typed is lost when it can't be sent, and sending again sends it once. */
export function WriteForm({ to, label, line }: Props) {
  const say = useSay();
  const actions = useActions();
  const id = useId();
  const [text, setText] = useState("");
  const [op, setOp] = useState(newOperation);
  const [problem, setProblem] = useState<WordId | null>(null);
  const [sending, setSending] = useState(false);

  async function send(event: FormEvent) {
    event.preventDefault();
    if (sending || text.trim() === "") return;
    if (line !== "steady") return setProblem("messages.noLine");
    setSending(true);
    const outcome = await actions.write(to, text.trim(), op);
    setSending(false);
    setProblem(wordsOf(outcome));
    if (!outcome.ok) return;
    setText("");
    setOp(newOperation());
  }
  function change(next: string) {
    setText(next);
    setProblem(null);
    setOp(newOperation()); // other words are another message
  }
  return (
    <form className={styles.form} onSubmit={(event) => void send(event)}>
      <label htmlFor={id}>{label}</label>
      <textarea
        className={styles.field}
        id={id}
        rows={2}
        value={text}
        maxLength={maxMessage}
        autoComplete="off"
        aria-describedby={problem ? `${id}-why` : undefined}
        onChange={(event) => change(event.target.value)}
      />
      {problem && (
        <p id={`${id}-why`} role="status">
          {say(problem)}
        </p>
      )}
      <Button type="submit" size="s">
        {say("messages.send")}
      </Button>
    </form>
  );
}

function wordsOf(outcome: Outcome): WordId | null {
  if (outcome.ok) return null;
  return outcome.why === "refused"
    ? toastWords({ about: "refused", code: outcome.code }, []).id
    : "messages.noLine";
}
