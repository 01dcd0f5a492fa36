import { useId } from "react";
import { useSay } from "../words/say";
import { telephone } from "../words/telephone";
import { Words } from "../words/Words";
import styles from "./Helpline.module.css";

/** Whom to call when nobody here is watching. */
export function Helpline({ phone }: { phone: string }) {
  const say = useSay();
  const title = useId();
  return (
    <section className={styles.card} aria-labelledby={title}>
      <h2 id={title}>{say("help.title")}</h2>
      <ul>
        {phone && (
          <li>
            <strong>{say("help.program")}</strong>
            <a href={telephone(phone)}>{phone}</a>
          </li>
        )}
        <li>
          <strong>{say("help.lifeline")}</strong>
          {/* biome-ignore lint/a11y/useAnchorContent: the sentence fills it */}
          <Words id="help.lifelineCall" parts={{ 0: <a href="tel:988" /> }} />
        </li>
        <li>
          <strong>{say("help.danger")}</strong>
          {/* biome-ignore lint/a11y/useAnchorContent: the sentence fills it */}
          <Words id="help.dangerCall" parts={{ 0: <a href="tel:911" /> }} />
        </li>
      </ul>
      <p>{say("help.notWatched")}</p>
    </section>
  );
}
