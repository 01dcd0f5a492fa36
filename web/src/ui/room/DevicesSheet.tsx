import { Mic, Video } from "lucide-react";
import type { View } from "../../protocol/messages";
import { useActions, useDevices } from "../../state/hooks";
import type { CameraState } from "../../state/visit";
import { BlurBackground } from "../join/BlurBackground";
import { Check } from "../join/Check";
import { DeviceChoice } from "../join/DeviceChoice";
import { HowToAllow } from "../join/HowToAllow";
import { LessNoise } from "../join/LessNoise";
import { SpeakerCheck } from "../join/SpeakerCheck";
import { Button } from "../parts/Button";
import { Answers, Dialog } from "../parts/Dialog";
import { useSay } from "../words/say";
import { abilitiesOf } from "./abilities";
import { newsWords } from "./deviceNews";
import { deviceWords } from "./now";

interface Props {
  isOpen: boolean;
  view: View;
  onClose: () => void;
}

/** The choices of the device check in mid-session. Nothing turns on or off here: that is what the bar is for. */
export function DevicesSheet({ isOpen, view, onClose }: Props) {
  const say = useSay();
  const actions = useActions();
  const { news } = useDevices();
  const role = abilitiesOf(view.you.role);
  const told = news && news.about !== "found" ? newsWords(news) : null;
  function close() {
    if (told) actions.dismissDeviceNews(); // read, and perhaps answered by a choice
    onClose();
  }
  return (
    <Dialog isOpen={isOpen} onClose={close} title={say("bar.devices")}>
      {told && <p>{say(told.id, told.values)}</p>}
      <div>
        {role.speaks && <Microphone on={view.you.microphone} />}
        <SpeakerCheck level="h3" />
        {role.shows && <Camera on={view.you.camera} />}
      </div>
      <Answers>
        <Button look="main" onPress={close}>
          {say("close")}
        </Button>
      </Answers>
    </Dialog>
  );
}

function Microphone({ on }: { on: boolean }) {
  const say = useSay();
  const actions = useActions();
  const { microphone, microphones, chosen } = useDevices();
  return (
    <Check
      icon={Mic}
      level="h3"
      title={say("device.microphone")}
      state={<State device="microphone" on={on} state={microphone.state} />}
    >
      <WayOn device="microphone" on={on} state={microphone.state} />
      <DeviceChoice
        label={say("device.whichMicrophone")}
        devices={microphones}
        chosen={inUse(microphone) || chosen.microphone || "default"}
        onChoose={(id) => actions.chooseMicrophone(id)}
      />
      <LessNoise />
    </Check>
  );
}

function Camera({ on }: { on: boolean }) {
  const say = useSay();
  const actions = useActions();
  const { camera, cameras, chosen } = useDevices();
  return (
    <Check
      icon={Video}
      level="h3"
      title={say("device.camera")}
      state={<State device="camera" on={on} state={camera.state} />}
    >
      <WayOn device="camera" on={on} state={camera.state} />
      <DeviceChoice
        label={say("device.whichCamera")}
        devices={cameras}
        chosen={inUse(camera) || chosen.camera}
        onChoose={(id) => actions.chooseCamera(id)}
      />
      <BlurBackground />
    </Check>
  );
}

interface StateProps {
  device: "microphone" | "camera";
  on: boolean;
  state: CameraState["state"];
}

function State({ device, on, state }: StateProps) {
  const say = useSay();
  if (on) return say(`device.${device}.on`);
  if (state === "blurring") return say("device.camera.blurring");
  return say(deviceWords(device, state) ?? `device.${device}.off`);
}

/** The way on when a device did not open. Only its switch in the bar opens it: nobody is heard by surprise. */
function WayOn({ device, on, state }: StateProps) {
  const say = useSay();
  if (on || !deviceWords(device, state)) return null;
  return (
    <>
      {state === "blocked" && <HowToAllow />}
      <p>{say(`device.${device}.thenPress`)}</p>
    </>
  );
}

function inUse(device: CameraState): string {
  return device.state === "ready" ? device.deviceId : "";
}
