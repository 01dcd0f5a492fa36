import { useActions } from "../../state/hooks";
import type { CameraState } from "../../state/visit";
import { Button } from "../parts/Button";
import { useSay } from "../words/say";
import { HowToAllow } from "./HowToAllow";

/** The way on when a device did not open: how to allow it in this browser, and another try. */
export function TryAgain({ state }: { state: CameraState["state"] }) {
  const say = useSay();
  const actions = useActions();
  if (state !== "blocked" && state !== "missing" && state !== "busy") return null;
  return (
    <>
      {state === "blocked" && <HowToAllow />}
      <Button onPress={() => actions.startCheck()}>{say("device.tryAgain")}</Button>
    </>
  );
}
