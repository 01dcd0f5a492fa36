import { useEffect, useRef, useState } from "react";
import type { WordId } from "../../locales/ids";
import type { View } from "../../protocol/messages";
import { keep, recall } from "../parts/kept";
import { useAnnounce } from "../words/Announcer";
import { useSay } from "../words/say";
import { abilitiesOf } from "./abilities";
import type { OwnSwitches } from "./useOwnSwitches";

const place = "alcove.letters";

/** Where letters are for writing, or choose by their first letter. */
const lettersAreTaken =
  "input, textarea, select, [contenteditable], [role=menu], [role=listbox], [role=dialog], [role=combobox]";

export interface LetterKeys {
  on: boolean;
  toggle: () => void;
}

/**
 * M, V and H for microphone, camera and hand, once the reader has switched them on (WCAG 2.1.4). What a key has changed is
 * said, since the focus is elsewhere.
 */
export function useLetterKeys(view: View, own: OwnSwitches): LetterKeys {
  const [on, setOn] = useState(() => recall(place) === "on");
  const pressed = useRef<string | null>(null);
  const { speaks, shows, raises } = abilitiesOf(view.you.role);
  const deeds: Record<string, (() => void) | false> = {
    m: speaks && own.pressMicrophone,
    v: shows && own.pressCamera,
    h: raises && own.pressHand,
  };
  const current = useRef(deeds);
  current.current = deeds;

  useEffect(() => {
    if (!on) return;
    const listening = new AbortController();
    const press = (event: KeyboardEvent) => {
      const key = event.key.toLowerCase();
      const deed = current.current[key];
      if (!deed || event.repeat || event.ctrlKey || event.altKey || event.metaKey || event.isComposing)
        return;
      if (event.target instanceof Element && event.target.closest(lettersAreTaken)) return;
      pressed.current = key;
      deed();
    };
    document.addEventListener("keydown", press, { signal: listening.signal });
    return () => listening.abort();
  }, [on]);

  const up = view.circle?.hands.includes(view.you.seat ?? 0) ?? false;
  useSaid(pressed, "m", view.you.microphone, "heard.microphoneOn", "heard.microphoneOff");
  useSaid(pressed, "v", view.you.camera, "heard.cameraOn", "heard.cameraOff");
  useSaid(pressed, "h", up, "heard.handUp", "heard.handDown");

  return {
    on,
    toggle: () => {
      keep(place, on ? "off" : "on");
      setOn(!on);
    },
  };
}

/** Says that something has changed, if the key did it. */
function useSaid(pressed: { current: string | null }, key: string, is: boolean, on: WordId, off: WordId) {
  const say = useSay();
  const announce = useAnnounce();
  const was = useRef(is);
  useEffect(() => {
    if (was.current === is) return;
    was.current = is;
    if (pressed.current !== key) return;
    pressed.current = null;
    announce.status(say(is ? on : off));
  }, [pressed, key, is, on, off, say, announce]);
}
