import { useRef } from "react";
import { type Here, paused } from "../../state/visit";
import { Circle } from "../circle/Circle";
import { TopBar } from "../parts/TopBar";
import { useNarrow, useWide } from "../parts/useNarrow";
import { FloorModes } from "../staff/FloorModes";
import { MuteAll } from "../staff/MuteAll";
import { PanelSheet } from "../staff/PanelSheet";
import { SeatMenu } from "../staff/SeatMenu";
import { Share } from "../staff/Share";
import { StaffDialogs } from "../staff/StaffDialogs";
import { StaffPanel } from "../staff/StaffPanel";
import { TemplatePart } from "../staff/TemplatePart";
import { useSay } from "../words/say";
import { isStaff } from "./abilities";
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
  return isStaff(here.view.you.role) ? (
    <StaffDialogs>
      <StaffRoom here={here} />
    </StaffDialogs>
  ) : (
    <ClientRoom here={here} />
  );
}

function ClientRoom({ here }: { here: Here }) {
  const say = useSay();
  const own = useOwnSwitches(here.view);
  return (
    <div className={styles.room}>
      <a className={styles.skip} href="#controls">
        {say("skip.controls")}
      </a>
      <RoomTop here={here} own={own} />
      <CircleOf here={here} />
      <Bar view={here.view} own={own} />
      <RoomToast here={here} />
    </div>
  );
}

function StaffRoom({ here }: { here: Here }) {
  const say = useSay();
  const narrow = useNarrow();
  const wide = useWide();
  const own = useOwnSwitches(here.view);
  return (
    <div className={styles.room} data-panel={!narrow || undefined}>
      <a className={styles.skip} href={narrow ? "#controls" : "#panel"}>
        {say(narrow ? "skip.controls" : "skip.panel")}
      </a>
      <RoomTop here={here} own={own} />
      <CircleOf here={here} />
      {!narrow && <StaffPanel here={here} />}
      <Bar
        view={here.view}
        own={own}
        middle={
          here.view.running && (
            <>
              {wide && <FloorModes view={here.view} />}
              <MuteAll />
              <Share view={here.view} />
            </>
          )
        }
        beforeMore={narrow && <PanelSheet here={here} />}
        inMore={<TemplatePart view={here.view} />}
      />
      <RoomToast here={here} />
    </div>
  );
}

function RoomTop({ here, own }: { here: Here; own: ReturnType<typeof useOwnSwitches> }) {
  const say = useSay();
  const line = useRef<HTMLElement>(null);
  const returned = useStaffReturn(here.view);
  useReadNowLine(line);
  return (
    <>
      <TopBar
        title={<h1 tabIndex={-1}>{say("room.title")}</h1>}
        below={say(here.view.running ? "room.running" : "room.notStarted")}
      />
      <NowLine
        here={here}
        trouble={own.trouble}
        returned={returned}
        line={line}
        onUnmute={() => own.turnMicrophone(true)}
      />
    </>
  );
}

function CircleOf({ here: { view, speaking, line } }: { here: Here }) {
  const { circle, you } = view;
  if (!circle) return null;
  const mine = you.seat ?? 0;
  const lead = isStaff(you.role);
  return (
    <Circle
      circle={circle}
      speaking={speaking}
      steady={line === "steady" && !paused(view)}
      mySeat={mine}
      menuFor={(seat) =>
        lead &&
        seat.seat !== mine && <SeatMenu seat={seat} handUp={circle.hands.includes(seat.seat)} look="round" />
      }
    />
  );
}
