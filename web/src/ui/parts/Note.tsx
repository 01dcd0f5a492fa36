import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { Icon } from "./Icon";
import styles from "./Note.module.css";

/** A quiet line that says what is and is not done with somebody's picture, sound or words. */
export function PromiseLine({ icon, children }: { icon: LucideIcon; children: ReactNode }) {
  return (
    <p className={styles.promise}>
      <Icon of={icon} small />
      <span>{children}</span>
    </p>
  );
}

/** A note on a calm ground; `down` is for the state of a line: a dashed edge, no colour. */
export function Note({
  icon,
  down = false,
  children,
}: {
  icon: LucideIcon;
  down?: boolean;
  children: ReactNode;
}) {
  return (
    <div className={styles.note} data-down={down || undefined}>
      <Icon of={icon} />
      <div>{children}</div>
    </div>
  );
}
