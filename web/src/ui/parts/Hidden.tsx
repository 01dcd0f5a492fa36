import type { ReactNode } from "react";
import styles from "./Hidden.module.css";

/** Words that are heard and not seen. */
export function Hidden({ children }: { children: ReactNode }) {
  return <span className={styles.hidden}>{children}</span>;
}
