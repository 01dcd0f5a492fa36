import type { WordId } from "../../locales/ids";
import { useActions } from "../../state/hooks";
import type { DeviceState } from "../../state/visit";
import { Button } from "../parts/Button";
import { useSay } from "../words/say";
import { browserOf } from "./browser";
import styles from "./Join.module.css";

/** The way on when a device did not open: how to allow it in this browser, and another try. */
export function TryAgain({ state }: { state: DeviceState["state"] }) {
  const say = useSay();
  const actions = useActions();
  if (state !== "blocked" && state !== "missing" && state !== "busy") return null;
  const steps: WordId = `device.allow.${browserOf(navigator.userAgent)}`;
  return (
    <>
      {state === "blocked" && <p className={styles.steps}>{say(steps)}</p>}
      <Button onPress={() => actions.startCheck()}>{say("device.tryAgain")}</Button>
    </>
  );
}
