import type { ReactNode } from "react";
import styles from "./Switch.module.css";

/** Something that is on or off, with its words beside it. */
export function Switch({ on, onPress, children }: { on: boolean; onPress: () => void; children: ReactNode }) {
  return (
    <button type="button" className={styles.switch} role="switch" aria-checked={on} onClick={onPress}>
      <i aria-hidden="true" />
      <span>{children}</span>
    </button>
  );
}
