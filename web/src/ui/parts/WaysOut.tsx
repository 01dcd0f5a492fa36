import { DoorOpen, EyeOff, type LucideIcon } from "lucide-react";
import { Button } from "react-aria-components";
import { useActions } from "../../state/hooks";
import { useSay } from "../words/say";
import { Icon } from "./Icon";
import styles from "./WaysOut.module.css";

/**
 * The private ways out, in the same place on every page. React Aria makes what is behind a dialog inert; what is marked
 * as its top layer stays in reach of a pointer, and F2 and Shift three times work from the keyboard wherever the focus is.
 */
export function WaysOut() {
  const say = useSay();
  const actions = useActions();
  return (
    // biome-ignore lint/a11y/useSemanticElements: these are no fields of a form
    <div className={styles.ways} role="group" aria-label={say("ways.label")} data-react-aria-top-layer="true">
      <Way
        icon={EyeOff}
        name={say("ways.someone")}
        keys="F2"
        says="F2"
        onPress={() => actions.someoneCameIn()}
      />
      <Way
        icon={DoorOpen}
        name={say("ways.exit")}
        keys="Shift ×3"
        says="Shift Shift Shift"
        onPress={() => actions.quickExit()}
      />
    </div>
  );
}

interface WayProps {
  icon: LucideIcon;
  name: string;
  /** The keys as they are read, and as they are told to assistive technology. */
  keys: string;
  says: string;
  onPress: () => void;
}

function Way({ icon, name, keys, says, onPress }: WayProps) {
  return (
    <Button className={styles.way ?? ""} aria-label={name} aria-keyshortcuts={says} onPress={onPress}>
      <Icon of={icon} />
      <span>{name}</span>
      <kbd>{keys}</kbd>
    </Button>
  );
}
