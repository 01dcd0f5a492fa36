import { Pencil } from "lucide-react";
import { type FormEvent, useState } from "react";
import { Input, Label, TextField } from "react-aria-components";
import type { Self } from "../../protocol/messages";
import { useActions } from "../../state/hooks";
import { Button } from "../parts/Button";
import { isStaff } from "../room/abilities";
import { useSay } from "../words/say";
import { Check } from "./Check";
import styles from "./Join.module.css";

/** What the group will call one, and asking for another name. */
export function NameCheck({ you }: { you: Self }) {
  const say = useSay();
  const actions = useActions();
  const [editing, setEditing] = useState(false);
  return (
    <Check icon={Pencil} title={say("name.title")} state={say("name.shown", { name: you.name })}>
      {you.askedName && (
        <>
          <p>{say("name.asked", { asked: you.askedName })}</p>
          <Button onPress={() => void actions.askName("")}>{say("name.takeBack")}</Button>
        </>
      )}
      {!you.askedName && !editing && <Button onPress={() => setEditing(true)}>{say("name.other")}</Button>}
      {!you.askedName && editing && <NameForm staff={isStaff(you.role)} onClose={() => setEditing(false)} />}
    </Check>
  );
}

function NameForm({ staff, onClose }: { staff: boolean; onClose: () => void }) {
  const say = useSay();
  const actions = useActions();
  const [name, setName] = useState("");
  const [problem, setProblem] = useState(false);

  async function ask(event: FormEvent) {
    event.preventDefault();
    if (name.trim() === "") return setProblem(true);
    const outcome = await actions.askName(name);
    if (outcome.ok) onClose();
    else setProblem(true);
  }
  return (
    <form className={styles.form} onSubmit={(event) => void ask(event)}>
      <TextField
        className={styles.field ?? ""}
        value={name}
        onChange={setName}
        maxLength={32}
        autoComplete="off"
        // The reader has just pressed "Use another name".
        autoFocus
      >
        <Label>{say("name.field")}</Label>
        <Input className={styles.input ?? ""} />
      </TextField>
      <p className={styles.state}>
        {say(problem ? "refused.name" : staff ? "name.nowStaff" : "name.thenStaff")}
      </p>
      <div className={styles.others}>
        <Button type="submit">{say(staff ? "name.use" : "name.ask")}</Button>
        <Button look="plain" onPress={onClose}>
          {say("cancel")}
        </Button>
      </div>
    </form>
  );
}
