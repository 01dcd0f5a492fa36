import type { WordId } from "../../locales/ids";
import { useSay } from "../words/say";
import { browserOf } from "./browser";

/** How a blocked device is allowed in this browser, step by step. */
export function HowToAllow() {
  const say = useSay();
  const steps: WordId = `device.allow.${browserOf(navigator.userAgent, navigator.maxTouchPoints)}`;
  return <p>{say(steps)}</p>;
}
