import { useState } from "react";
import { Label, Radio, RadioGroup } from "react-aria-components";
import type { Reason } from "../../protocol/messages";
import type { Actions } from "../../state/actions";
import { useActions } from "../../state/hooks";
import { Button } from "../parts/Button";
import { Answers, Dialog } from "../parts/Dialog";
import { useSay } from "../words/say";
import styles from "./ReasonDialog.module.css";
import type { ReasonQuestion } from "./StaffDialogs";

const reasons: readonly Reason[] = [
  "asked",
  "privacy",
  "wellbeing",
  "ground-rules",
  "wrong-session",
  "technical",
];

/** Asks why, and says what happens to whom, before staff take something away from somebody. */
export function ReasonDialog({ question, onClose }: { question: ReasonQuestion; onClose: () => void }) {
  const say = useSay();
  const actions = useActions();
  const [reason, setReason] = useState<Reason | null>(null);
  const [missing, setMissing] = useState(false);
  const { about, name } = question;
  const offered = about === "cameraOff" ? reasons.filter((r) => r !== "wrong-session") : reasons;

  function answer() {
    if (!reason) return setMissing(true);
    onClose();
    carryOut(actions, question, reason);
  }
  return (
    <Dialog isOpen onClose={onClose} title={say(`${about}.title`, { name })}>
      <p>{say(`${about}.then`, { name })}</p>
      <RadioGroup
        className={styles.reasons ?? ""}
        value={reason}
        onChange={(value) => {
          setReason(value as Reason);
          setMissing(false);
        }}
      >
        <Label className={styles.label ?? ""}>{say("reason.label")}</Label>
        {offered.map((r) => (
          <Radio key={r} value={r} className={styles.reason ?? ""}>
            {say(`reason.${r}`)}
          </Radio>
        ))}
        <p className={styles.missing} role="alert">
          {missing && say("reason.missing")}
        </p>
      </RadioGroup>
      <Answers>
        <Button look="main" onPress={answer}>
          {say(`${about}.yes`)}
        </Button>
        <Button onPress={onClose}>{say("cancel")}</Button>
      </Answers>
    </Dialog>
  );
}

function carryOut(actions: Actions, question: ReasonQuestion, reason: Reason): void {
  switch (question.about) {
    case "cameraOff":
      void actions.cameraOff(question.seat, reason);
      return;
    case "hold":
      void actions.hold(question.seat, reason);
      return;
    case "endToday":
      void actions.endForToday(question.person, reason);
      return;
  }
}
