import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { Icon } from "../parts/Icon";
import styles from "./Join.module.css";

interface Props {
  icon: LucideIcon;
  title: string;
  /** Which heading it is where it stands. */
  level?: "h2" | "h3";
  /** How it stands, in a sentence that is read when it changes. */
  state: ReactNode;
  children?: ReactNode;
}

/** One line of the device check. */
export function Check({ icon, title, level: Heading = "h2", state, children }: Props) {
  return (
    <div className={styles.check}>
      <Icon of={icon} />
      <div>
        <Heading>{title}</Heading>
        <p className={styles.state} role="status">
          {state}
        </p>
      </div>
      {children && <div className={styles.do}>{children}</div>}
    </div>
  );
}
