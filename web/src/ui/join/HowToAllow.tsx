import type { WordId } from "../../locales/ids";
import { useSay } from "../words/say";
import { browserOf } from "./browser";
import styles from "./Join.module.css";

/** How a blocked device is allowed in this browser, step by step. */
export function HowToAllow() {
  const say = useSay();
  const steps: WordId = `device.allow.${browserOf(navigator.userAgent, navigator.maxTouchPoints)}`;
  return <p className={styles.steps}>{say(steps)}</p>;
}
