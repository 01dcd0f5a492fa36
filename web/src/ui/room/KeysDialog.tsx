import type { WordId } from "../../locales/ids";
import type { View } from "../../protocol/messages";
import { Button } from "../parts/Button";
import { Answers, Dialog } from "../parts/Dialog";
import { Switch } from "../parts/Switch";
import { useSay } from "../words/say";
import { abilitiesOf } from "./abilities";
import styles from "./KeysDialog.module.css";
import type { LetterKeys } from "./useLetterKeys";

interface Props {
  isOpen: boolean;
  view: View;
  letters: LetterKeys;
  onClose: () => void;
}

/** What the keyboard can do, and whether single letters may do anything. */
export function KeysDialog({ isOpen, view, letters, onClose }: Props) {
  const say = useSay();
  const role = abilitiesOf(view.you.role);
  const always: [key: string, does: WordId][] = [
    ["F2", "keys.someone"],
    [say("keys.shift"), "keys.exit"],
    ["Alt+N", "keys.read"],
    ["Tab", "keys.tab"],
    [say("keys.arrows"), "keys.modes"],
    ["Esc", "keys.escape"],
  ];
  const single: [key: string, does: WordId, able: boolean][] = [
    ["M", "keys.m", role.speaks],
    ["V", "keys.v", role.shows],
    ["H", "keys.h", role.raises],
  ];
  const able = single.filter(([, , able]) => able);
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title={say("keys.title")}>
      <Keys keys={always} />
      {able.length > 0 && (
        <div className={styles.letters}>
          <Switch on={letters.on} onPress={letters.toggle}>
            {say("keys.letters")}
          </Switch>
          <p>{say("keys.letters.then")}</p>
          <Keys keys={able} />
        </div>
      )}
      <Answers>
        <Button look="main" onPress={onClose}>
          {say("close")}
        </Button>
      </Answers>
    </Dialog>
  );
}

function Keys({ keys }: { keys: readonly (readonly [key: string, does: WordId, ...unknown[]])[] }) {
  const say = useSay();
  return (
    <dl className={styles.keys}>
      {keys.map(([key, does]) => (
        <div key={key}>
          <dt>
            <kbd>{key}</kbd>
          </dt>
          <dd>{say(does)}</dd>
        </div>
      ))}
    </dl>
  );
}
