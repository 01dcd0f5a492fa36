import { Hand, Leaf, Mic, MicOff, Video, VideoOff } from "lucide-react";
import { type ReactNode, useId, useState } from "react";
import type { View } from "../../protocol/messages";
import { useActions, useDevices } from "../../state/hooks";
import { paused } from "../../state/visit";
import { Hidden } from "../parts/Hidden";
import { useNarrow } from "../parts/useNarrow";
import { PreferencesDialog } from "../prefers/PreferencesDialog";
import { useSay } from "../words/say";
import { abilitiesOf } from "./abilities";
import styles from "./Bar.module.css";
import { BarButton } from "./BarButton";
import { BarSwitch } from "./BarSwitch";
import { DevicesSheet } from "./DevicesSheet";
import { floorWords } from "./floor";
import { GestureMenu, GesturePart } from "./GestureMenu";
import { KeysDialog } from "./KeysDialog";
import { LeaveDialog } from "./LeaveDialog";
import { MoreMenu } from "./MoreMenu";
import { deviceWords } from "./now";
import { PictureDialog } from "./PictureDialog";
import { useLetterKeys } from "./useLetterKeys";
import type { OwnSwitches } from "./useOwnSwitches";
import { WaysDialog } from "./WaysDialog";

interface Props {
  view: View;
  own: OwnSwitches;
  /** What staff have in the middle, and before More. */
  middle?: ReactNode;
  beforeMore?: ReactNode;
  /** The soft sound for signals, which staff may turn on. */
  chime?: { on: boolean; toggle: () => void };
  /** What staff have in More, at its end. */
  inMore?: ReactNode;
}

/** What was opened from the bar. */
type Opened = "devices" | "picture" | "preferences" | "keys" | "ways" | "leave" | null;

/** What the reader can do, always in the same place. */
export function Bar({ view, own, middle, beforeMore, inMore, chime }: Props) {
  const say = useSay();
  const [open, setOpen] = useState<Opened>(null);
  const close = () => setOpen(null);
  const role = abilitiesOf(view.you.role);
  const letters = useLetterKeys(view, own);
  const narrow = useNarrow();
  return (
    <section className={styles.bar} id="controls" tabIndex={-1} aria-label={say("bar.label")}>
      <div className={styles.group}>
        {role.speaks && <Microphone view={view} own={own} />}
        {role.shows && <Camera view={view} own={own} />}
      </div>
      <div className={styles.group}>
        {middle ?? (role.raises && <RaiseHand view={view} own={own} />)}
        {role.raises && !role.leads && !narrow && <GestureMenu />}
      </div>
      <div className={styles.group}>
        {role.rests && <TakeMoment />}
        {beforeMore}
        <MoreMenu
          first={role.raises && (role.leads || narrow) && <GesturePart />}
          onDevices={() => setOpen("devices")}
          onPicture={role.shows ? () => setOpen("picture") : null}
          onPreferences={role.prefers ? () => setOpen("preferences") : null}
          onKeys={() => setOpen("keys")}
          onWays={() => setOpen("ways")}
          chime={chime ?? null}
          onLeave={() => setOpen("leave")}
        >
          {inMore}
        </MoreMenu>
      </div>
      <DevicesSheet isOpen={open === "devices"} view={view} onClose={close} />
      <PictureDialog isOpen={open === "picture"} view={view} onClose={close} />
      {open === "preferences" && <PreferencesDialog said={view.you.preferences} onClose={close} />}
      <KeysDialog isOpen={open === "keys"} view={view} letters={letters} onClose={close} />
      <WaysDialog isOpen={open === "ways"} onClose={close} />
      <LeaveDialog isOpen={open === "leave"} view={view} onClose={close} />
    </section>
  );
}

function Microphone({ view, own }: { view: View; own: OwnSwitches }) {
  const say = useSay();
  const why = useId();
  const { you } = view;
  const on = you.microphone;
  const held = !you.maySpeak;
  const stuck = useStuck("microphone", on);
  const because = useWhyNotHeard(view);
  return (
    <>
      <BarSwitch
        name={say("bar.microphone")}
        short={say("bar.mic")}
        state={say(held ? "bar.micMuted" : on ? "bar.micOn" : stuck ? "bar.tryAgain" : "bar.micOff")}
        on={on}
        icon={on ? Mic : MicOff}
        because={because === null ? undefined : why}
        hint={stuck === null ? undefined : why}
        onPress={own.pressMicrophone} // in a pause the press is answered with why
      />
      <Described id={why} words={because ?? stuck} />
    </>
  );
}

/** Why one's own microphone can't be turned on now, or null. */
function useWhyNotHeard(view: View): string | null {
  const say = useSay();
  if (!view.you.maySpeak) return say("now.muted");
  const floor = floorWords(view);
  if (view.you.floorClosed && floor) return say(floor.id, floor.values);
  return paused(view) ? say("bar.paused") : null;
}

function Camera({ view, own }: { view: View; own: OwnSwitches }) {
  const say = useSay();
  const why = useId();
  const { you } = view;
  const on = you.camera;
  const held = !you.mayShow;
  const stuck = useStuck("camera", on);
  const because = held ? say("now.cameraOff") : paused(view) ? say("bar.paused") : null;
  return (
    <>
      <BarSwitch
        name={say("bar.camera")}
        short={say("bar.camera")}
        state={say(on ? "bar.cameraOn" : stuck && !held ? "bar.tryAgain" : "bar.cameraOff")}
        on={on}
        icon={on ? Video : VideoOff}
        because={because === null ? undefined : why}
        hint={stuck === null ? undefined : why}
        onPress={own.pressCamera}
      />
      <Described id={why} words={because ?? stuck} />
    </>
  );
}

/** What was in the way of a device the last time, or null. A press tries again. */
function useStuck(device: "microphone" | "camera", on: boolean): string | null {
  const say = useSay();
  const words = deviceWords(device, useDevices()[device].state);
  return on || !words ? null : say(words);
}

function Described({ id, words }: { id: string; words: string | null }) {
  if (words === null) return null;
  return (
    <Hidden>
      <span id={id}>{words}</span>
    </Hidden>
  );
}

function RaiseHand({ view: { you, circle }, own }: { view: View; own: OwnSwitches }) {
  const say = useSay();
  const place = (circle?.hands.indexOf(you.seat ?? 0) ?? -1) + 1;
  return (
    <BarButton
      name={say("bar.raiseHand")}
      short={say("bar.hand")}
      sub={place > 0 ? say("bar.handUp", { place }) : undefined}
      icon={Hand}
      pressed={place > 0}
      onPress={own.pressHand}
    />
  );
}

function TakeMoment() {
  const say = useSay();
  const actions = useActions();
  return (
    <BarButton
      name={say("bar.moment")}
      short={say("bar.momentShort")}
      icon={Leaf}
      look="calm"
      onPress={() => void actions.takeMoment()}
    />
  );
}
