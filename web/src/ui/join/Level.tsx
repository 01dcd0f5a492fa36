import { useSay } from "../words/say";
import styles from "./Level.module.css";

const bars = 14;

/** From here on somebody can be understood, on the scale of the meter. */
export const loudEnough = 0.12;

/** How loud one is, from 0 to 1. */
export function Level({ value }: { value: number }) {
  const say = useSay();
  const lit = Math.round(Math.min(Math.max(value, 0), 1) * bars);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a native meter can't be drawn in bars
    <div
      className={styles.level}
      role="meter"
      aria-label={say("device.level")}
      aria-valuemin={0}
      aria-valuemax={bars}
      aria-valuenow={lit}
      aria-valuetext={say(value >= loudEnough ? "device.levelGood" : "device.levelLow")}
    >
      {Array.from({ length: bars }, (_, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the bars are places, not things
        <i key={i} data-on={i < lit || undefined} />
      ))}
    </div>
  );
}
