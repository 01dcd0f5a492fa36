import { Video, VideoOff } from "lucide-react";
import type { WordId } from "../../locales/ids";
import { useActions, useDevices } from "../../state/hooks";
import type { CameraState } from "../../state/visit";
import { useSay } from "../words/say";
import { BlurBackground } from "./BlurBackground";
import { Check } from "./Check";
import { DeviceChoice } from "./DeviceChoice";
import { TryAgain } from "./TryAgain";

/** With a camera that has opened, blurred or not, there is a picture to blur. */
const opened: ReadonlySet<CameraState["state"]> = new Set(["ready", "blurring", "unblurred", "slow"]);

/** Whether the camera works, and which one. */
export function CameraCheck() {
  const say = useSay();
  const actions = useActions();
  const { camera, cameras } = useDevices();
  const words: Record<typeof camera.state, WordId> = {
    asking: "device.asking",
    ready: "device.camera.ready",
    blocked: "device.camera.blocked",
    missing: "device.camera.missing",
    busy: "device.camera.busy",
    off: "device.camera.off",
    blurring: "device.camera.blurring",
    unblurred: "device.camera.unblurred",
    slow: "device.camera.slow",
  };
  return (
    <Check
      icon={camera.state === "ready" ? Video : VideoOff}
      title={say("device.camera")}
      state={say(words[camera.state])}
    >
      {camera.state === "ready" && (
        <DeviceChoice
          label={say("device.whichCamera")}
          devices={cameras}
          chosen={camera.deviceId}
          onChoose={(id) => actions.chooseCamera(id)}
        />
      )}
      {opened.has(camera.state) && <BlurBackground />}
      <TryAgain state={camera.state} />
    </Check>
  );
}
