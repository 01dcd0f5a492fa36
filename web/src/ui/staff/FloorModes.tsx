import { ToggleButton, ToggleButtonGroup } from "react-aria-components";
import type { WordId } from "../../locales/ids";
import type { View } from "../../protocol/messages";
import type { FloorMode } from "../../state/actions";
import { useActions } from "../../state/hooks";
import { useSay } from "../words/say";
import styles from "./FloorModes.module.css";

/** The words for each mode, from the one that lets most people through. */
export const modeWords: Readonly<Record<FloorMode, WordId>> = {
  open: "floor.mode.open",
  "hand-first": "floor.mode.handFirst",
  "one-voice": "floor.mode.oneVoice",
  "cool-down": "floor.mode.coolDown",
};

const modes = Object.keys(modeWords) as FloorMode[];

/**
 * Who may speak: one of four. Arrows move between them and choose nothing, since a choice is in force at once; Space
 * and Enter choose.
 */
export function FloorModes({ view: { circle }, small }: { view: View; small?: boolean }) {
  const say = useSay();
  const actions = useActions();
  return (
    <ToggleButtonGroup
      className={styles.modes ?? ""}
      data-small={small || undefined}
      aria-label={say("floor.label")}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[circle?.floor ?? "open"]}
      onSelectionChange={(keys) => {
        const [mode] = keys;
        const chosen = modes.find((one) => one === mode);
        if (chosen && chosen !== circle?.floor) void actions.setFloor(chosen);
      }}
    >
      {modes.map((mode) => (
        <ToggleButton key={mode} id={mode} className={styles.mode ?? ""}>
          {say(modeWords[mode])}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}
