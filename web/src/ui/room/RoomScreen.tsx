import { type ReactNode, useRef, useState } from "react";
import { useActions, useShare } from "../../state/hooks";
import { type Here, paused } from "../../state/visit";
import { SignalNow, UnreadNow } from "../aside/NowActions";
import { Support, useSupportSheet } from "../aside/Support";
import { useSignalAlerts } from "../aside/useSignalAlerts";
import { useUnread } from "../aside/useUnread";
import { Circle } from "../circle/Circle";
import { MomentScreen } from "../moment/MomentScreen";
import { TogetherScreen } from "../moment/TogetherScreen";
import { TopBar } from "../parts/TopBar";
import { useNarrow, useWide } from "../parts/useNarrow";
import { CaptionField } from "../roles/CaptionField";
import { CaptionLines } from "../roles/CaptionLines";
import { RoleMenuItems } from "../roles/RoleMenuItems";
import { type CaptionChoice, useCaptions } from "../roles/useCaptions";
import { FloorModes } from "../staff/FloorModes";
import { GroundingMenu } from "../staff/GroundingMenu";
import { MuteAll } from "../staff/MuteAll";
import { PanelSheet } from "../staff/PanelSheet";
import { SeatMenu } from "../staff/SeatMenu";
import { Share } from "../staff/Share";
import { StaffDialogs } from "../staff/StaffDialogs";
import { StaffPanel } from "../staff/StaffPanel";
import { TemplatePart } from "../staff/TemplatePart";
import { AsideBack } from "../stepaside/AsideQuestions";
import { StepAside } from "../stepaside/StepAside";
import { talkIn } from "../stepaside/talk";
import { useSay } from "../words/say";
import { abilitiesOf, isStaff } from "./abilities";
import { Bar } from "./Bar";
import { NowLine } from "./NowLine";
import styles from "./RoomScreen.module.css";
import { RoomToast } from "./RoomToast";
import { useAnnouncements } from "./useAnnouncements";
import { useDeviceNews } from "./useDeviceNews";
import { useOwnSwitches } from "./useOwnSwitches";
import { useReadNowLine } from "./useReadNowLine";
import { useStaffReturn } from "./useStaffReturn";

/** The circle: top, now line, seats, the panel of staff, and the bar. */
export function RoomScreen({ here }: { here: Here }) {
  useAnnouncements(here);
  useDeviceNews();
  const [skipped, setSkipped] = useState("");
  const { you, circle } = here.view;
  const captions = useCaptions(here.view);
  if (you.steppedAway) return <MomentScreen here={here} />;
  const together = isStaff(you.role) || you.aside?.with ? undefined : circle?.grounding;
  if (together && together.began !== skipped) {
    return <TogetherScreen view={here.view} grounding={together} onSkip={() => setSkipped(together.began)} />;
  }
  return isStaff(here.view.you.role) ? (
    <StaffDialogs>
      <StepAside>
        <StaffRoom here={here} captions={captions} />
      </StepAside>
    </StaffDialogs>
  ) : (
    <ClientRoom here={here} captions={captions} />
  );
}

interface RoomProps {
  here: Here;
  captions: CaptionChoice | null;
}

function ClientRoom({ here, captions }: RoomProps) {
  const say = useSay();
  const shown = talkIn(here);
  const apart = shown !== here;
  const own = useOwnSwitches(here.view);
  const sheet = useSupportSheet();
  const unread = useUnread(here);
  const open: typeof sheet.onOpen = (face) => {
    if (face === "messages" || sheet.face === "messages") unread.read();
    sheet.onOpen(face);
  };
  const { asks, captions: writes } = abilitiesOf(here.view.you.role);
  return (
    <div className={styles.room}>
      <a className={styles.skip} href="#controls">
        {say("skip.controls")}
      </a>
      <RoomTop here={shown} own={own}>
        {apart && <AsideBack />}
        {unread.from && !sheet.isOpen && <UnreadNow from={unread.from} onPress={() => open("messages")} />}
      </RoomTop>
      <CircleOf here={shown} />
      {writes ? <CaptionField here={here} /> : !apart && <CaptionLines here={here} choice={captions} />}
      <Bar
        view={shown.view}
        own={own}
        middle={apart ? false : undefined}
        beforeMore={asks && <Support here={here} {...sheet} onOpen={open} />}
        inMore={<RoleMenuItems view={here.view} captions={captions} />}
      />
      <RoomToast here={here} />
    </div>
  );
}

