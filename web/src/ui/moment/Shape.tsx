import type { CSSProperties } from "react";
import styles from "./Moment.module.css";

/** The slow shape: ten seconds, four in and six out. `into` is how far into a breath it begins, in milliseconds. */
export function Shape({ number, into = 0 }: { number: string; into?: number }) {
  return (
    <div className={styles.still} style={{ "--into": `${-into}ms` } as CSSProperties} aria-hidden="true">
      <i />
      <i />
      <i />
      <b>{number}</b>
    </div>
  );
}
