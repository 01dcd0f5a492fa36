import { type FormEvent, useId, useState } from "react";
import type { WordId } from "../../locales/ids";
import { useActions } from "../../state/hooks";
import { newOperation } from "../../state/operation";
import type { Here } from "../../state/visit";
import { Button } from "../parts/Button";
import { toastWords } from "../room/toastWords";
import { useSay } from "../words/say";
import styles from "./Captions.module.css";

/** The most characters of a line. */
const maxCaption = 160;

/** Where a captioner writes: the last lines, and one field. Enter sends, and a line that could not be sent stays there. */
export function CaptionField({ here }: { here: Here }) {
  const say = useSay();
  const actions = useActions();
  const id = useId();
  const [text, setText] = useState("");
  const [op, setOp] = useState(newOperation);
  const [problem, setProblem] = useState<WordId | null>(null);

  async function send(event: FormEvent) {
    event.preventDefault();
    const line = text.trim();
    if (line === "") return;
    if (here.line !== "steady") return setProblem("messages.noLine");
    setText(""); // whoever listens writes on meanwhile
    setOp(newOperation());
    const outcome = await actions.caption(line, op);
    if (outcome.ok) return setProblem(null);
    setText((next) => [line, next].filter(Boolean).join(" ").slice(0, maxCaption));
    setOp(op);
    setProblem(
      outcome.why === "refused"
        ? toastWords({ about: "refused", code: outcome.code }, []).id
        : "messages.noLine",
    );
  }
  return (
    <section className={styles.writing} aria-label={say("captions.title")}>
      <h2 className={styles.title}>{say("captions.own")}</h2>
      <ol className={styles.own} aria-live="off">
        {here.captions.slice(-4).map(({ number, text }) => (
          <li key={number} dir="auto">
            {text}
          </li>
        ))}
      </ol>
      <form className={styles.form} onSubmit={(event) => void send(event)}>
        <label htmlFor={id}>{say("captions.field")}</label>
        <input
          className={styles.field}
          id={id}
          value={text}
          maxLength={maxCaption}
          autoComplete="off"
          aria-describedby={`${id}-then${problem ? ` ${id}-why` : ""}`}
          onChange={(event) => {
            setText(event.target.value);
            setProblem(null);
            setOp(newOperation()); // other words are another line
          }}
        />
        <Button type="submit" size="s">
          {say("captions.send")}
        </Button>
        <p id={`${id}-then`} className={styles.none}>
          {say("captions.field.then")}
        </p>
        {problem && (
          <p id={`${id}-why`} role="status">
            {say(problem)}
          </p>
        )}
      </form>
    </section>
  );
}
