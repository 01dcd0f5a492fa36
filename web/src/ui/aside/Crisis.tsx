import { useSay } from "../words/say";
import { Words } from "../words/Words";
import styles from "./Support.module.css";

// biome-ignore-start lint/a11y/useAnchorContent: the sentences fill them
const emergency = <a href="tel:911" />;
const lifeline = <a href="tel:988" />;
const samhsa = <a href="tel:+18006624357" />;
// biome-ignore-end lint/a11y/useAnchorContent: see above

interface Props {
  /** The programme's own words, which stand in for the page's. */
  text: string | undefined;
  /** Nobody has answered: everything is said, not only the shortest way. */
  full: boolean;
}

/** Whom to call in danger. */
export function Crisis({ text, full }: Props) {
  const say = useSay();
  if (text) return <p className={styles.crisis}>{text}</p>;
  if (!full) {
    return (
      <p className={styles.small}>
        <Words id="crisis.short" parts={{ 0: emergency, 1: lifeline }} />
      </p>
    );
  }
  return (
    <section className={styles.crisis} aria-label={say("crisis.title")}>
      <ul>
        <li>
          <Words id="crisis.emergency" parts={{ 0: emergency }} />
        </li>
        <li>
          <Words id="crisis.lifeline" parts={{ 0: lifeline }} />
        </li>
        <li>
          <Words id="crisis.samhsa" parts={{ 0: samhsa }} />
        </li>
      </ul>
    </section>
  );
}
