import { EyeOff } from "lucide-react";
import { type ReactNode, type RefCallback, useCallback, useEffect, useId, useRef, useState } from "react";
import { useActions, useShare } from "../../state/hooks";
import type { Here } from "../../state/visit";
import { StaffMessages } from "../aside/Messages";
import { Signals } from "../aside/Signals";
import { Button } from "../parts/Button";
import { Icon } from "../parts/Icon";
import { useNarrow, useWide } from "../parts/useNarrow";
import { RoundPart } from "../round/RoundPart";
import { SessionPart } from "../session/SessionPart";
import { TalkPart } from "../talk/TalkPart";
import { useSay } from "../words/say";
import { Exits } from "./Exits";
import { FloorModes } from "./FloorModes";
import { GroundingMenu } from "./GroundingMenu";
import { Hands } from "./Hands";
import panel from "./Panel.module.css";
import { People } from "./People";
import { useAsk } from "./StaffDialogs";
import { WaitingRoom } from "./WaitingRoom";

interface Props {
  here: Here;
  /** The heading; in a sheet it names the dialog. */
  title: ReactNode;
  /** The close cross of a sheet. */
  close?: ReactNode;
  /** The messages were read. */
  onRead: () => void;
}

/** What the panel holds, docked or in a sheet. While its owner shares all of a screen it is folded: the group would see it. */
export function PanelBody({ here, title, close, onRead }: Props) {
  const say = useSay();
  const promise = useId();
  const folded = useFolded();
  return (
    <>
      <div className={panel.top}>
        {title}
        <p className={panel.promise} id={promise}>
          <Icon of={EyeOff} small />
          <span>{say("panel.onlyStaff")}</span>
        </p>
        {close}
      </div>
      {folded.on ? (
        <Folded onShow={folded.unfold} />
      ) : (
        <Open here={here} promise={promise} body={folded.body} onRead={onRead} />
      )}
    </>
  );
}

interface OpenProps {
  here: Here;
  promise: string;
  body: RefCallback<HTMLElement>;
  onRead: () => void;
}

function Open({ here, promise, body, onRead }: OpenProps) {
  const say = useSay();
  const actions = useActions();
  const ask = useAsk();
  const wide = useWide();
  const narrow = useNarrow();
  return (
    <>
      {/* biome-ignore lint/a11y/useSemanticElements: these are no fields of a form */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard */}
      <div ref={body} className={panel.body} role="group" aria-labelledby={promise} tabIndex={0}>
        <Signals here={here} />
        <Exits view={here.view} />
        <WaitingRoom here={here} />
        <RoundPart here={here} />
        <Hands here={here} />
        <TalkPart here={here} />
        <People here={here} />
        <StaffMessages here={here} onRead={onRead} />
        <SessionPart here={here} />
      </div>
      {here.view.running && (
        <div className={panel.foot}>
          {!wide && <FloorModes view={here.view} small />}
          {narrow && <GroundingMenu view={here.view} small />}
          {narrow && <ShareButton />}
          {(here.view.circle?.floor ?? "open") === "open" && (
            <Button size="s" onPress={() => void actions.allowAll()}>
              {say("panel.allowAll")}
            </Button>
          )}
          <Button size="s" onPress={() => ask({ about: "endSession" })}>
            {say("panel.endSession")}
          </Button>
        </div>
      )}
    </>
  );
}

/** Begins a share where the bar has no room for it; to end it there is the switch in the bar. */
function ShareButton() {
  const say = useSay();
  const actions = useActions();
  const share = useShare();
  if (share.state !== "off") return null;
  return (
    <Button size="s" onPress={() => void actions.shareScreen(true)}>
      {say("bar.share")}
    </Button>
  );
}

function Folded({ onShow }: { onShow: () => void }) {
  const say = useSay();
  return (
    <div className={panel.folded}>
      <p>{say("panel.folded")}</p>
      <Button size="s" onPress={onShow}>
        {say("panel.showAnyway")}
      </Button>
    </div>
  );
}

/** Whether the panel is folded. What was unfolded is folded again with the next share, and takes the focus. */
function useFolded(): { on: boolean; unfold: () => void; body: RefCallback<HTMLElement> } {
  const share = useShare();
  const whole = share.state === "on" && share.whole;
  const [shown, setShown] = useState(false);
  const pressed = useRef(false);
  useEffect(() => {
    if (!whole) setShown(false);
  }, [whole]);
  const body = useCallback((element: HTMLElement | null) => {
    if (element && pressed.current) element.focus();
    pressed.current = false;
  }, []);
  const unfold = () => {
    pressed.current = true;
    setShown(true);
  };
  return { on: whole && !shown, unfold, body };
}
