import type { ReactNode } from "react";
import { LanguageSwitch } from "./LanguageSwitch";
import styles from "./Page.module.css";
import { TopBar } from "./TopBar";
import { useNarrow } from "./useNarrow";

interface Props {
  /** Stands in the middle of the height; else at the top. */
  middle?: boolean;
  children: ReactNode;
}

/** A page outside the circle. */
export function Page({ middle = false, children }: Props) {
  const narrow = useNarrow();
  return (
    <>
      <TopBar title={<p>Alcove</p>}>{!narrow && <LanguageSwitch />}</TopBar>
      <main className={styles.page} data-middle={middle || undefined}>
        {children}
        {narrow && <LanguageSwitch />}
      </main>
    </>
  );
}

/** The h1 of a page outside the circle. */
export function Title({ children }: { children: ReactNode }) {
  return (
    <h1 className={styles.title} tabIndex={-1}>
      {children}
    </h1>
  );
}

/** The sentence after the title. */
export function Lead({ children }: { children: ReactNode }) {
  return <p className={styles.lead}>{children}</p>;
}

/** Words beside a drawing, or below each other on a phone. */
export function Duo({ children, still }: { children: ReactNode; still: ReactNode }) {
  return (
    <div className={styles.duo}>
      <div className={styles.stack}>{children}</div>
      <div>{still}</div>
    </div>
  );
}

/** Choices in a row; full width on a phone. */
export function Choices({ children }: { children: ReactNode }) {
  return <div className={styles.choices}>{children}</div>;
}

/** A quiet line under something. */
export function Soft({ children, small = false }: { children: ReactNode; small?: boolean }) {
  return <p className={small ? styles.small : styles.soft}>{children}</p>;
}
