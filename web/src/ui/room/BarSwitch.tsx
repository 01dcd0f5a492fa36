import type { LucideIcon } from "lucide-react";
import { Icon } from "../parts/Icon";
import styles from "./Bar.module.css";

interface Props {
  /** The full name, which is heard; `short` stands in for it where there is little room. */
  name: string;
  short: string;
  /** The state in words. */
  state: string;
  on: boolean;
  icon: LucideIcon;
  /** Set while it can't be used: the id of the sentence that says why. It stays in reach of the keyboard. */
  because?: string | undefined;
  /** The id of a sentence about a press that did not work before. */
  hint?: string | undefined;
  onPress: () => void;
}

/** A switch of the bar. It shows what is, not what a press would do. */
export function BarSwitch({ name, short, state, on, icon, because, hint, onPress }: Props) {
  return (
    <button
      type="button"
      className={styles.item}
      role="switch"
      aria-checked={on}
      aria-label={name}
      aria-disabled={because !== undefined}
      aria-describedby={because ?? hint}
      onClick={onPress}
    >
      <Icon of={icon} />
      <span>
        <span className={styles.long}>{name}</span>
        <span className={styles.short}>{short}</span>
        <span className={styles.sub} aria-hidden="true">
          {state}
        </span>
      </span>
    </button>
  );
}
