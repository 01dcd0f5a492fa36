import { type FormEvent, useState } from "react";
import { Input, Label, Radio, RadioGroup, TextField } from "react-aria-components";
import type { Preferences } from "../../protocol/messages";
import { useActions } from "../../state/hooks";
import join from "../join/Join.module.css";
import { Button } from "../parts/Button";
import { Answers, Dialog } from "../parts/Dialog";
import styles from "../staff/ReasonDialog.module.css";
import { useSay } from "../words/say";
import { cameraWords, partWords } from "./prefersWords";

/** As long as the server takes them. */
const longest = { pronouns: 20, language: 32 } as const;

interface Props {
  said: Preferences | undefined;
  onClose: () => void;
}

/** Where a client says how they like to take part. Nothing is told before Save. */
export function PreferencesDialog({ said, onClose }: Props) {
  const say = useSay();
  const actions = useActions();
  const [wish, setWish] = useState<Preferences>(said ?? {});
  const [problem, setProblem] = useState(false);

  async function save(event: FormEvent) {
    event.preventDefault();
    const outcome = await actions.prefer(wish);
    if (outcome.ok) onClose();
    else setProblem(outcome.why === "refused" && outcome.code === "preferences");
  }
  return (
    <Dialog isOpen onClose={onClose} title={say("prefers.title")}>
      <form className={join.form} onSubmit={(event) => void save(event)}>
        <p>{say("prefers.onlyStaff")}</p>
        <Choice
          label={say("prefers.part")}
          words={partWords}
          value={wish.part ?? ""}
          onChange={(part) => setWish({ ...wish, part })}
        />
        <p className={join.state} role="status">
          {wish.part === "listening" && say("prefers.part.listening.then")}
        </p>
        {(["pronouns", "language"] as const).map((field) => (
          <TextField
            key={field}
            className={join.field ?? ""}
            value={wish[field] ?? ""}
            onChange={(text) => setWish({ ...wish, [field]: text })}
            maxLength={longest[field]}
            autoComplete="off"
          >
            <Label>{say(field === "pronouns" ? "prefers.pronouns" : "prefers.language")}</Label>
            <Input className={join.input ?? ""} />
          </TextField>
        ))}
        <Choice
          label={say("prefers.camera")}
          words={cameraWords}
          value={wish.camera ?? ""}
          onChange={(camera) => setWish({ ...wish, camera })}
        />
        <p className={styles.missing} role="alert">
          {problem && say("refused.preferences")}
        </p>
        <Answers>
          <Button look="main" type="submit">
            {say("prefers.save")}
          </Button>
          <Button onPress={onClose}>{say("cancel")}</Button>
        </Answers>
      </form>
    </Dialog>
  );
}

interface ChoiceProps<Key extends string> {
  label: string;
  words: Readonly<Record<Key, Parameters<ReturnType<typeof useSay>>[0]>>;
  value: Key;
  onChange: (key: Key) => void;
}

function Choice<Key extends string>({ label, words, value, onChange }: ChoiceProps<Key>) {
  const say = useSay();
  const keys = Object.keys(words) as Key[];
  return (
    <RadioGroup
      className={styles.reasons ?? ""}
      value={value}
      onChange={(chosen) => onChange(keys.find((key) => key === chosen) ?? value)}
    >
      <Label className={styles.label ?? ""}>{label}</Label>
      {keys.map((key) => (
        <Radio key={key} value={key} className={styles.reason ?? ""}>
          {say(words[key])}
        </Radio>
      ))}
    </RadioGroup>
  );
}