function StaffRoom({ here, captions }: RoomProps) {
  const say = useSay();
  const shown = talkIn(here);
  const apart = shown !== here;
  const narrow = useNarrow();
  const wide = useWide();
  const own = useOwnSwitches(here.view);
  const [panel, setPanel] = useState(false);
  const [chime, setChime] = useState(false);
  const actions = useActions();
  const unread = useUnread(here);
  const share = useShare();
  const folded = share.state === "on" && share.whole; // the group would see what is for staff only
  useSignalAlerts(here.view, () => {
    if (chime) void actions.testSpeaker();
  });
  function readMessages() {
    if (narrow) setPanel(true);
    unread.read();
    // The panel of a phone has to be there first.
    requestAnimationFrame(() => document.getElementById("messages")?.focus());
  }
  return (
    <div className={styles.room} data-panel={!narrow || undefined}>
      <a className={styles.skip} href={narrow ? "#controls" : "#panel"}>
        {say(narrow ? "skip.controls" : "skip.panel")}
      </a>
      <RoomTop here={shown} own={own}>
        {narrow && !panel && <SignalNow view={here.view} onPress={() => setPanel(true)} />}
        {apart && <AsideBack />}
        {unread.from && !panel && !folded && <UnreadNow from={unread.from} onPress={readMessages} />}
      </RoomTop>
      <CircleOf here={shown} flags={!folded} />
      {!apart && <CaptionLines here={here} choice={captions} />}
      {!narrow && <StaffPanel here={here} onRead={unread.read} />}
      <Bar
        view={shown.view}
        own={own}
        middle={
          !apart &&
          here.view.running && (
            <>
              {wide && <FloorModes view={here.view} />}
              <MuteAll />
              {!narrow && <GroundingMenu view={here.view} />}
              {(!narrow || share.state === "on") && <Share view={here.view} />}
            </>
          )
        }
        beforeMore={
          narrow && <PanelSheet here={here} isOpen={panel} onOpen={setPanel} onRead={unread.read} />
        }
        inMore={
          <>
            <RoleMenuItems view={here.view} captions={captions} />
            <TemplatePart view={here.view} />
          </>
        }
        chime={{ on: chime, toggle: () => setChime(!chime) }}
      />
      <RoomToast here={here} />
    </div>
  );
}

interface TopProps {
  here: Here;
  own: ReturnType<typeof useOwnSwitches>;
  /** What waits for the reader, at the end of the now line. */
  children: ReactNode;
}

function RoomTop({ here, own, children }: TopProps) {
  const say = useSay();
  const line = useRef<HTMLElement>(null);
  const returned = useStaffReturn(here.view);
  useReadNowLine(line);
  const apart = here.view.you.aside?.with !== undefined;
  return (
    <>
      <TopBar
        title={<h1 tabIndex={-1}>{say(apart ? "aside.title" : "room.title")}</h1>}
        below={say(apart ? "aside.below" : here.view.running ? "room.running" : "room.notStarted")}
      />
      <NowLine
        here={here}
        trouble={own.trouble}
        returned={returned}
        line={line}
        onUnmute={() => own.turnMicrophone(true)}
      >
        {children}
      </NowLine>
    </>
  );
}

/** The circle; `flags` marks the seats of those who have asked for staff. */
function CircleOf({
  here: { view, speaking, gestures, line },
  flags = false,
}: {
  here: Here;
  flags?: boolean;
}) {
  const { circle, you } = view;
  if (!circle) return null;
  const mine = you.seat ?? 0;
  const lead = isStaff(you.role);
  return (
    <Circle
      circle={circle}
      speaking={speaking}
      gestures={gestures}
      steady={line === "steady" && !paused(view)}
      mySeat={mine}
      partner={you.aside?.with}
      strip={!abilitiesOf(you.role).captions} // whose lines and field stand there
      lead={lead}
      flagged={new Set(flags ? view.staff?.signals?.map(({ seat }) => seat ?? 0) : [])}
      menuFor={(seat) =>
        lead &&
        seat.seat !== mine && <SeatMenu seat={seat} handUp={circle.hands.includes(seat.seat)} look="round" />
      }
    />
  );
}
