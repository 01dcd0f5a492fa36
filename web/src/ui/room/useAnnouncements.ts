import { useEffect, useRef } from "react";
import type { View } from "../../protocol/messages";
import type { Here } from "../../state/visit";
import { useAnnounce } from "../words/Announcer";
import { announcements, seatsDown } from "../words/announcements";
import { useSay } from "../words/say";
import { isStaff } from "./abilities";
import { lineNews, ownLineOf } from "./ownLine";

/** How long a seat's line must be down before staff hear of it, in ms. */
const downAfter = 5000;

/** Tells assistive technology what has changed in the room. */
export function useAnnouncements(here: Here): void {
  const { view } = here;
  const say = useSay();
  const announce = useAnnounce();
  const before = useRef(view);
  const line = ownLineOf(here);
  const lineBefore = useRef(line);
  useEffect(() => {
    for (const { id, values } of announcements(before.current, view)) announce.status(say(id, values));
    before.current = view;
  }, [view, say, announce]);
  useEffect(() => {
    for (const { id, values } of lineNews(lineBefore.current, line)) announce.status(say(id, values));
    lineBefore.current = line;
  }, [line, say, announce]);
  useLinesDown(view);
}

// Each lost line is said once. Staff's own loss is an alert: the group would be alone.
function useLinesDown(view: View): void {
  const say = useSay();
  const announce = useAnnounce();
  const timers = useRef(new Map<number, ReturnType<typeof setTimeout>>());
  const staff = isStaff(view.you.role);
  useEffect(() => {
    const down = staff ? seatsDown(view) : [];
    for (const seat of down) {
      if (timers.current.has(seat.seat)) continue;
      const tell = () => {
        if (isStaff(seat.role)) announce.alert(say("heard.staffLost", { name: seat.name }));
        else announce.status(say("heard.reconnecting", { name: seat.name }));
      };
      timers.current.set(seat.seat, setTimeout(tell, downAfter));
    }
    for (const [seat, timer] of timers.current) {
      if (down.some((other) => other.seat === seat)) continue;
      clearTimeout(timer);
      timers.current.delete(seat);
    }
  }, [view, staff, say, announce]);
  useEffect(() => {
    const running = timers.current;
    return () => {
      for (const timer of running.values()) clearTimeout(timer);
      running.clear();
    };
  }, []);
}
