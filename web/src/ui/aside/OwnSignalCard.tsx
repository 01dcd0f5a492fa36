import { type FormEvent, useId, useState } from "react";
import type { OwnSignal } from "../../protocol/messages";
import { useActions } from "../../state/hooks";
import { Button } from "../parts/Button";
import { Icon } from "../parts/Icon";
import { useSay } from "../words/say";
import { telephone } from "../words/telephone";
import { Words } from "../words/Words";
import { signals, stateWords } from "./asideWords";
import styles from "./Support.module.css";

/** The most characters of words that follow a signal. */
const maxWords = 120;

interface Props {
  signal: OwnSignal;
  helper: string | null;
  phone: string;
}

/** One's own signal: what has become of it, its words, and taking it back. */
export function OwnSignalCard({ signal, helper, phone }: Props) {
  const say = useSay();
  const actions = useActions();
  const id = useId();
  const row = signals.find(({ kind }) => kind === signal.kind);
  const state = stateWords(signal, helper);
  if (!row) return null;
  return (
    <section className={styles.card} aria-labelledby={id}>
      <h3 id={id}>
        <Icon of={row.icon} />
        <span>{say(row.words)}</span>
      </h3>
      <p className={styles.state}>
        {say(state.id, state.values)}
        {signal.state === "unanswered" && phone && (
          <>
            {" "}
            <CallInstead phone={phone} />
          </>
        )}
      </p>
      {signal.words && <blockquote>“{signal.words}”</blockquote>}
      {signal.wordsLost && <p className={styles.small}>{say("signal.wordsLostOwn")}</p>}
      <AddWords key={signal.words ?? ""} signal={signal} />
      <Button look="plain" size="s" onPress={() => void actions.takeBack(signal.kind)}>
        {say(signal.state === "seen" ? "signal.putAway" : "signal.takeBack")}
      </Button>
    </section>
  );
}

function CallInstead({ phone }: { phone: string }) {
  return (
    <Words
      id="signal.callInstead"
      values={{ phone }}
      // biome-ignore lint/a11y/useAnchorContent: the sentence fills them
      parts={{ 0: <a href={telephone(phone)} />, 1: <a href="tel:988" />, 2: <a href="tel:911" /> }}
    />
  );
}

function AddWords({ signal }: { signal: OwnSignal }) {
  const say = useSay();
  const actions = useActions();
  const id = useId();
  const [words, setWords] = useState("");
  function send(event: FormEvent) {
    event.preventDefault();
    if (words.trim() !== "") void actions.addWords(signal.kind, words.trim());
  }
  return (
    <form className={styles.words} onSubmit={send}>
      <label htmlFor={id}>{say(signal.words ? "signal.otherWords" : "signal.addWords")}</label>
      <input
        className={styles.field}
        id={id}
        value={words}
        maxLength={maxWords}
        autoComplete="off"
        onChange={(event) => setWords(event.target.value)}
      />
      <Button type="submit" size="s">
        {say("messages.send")}
      </Button>
    </form>
  );
}
