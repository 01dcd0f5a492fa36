import { Input, Label, TextField } from "react-aria-components";
import join from "../join/Join.module.css";
import { useSay } from "../words/say";

/** The minutes that somebody has typed, or null if a session can't be planned so. */
export function asMinutes(text: string): number | null {
  const minutes = /^\d{1,3}$/.test(text.trim()) ? Number(text) : 0;
  return minutes >= 15 && minutes <= 240 ? minutes : null;
}

/** How long a session is planned to take. */
export function MinutesField({ text, onChange }: { text: string; onChange: (text: string) => void }) {
  const say = useSay();
  return (
    <TextField
      className={join.field ?? ""}
      value={text}
      onChange={onChange}
      inputMode="numeric"
      maxLength={3}
      autoComplete="off"
    >
      <Label>{say("session.minutes")}</Label>
      <Input className={join.input ?? ""} />
    </TextField>
  );
}
