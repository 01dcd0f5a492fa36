import { Ear } from "lucide-react";
import { useState } from "react";
import type { Self } from "../../protocol/messages";
import { Check } from "../join/Check";
import { Button } from "../parts/Button";
import { useSay } from "../words/say";
import { PreferencesDialog } from "./PreferencesDialog";
import { ownLine } from "./prefersWords";

/** How one likes to take part, before going in. Saying nothing is fine. */
export function PreferencesCheck({ you }: { you: Self }) {
  const say = useSay();
  const [open, setOpen] = useState(false);
  return (
    <Check
      icon={Ear}
      title={say("prefers.title")}
      state={ownLine(you.preferences, say) || say("prefers.unsaid")}
    >
      <Button onPress={() => setOpen(true)}>{say("prefers.choose")}</Button>
      {open && <PreferencesDialog said={you.preferences} onClose={() => setOpen(false)} />}
    </Check>
  );
}
