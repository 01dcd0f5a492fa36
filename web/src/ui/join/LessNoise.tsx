import { useActions, useDevices } from "../../state/hooks";
import { Switch } from "../parts/Switch";
import { useSay } from "../words/say";

/** Whether the browser takes noise out of one's own sound. */
export function LessNoise() {
  const say = useSay();
  const actions = useActions();
  const { lessNoise } = useDevices();
  return (
    <Switch on={lessNoise} onPress={() => actions.reduceNoise(!lessNoise)}>
      {say("device.lessNoise")}
    </Switch>
  );
}
