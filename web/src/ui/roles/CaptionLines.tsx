import type { Here } from "../../state/visit";
import { useSay } from "../words/say";
import styles from "./Captions.module.css";
import type { CaptionChoice } from "./useCaptions";

/** How many lines stand there at a time. */
const shownLines = 3;

/** What a captioner has written last, above the bar, for whoever has turned captions on. */
export function CaptionLines({ here, choice }: { here: Here; choice: CaptionChoice | null }) {
  const say = useSay();
  if (!choice?.shown) return null;
  const lines = here.captions.slice(-shownLines);
  return (
    <section
      className={styles.captions}
      aria-label={say("captions.title")}
      aria-live={choice.aloud ? "polite" : "off"}
      aria-relevant="additions"
    >
      {lines.length === 0 && <p className={styles.none}>{say("captions.none")}</p>}
      {lines.map(({ number, text }) => (
        <p key={number} dir="auto">
          {text}
        </p>
      ))}
    </section>
  );
}
