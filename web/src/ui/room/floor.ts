import type { Circle, Seat, View } from "../../protocol/messages";
import { type Phrase, phrase } from "../words/say";
import { abilitiesOf, isStaff } from "./abilities";

/** What the reader is told of whom the circle may hear, or null where it says nothing new to them. */
export function floorWords({ circle, you, running }: View): Phrase | null {
  if (!circle || !running) return null;
  if (circle.floor === "cool-down") return coolDown(circle, abilitiesOf(you.role).asks);
  if (circle.floor !== "hand-first" && circle.floor !== "one-voice") return null;
  const holder = circle.seats.find((seat) => seat.hasFloor && seat.seat !== you.seat);
  if (isStaff(you.role) || !abilitiesOf(you.role).speaks) return oneVoice(circle, holder);
  if (!you.floorClosed) return mine(circle, you);
  const one = circle.floor === "one-voice";
  if (!one) return phrase("floor.handFirst");
  return holder ? phrase("floor.oneVoiceOf", { name: holder.name }) : phrase("floor.oneVoice");
}

// The words name the one who is heard where there is only one, and a way to staff only to whoever has it.
function coolDown({ seats }: Circle, asks: boolean): Phrase {
  if (!asks) return phrase("floor.coolDownStaff");
  const [only, another] = seats.filter((seat) => isStaff(seat.role));
  return only && !another ? phrase("floor.coolDown", { name: only.name }) : phrase("floor.coolDownTeam");
}

// In a round it is said whose turn it is, and the floor goes with that.
function oneVoice({ floor, round }: Circle, holder: Seat | undefined): Phrase | null {
  if (floor !== "one-voice" || !holder || round?.turn === holder.seat) return null;
  return phrase("floor.has", { name: holder.name });
}

// An invitation and one's turn ask by themselves, and whoever is on knows. An interpreter is heard in every mode.
function mine({ seats, round }: Circle, you: View["you"]): Phrase | null {
  const given = round?.turn !== you.seat && seats.some((seat) => seat.seat === you.seat && seat.hasFloor);
  return given && !you.microphone && !you.invited ? phrase("floor.yours") : null;
}
