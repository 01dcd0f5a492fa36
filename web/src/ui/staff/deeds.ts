import type { Seat } from "../../protocol/messages";
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
  | "endToday";

/** The deeds that make sense for a seat now, always in the same order; none for staff. */
export function deedsFor(seat: Seat, handUp: boolean, floor: FloorMode = "open"): Deed[] {
  const role = abilitiesOf(seat.role);
  if (role.leads) return [];
  const deeds: Deed[] = [];
  if (role.speaks && !seat.muted) deeds.push("mute");
  const invites = floor !== "cool-down" || seat.role === "interpreter";
  if (role.speaks && invites && !seat.microphone && !seat.invited) deeds.push("invite");
  if (seat.hasFloor) deeds.push("takeFloor");
  if (role.shows) deeds.push(seat.cameraOff ? "allowCamera" : "cameraOff");
  if (handUp) deeds.push("lowerHand");
  return [...deeds, "hold", "endToday"];
}
