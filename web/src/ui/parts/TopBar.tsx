import type { ReactNode } from "react";
import { Mark } from "./Mark";
import styles from "./TopBar.module.css";
import { WaysOut } from "./WaysOut";

interface Props {
  /** The name of the place; in a room it is the page's h1. */
  title: ReactNode;
  /** One short line below. */
  below?: ReactNode;
  /** What stands before the ways out. */
  children?: ReactNode;
}

/** The top of every page: the mark, where one is, and the ways out. */
export function TopBar({ title, below, children }: Props) {
  return (
    <header className={styles.top}>
      <div className={styles.brand}>
        <Mark />
        <div className={styles.title}>
          {title}
          {below && <p className={styles.below}>{below}</p>}
        </div>
      </div>
      {children}
      <WaysOut />
    </header>
  );
}
