import { Hand, LogOut, Mic, MicOff, Video, VideoOff } from "lucide-react";
import { type ReactNode, useId, useState } from "react";
import type { View } from "../../protocol/messages";
import { useActions } from "../../state/hooks";
import { Hidden } from "../parts/Hidden";
import { useNarrow } from "../parts/useNarrow";
import { useSay } from "../words/say";
import { abilitiesOf } from "./abilities";
import styles from "./Bar.module.css";
import { BarButton } from "./BarButton";
import { BarSwitch } from "./BarSwitch";
import { LeaveDialog } from "./LeaveDialog";
import { MoreMenu } from "./MoreMenu";
import type { OwnSwitches } from "./useOwnSwitches";

interface Props {
  view: View;
  own: OwnSwitches;
  /** What staff have in the middle, and before More. */
  middle?: ReactNode;
  beforeMore?: ReactNode;
}

/** What the reader can do, always in the same place. */
export function Bar({ view, own, middle, beforeMore }: Props) {
  const say = useSay();
  const narrow = useNarrow();
  const [leaving, setLeaving] = useState(false);
  const role = abilitiesOf(view.you.role);
  return (
    <section className={styles.bar} id="controls" aria-label={say("bar.label")}>
      <div className={styles.group}>
        {role.speaks && <Microphone view={view} own={own} />}
        {role.shows && <Camera view={view} own={own} />}
      </div>
      <div className={styles.group}>{middle ?? (role.raises && <RaiseHand view={view} />)}</div>
      <div className={styles.group}>
        {beforeMore}
        <MoreMenu onLeave={narrow ? () => setLeaving(true) : null} />
        {!narrow && <BarButton name={say("leave")} icon={LogOut} plain onPress={() => setLeaving(true)} />}
      </div>
      <LeaveDialog isOpen={leaving} staff={role.leads} onClose={() => setLeaving(false)} />
    </section>
  );
}

function Microphone({ view: { you }, own }: { view: View; own: OwnSwitches }) {
  const say = useSay();
  const why = useId();
  const on = you.microphone;
  const held = !you.maySpeak;
  return (
    <>
      <BarSwitch
        name={say("bar.microphone")}
        short={say("bar.mic")}
        state={say(held ? "bar.micMuted" : on ? "bar.micOn" : "bar.micOff")}
        on={on}
        icon={on ? Mic : MicOff}
        because={held ? why : undefined}
        onPress={() => {
          if (!held) own.turnMicrophone(!on);
        }}
      />
      {held && (
        <Hidden>
          <span id={why}>{say("now.muted")}</span>
        </Hidden>
      )}
    </>
  );
}

function Camera({ view: { you }, own }: { view: View; own: OwnSwitches }) {
  const say = useSay();
  const why = useId();
  const on = you.camera;
  const held = !you.mayShow;
  return (
    <>
      <BarSwitch
        name={say("bar.camera")}
        short={say("bar.camera")}
        state={say(on ? "bar.cameraOn" : "bar.cameraOff")}
        on={on}
        icon={on ? Video : VideoOff}
        because={held ? why : undefined}
        onPress={() => {
          if (!held) own.turnCamera(!on);
        }}
      />
      {held && (
        <Hidden>
          <span id={why}>{say("now.cameraOff")}</span>
        </Hidden>
      )}
    </>
  );
}

function RaiseHand({ view: { you, circle } }: { view: View }) {
  const say = useSay();
  const actions = useActions();
  const place = (circle?.hands.indexOf(you.seat ?? 0) ?? -1) + 1;
  return (
    <BarButton
      name={say("bar.raiseHand")}
      short={say("bar.hand")}
      sub={place > 0 ? say("bar.handUp", { place }) : undefined}
      icon={Hand}
      pressed={place > 0}
      onPress={() => void (place > 0 ? actions.lowerHand() : actions.raiseHand())}
    />
  );
}
