import { useActions, useDevices } from "../../state/hooks";
import { Switch } from "../parts/Switch";
import { useSay } from "../words/say";

/** Whether the background of one's own picture is blurred, and where that happens. */
export function BlurBackground() {
  const say = useSay();
  const actions = useActions();
  const { blur } = useDevices();
  return (
    <>
      <Switch on={blur} onPress={() => actions.blurBackground(!blur)}>
        {say("device.blur")}
      </Switch>
      <p>{say("device.blurHere")}</p>
    </>
  );
}
