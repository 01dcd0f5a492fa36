import {
  Check,
  Ear,
  Ellipsis,
  EyeOff,
  Hand,
  type LucideIcon,
  MicOff,
  Moon,
  Undo2,
  Video,
  VideoOff,
  Wifi,
} from "lucide-react";
import { useRef, useState } from "react";
import { MenuTrigger } from "react-aria-components";
import type { Seat } from "../../protocol/messages";
import { useActions, useVisit } from "../../state/hooks";
import { IconButton } from "../parts/IconButton";
import { Menu, MenuItem, MenuPart } from "../parts/Menu";
import { staffLine } from "../prefers/prefersWords";
import { useStepAside } from "../stepaside/StepAside";
import { useSay } from "../words/say";
import { type Deed, deedsFor } from "./deeds";
import { LineSheet } from "./LineSheet";
import { useAsk } from "./StaffDialogs";

const icons: Readonly<Record<Deed, LucideIcon>> = {
  mute: MicOff,
  invite: Ear,
  takeFloor: Check,
  cameraOff: VideoOff,
  allowCamera: Video,
  lowerHand: Hand,
  hold: Undo2,
  stepAside: EyeOff,
  unaskAside: Undo2,
  endToday: Moon,
};

interface Props {
  seat: Seat;
  handUp: boolean;
  /** "round" on a picture, "plain" in a list. */
  look: "round" | "plain";
}

/** What staff can do with one person, and how their line fares: the same menu on the seat and in the panel. */
export function SeatMenu({ seat, handUp, look }: Props) {
  const say = useSay();
  const act = useDeeds(seat);
  const visit = useVisit();
  const view = visit.stage === "here" ? visit.view : undefined;
  const button = useRef<HTMLButtonElement>(null);
  const [looking, setLooking] = useState(false);
  const label = say("seat.actions", { name: seat.name });
  const said = staffLine(seat.preferences, say);
  const deeds = deedsFor(seat, handUp, view?.circle?.floor, view?.you.aside).map((deed) => (
    <MenuItem
      key={deed}
      icon={icons[deed]}
      text={say(`deed.${deed}`, { name: seat.name })}
      then={say(`deed.${deed}.then`, { name: seat.name })}
      onAction={() => act(deed)}
    />
  ));
  return (
    <>
      <MenuTrigger>
        <IconButton ref={button} aria-label={label} icon={Ellipsis} look={look} />
        <Menu label={label}>
          {said ? <MenuPart title={said}>{deeds}</MenuPart> : deeds}
          <MenuItem
            icon={Wifi}
            text={say("line.button")}
            then={say("line.button.then", { name: seat.name })}
            onAction={() => setLooking(true)}
          />
        </Menu>
      </MenuTrigger>
      <LineSheet seat={seat} button={button} isOpen={looking} onOpenChange={setLooking} />
    </>
  );
}

function useDeeds({ seat, name }: Seat): (deed: Deed) => void {
  const actions = useActions();
  const ask = useAsk();
  const talk = useStepAside();
  return (deed) => {
    switch (deed) {
      case "mute":
        return void actions.mute(seat);
      case "invite":
        return void actions.invite(seat);
      case "takeFloor":
        return void actions.takeFloor(seat);
      case "cameraOff":
        return ask({ about: "cameraOff", seat, name });
      case "allowCamera":
        return void actions.allowCamera(seat);
      case "lowerHand":
        return void actions.lowerHandOf(seat);
      case "hold":
        return ask({ about: "hold", seat, name });
      case "stepAside":
        return talk.ask({ seat, name });
      case "unaskAside":
        return void actions.endAside();
      case "endToday":
        return ask({ about: "endToday", person: { seat }, name });
    }
  };
}
