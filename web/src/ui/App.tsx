import "../styles/base.css";
import { i18n } from "@lingui/core";
import { I18nProvider, useLingui } from "@lingui/react";
import { useEffect, useRef } from "react";
import { I18nProvider as AriaLanguage } from "react-aria-components";
import { useCovered, useVisit } from "../state/hooks";
import type { Visit } from "../state/visit";
import { JoinScreen } from "./join/JoinScreen";
import { LobbyScreen } from "./lobby/LobbyScreen";
import { DoorScreen } from "./over/DoorScreen";
import { OpeningScreen } from "./over/OpeningScreen";
import { OtherTabScreen } from "./over/OtherTabScreen";
import { OverScreen } from "./over/OverScreen";
import { RefusedScreen } from "./over/RefusedScreen";
import { useFocusKept } from "./parts/useFocusKept";
import { RoomScreen } from "./room/RoomScreen";
import { Announcer } from "./words/Announcer";

/** The whole page. It reads the visit and sends intentions; it needs a CoreProvider around it and nothing else. */
export function App() {
  return (
    <I18nProvider i18n={i18n}>
      <Announcer>
        <Screen />
      </Announcer>
    </I18nProvider>
  );
}

function Screen() {
  const visit = useVisit();
  const covered = useCovered();
  const { i18n: words } = useLingui();
  useArrivalFocus(covered ? "covered" : screenOf(visit));
  useFocusKept();
  return <AriaLanguage locale={words.locale}>{!covered && <ScreenOf visit={visit} />}</AriaLanguage>;
}

type ScreenName =
  | "covered"
  | "door"
  | "opening"
  | "other-tab"
  | "refused"
  | "join"
  | "lobby"
  | "room"
  | "over";

function screenOf(visit: Visit): ScreenName {
  if (visit.stage !== "here") return visit.stage;
  if (visit.view.place === "circle") return "room";
  return visit.view.you.ready ? "lobby" : "join";
}

function ScreenOf({ visit }: { visit: Visit }) {
  switch (visit.stage) {
    case "door":
      return <DoorScreen />;
    case "opening":
      return <OpeningScreen visit={visit} />;
    case "other-tab":
      return <OtherTabScreen />;
    case "refused":
      return <RefusedScreen phone={visit.phone} />;
    case "over":
      return <OverScreen visit={visit} />;
    case "here":
      if (visit.view.place === "circle") return <RoomScreen here={visit} />;
      return visit.view.you.ready ? <LobbyScreen here={visit} /> : <JoinScreen here={visit} />;
  }
}

// Arriving somewhere moves the focus to the place's name. The first screen leaves it where the browser put it.
function useArrivalFocus(screen: ScreenName): void {
  const before = useRef(screen);
  useEffect(() => {
    if (before.current !== screen && screen !== "covered") document.querySelector("h1")?.focus();
    before.current = screen;
  }, [screen]);
}
