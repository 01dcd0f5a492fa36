import type { OwnAside, Seat } from "../../protocol/messages";
import type { FloorMode } from "../../state/actions";
import { abilitiesOf } from "../room/abilities";

/** What staff can do with somebody in the circle. */
export type Deed =
  | "mute"
  | "invite"
  | "takeFloor"
  | "cameraOff"
  | "allowCamera"
  | "lowerHand"
  | "hold"
  | "stepAside"
  | "unaskAside"
  | "endToday";

/**
 * The deeds that make sense for a seat now, always in the same order; for staff only a private talk. `own` is what the
 * reader has to do with one.
 */
export function deedsFor(
  seat: Seat,
  handUp: boolean,
  floor: FloorMode = "open",
  own: OwnAside | undefined = undefined,
): Deed[] {
  const role = abilitiesOf(seat.role);
  const talk = talkDeeds(seat, own);
  if (role.leads) return talk;
  const deeds: Deed[] = [];
  if (role.speaks && !seat.muted) deeds.push("mute");
  const invites = floor !== "cool-down" || seat.role === "interpreter" || seat.seat === own?.with;
  const apart = seat.asideWith !== undefined && seat.seat !== own?.with;
  if (role.speaks && invites && !apart && !seat.microphone && !seat.invited) deeds.push("invite");
  if (seat.hasFloor) deeds.push("takeFloor");
  if (role.shows) deeds.push(seat.cameraOff ? "allowCamera" : "cameraOff");
  if (handUp) deeds.push("lowerHand");
  return [...deeds, ...talk, "hold", "endToday"];
}

// Staff talk with one person at a time, and ask one. Whoever helps with the meeting itself is not asked.
function talkDeeds(seat: Seat, own: OwnAside | undefined): Deed[] {
  const role = abilitiesOf(seat.role);
  if (own?.asked === seat.seat) return ["unaskAside"];
  const free = !own?.with && !own?.asked && !seat.asideWith;
  return free && (role.leads || role.asks) ? ["stepAside"] : [];
}
