import { useEffect, useState } from "react";
import type { View } from "../../protocol/messages";
import { useActions, useDevices } from "../../state/hooks";
import type { Trouble } from "./now";

export interface OwnSwitches {
  /** Which device did not open at the last press; it says so until it opens. */
  trouble: Trouble;
  turnMicrophone: (on: boolean) => void;
  turnCamera: (on: boolean) => void;
  /** Each turns what it is about to the other state, if its owner may; if not, nothing happens. */
  pressMicrophone: () => void;
  pressCamera: () => void;
  pressHand: () => void;
}

/** One's own microphone and camera. They turn on by their owner's press and by nothing else. */
export function useOwnSwitches({ you, circle }: View): OwnSwitches {
  const actions = useActions();
  const devices = useDevices();
  const [trouble, setTrouble] = useState<Trouble>(null);
  const working = trouble === "microphone" ? you.microphone : trouble === "camera" && you.camera;
  useEffect(() => {
    if (working || (trouble && devices[trouble].state === "ready")) setTrouble(null);
  }, [working, trouble, devices]);

  async function turn(device: "microphone" | "camera", on: boolean) {
    const outcome = await (device === "microphone" ? actions.setMicrophone(on) : actions.setCamera(on));
    setTrouble((before) => {
      if (!outcome.ok && outcome.why === "device") return device;
      return before === device ? null : before;
    });
  }
  return {
    trouble,
    turnMicrophone: (on) => void turn("microphone", on),
    turnCamera: (on) => void turn("camera", on),
    pressMicrophone: () => {
      if (you.maySpeak && !you.floorClosed) void turn("microphone", !you.microphone);
    },
    pressCamera: () => {
      if (you.mayShow) void turn("camera", !you.camera);
    },
    pressHand: () => {
      const up = circle?.hands.includes(you.seat ?? 0);
      void (up ? actions.lowerHand() : actions.raiseHand());
    },
  };
}
