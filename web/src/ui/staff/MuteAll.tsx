import { MicOff } from "lucide-react";
import { useActions } from "../../state/hooks";
import { BarButton } from "../room/BarButton";
import { useSay } from "../words/say";

/** Mutes everybody but staff and interpreters, at once. */
export function MuteAll() {
  const say = useSay();
  const actions = useActions();
  return (
    <BarButton
      name={say("bar.muteAll")}
      short={say("bar.muteAllShort")}
      icon={MicOff}
      onPress={() => void actions.muteAll()}
    />
  );
}
