import { useState } from "react";
import { Input, Label, Radio, RadioGroup, TextField } from "react-aria-components";
import type { Prompt } from "../../protocol/messages";
import { useActions } from "../../state/hooks";
import join from "../join/Join.module.css";
import { Button } from "../parts/Button";
import { Answers, Dialog } from "../parts/Dialog";
import styles from "../staff/ReasonDialog.module.css";
import { useSay } from "../words/say";
import { prompts, promptWords } from "./roundWords";

/** How long a prompt in one's own words may be. */
const longest = 140;
/** What may be suggested for each, in minutes; 0: nothing is. */
const paces = [0, 1, 2, 3, 5] as const;

/** Asks what a round is about, and says what it means for the group, before it begins. */
export function StartRoundDialog({ onClose }: { onClose: () => void }) {
  const say = useSay();
  const actions = useActions();
  const [kind, setKind] = useState<Prompt["kind"]>("");
  const [words, setWords] = useState("");
  const [minutes, setMinutes] = useState(0);
  const [missing, setMissing] = useState(false);

  async function start() {
    if (kind === "own" && words.trim() === "") return setMissing(true);
    const prompt: Prompt = kind === "own" ? { kind, words } : { kind };
    const outcome = await actions.startRound(prompt, minutes * 60);
    if (outcome.ok) onClose();
  }
  return (
    <Dialog isOpen onClose={onClose} title={say("startRound.title")}>
      <p>{say("startRound.then")}</p>
      <RadioGroup
        className={styles.reasons ?? ""}
        value={kind}
        onChange={(value) => {
          setKind(value as Prompt["kind"]);
          setMissing(false);
        }}
      >
        <Label className={styles.label ?? ""}>{say("startRound.prompt")}</Label>
        <Radio value="" className={styles.reason ?? ""}>
          {say("prompt.none")}
        </Radio>
        {prompts.map((p) => (
          <Radio key={p} value={p} className={styles.reason ?? ""}>
            {say(promptWords({ kind: p })?.id ?? "prompt.none")}
          </Radio>
        ))}
        <Radio value="own" className={styles.reason ?? ""}>
          {say("prompt.own")}
        </Radio>
      </RadioGroup>
      {kind === "own" && (
        <TextField
          className={join.field ?? ""}
          value={words}
          onChange={setWords}
          maxLength={longest}
          autoComplete="off"
        >
          <Label>{say("startRound.words")}</Label>
          <Input className={join.input ?? ""} />
        </TextField>
      )}
      <p className={styles.missing} role="alert">
        {missing && say("startRound.missing")}
      </p>
      <RadioGroup
        className={styles.reasons ?? ""}
        value={`${minutes}`}
        onChange={(value) => setMinutes(Number(value))}
        orientation="horizontal"
      >
        <Label className={styles.label ?? ""}>{say("startRound.pace")}</Label>
        <div className={styles.row}>
          {paces.map((p) => (
            <Radio key={p} value={`${p}`} className={styles.reason ?? ""}>
              {p === 0 ? say("startRound.noPace") : say("startRound.minutes", { minutes: p })}
            </Radio>
          ))}
        </div>
      </RadioGroup>
      <Answers>
        <Button look="main" onPress={() => void start()}>
          {say("startRound.yes")}
        </Button>
        <Button onPress={onClose}>{say("cancel")}</Button>
      </Answers>
    </Dialog>
  );
}
