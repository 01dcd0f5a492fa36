import { Mic } from "lucide-react";
import { useEffect, useState } from "react";
import type { WordId } from "../../locales/ids";
import { useActions, useDevices, useMicLevel } from "../../state/hooks";
import { useSay } from "../words/say";
import { Check } from "./Check";
import { DeviceChoice } from "./DeviceChoice";
import { LessNoise } from "./LessNoise";
import { Level, loudEnough } from "./Level";
import { TryAgain } from "./TryAgain";

/** Whether the microphone works, and which one. */
export function MicrophoneCheck() {
  const say = useSay();
  const actions = useActions();
  const { microphone, microphones } = useDevices();
  const level = useMicLevel();
  const heard = useHeard(level, microphone.state === "ready" ? microphone.deviceId : null);
  const words: Record<typeof microphone.state, WordId> = {
    asking: "device.asking",
    ready: heard ? "device.microphone.heard" : "device.microphone.speak",
    blocked: "device.microphone.blocked",
    missing: "device.microphone.missing",
    busy: "device.microphone.busy",
    off: "device.microphone.off",
  };
  return (
    <Check icon={Mic} title={say("device.microphone")} state={say(words[microphone.state])}>
      {microphone.state === "ready" && (
        <>
          <DeviceChoice
            label={say("device.whichMicrophone")}
            devices={microphones}
            chosen={microphone.deviceId}
            onChoose={(id) => actions.chooseMicrophone(id)}
          />
          <Level value={level} />
          <LessNoise />
        </>
      )}
      <TryAgain state={microphone.state} />
    </Check>
  );
}

// Once heard is enough: the sentence does not change with every breath. Another microphone is heard anew.
function useHeard(level: number, device: string | null): boolean {
  const [heardOn, setHeardOn] = useState<string | null>(null);
  const loud = level >= loudEnough;
  useEffect(() => {
    if (loud && device !== null) setHeardOn(device);
  }, [loud, device]);
  return device !== null && heardOn === device;
}
