import type { WordId } from "../../locales/ids";
import type { Seat } from "../../protocol/messages";
import type { Toast } from "../../state/visit";
import { type Phrase, phrase } from "../words/say";

const refusals: Readonly<Record<string, WordId>> = {
  full: "refused.full",
  "not-ready": "refused.notReady",
  "not-started": "refused.notStarted",
  "nobody-there": "refused.nobodyThere",
  "last-staff": "refused.lastStaff",
  paused: "refused.paused",
  "no-permission": "refused.noPermission",
  meanwhile: "refused.meanwhile",
  sharing: "refused.sharing",
  aside: "refused.aside",
  "no-aside": "refused.noAside",
  private: "refused.private",
  "no-moment": "refused.noMoment",
  "no-signal": "refused.noSignal",
  reworded: "refused.reworded",
  text: "refused.text",
  link: "refused.noLinks",
  "too-often": "refused.tooOften",
  floor: "refused.floor",
  undo: "refused.undo",
  observers: "refused.observers",
  name: "refused.name",
  preferences: "refused.preferences",
  resting: "refused.resting",
  turn: "refused.turn",
  "no-round": "refused.turn",
  "second-turn": "refused.turn",
  unavailable: "refused.unavailable",
};

/** The words of a toast. A refusal always says that nothing has changed. */
export function toastWords(toast: Toast, seats: readonly Seat[]): Phrase {
  switch (toast.about) {
    case "refused":
      return phrase(refusals[toast.code] ?? "refused");
    case "unsaved":
      return phrase("unsaved");
    case "back":
      return phrase("ways.back");
    case "unshared":
      return phrase("screen.unshared");
    case "aside-declined": {
      const seat = seats.find((seat) => seat.seat === toast.seat);
      return seat ? phrase("aside.declined", { name: seat.name }) : phrase("aside.declinedSomebody");
    }
    case "declined": {
      const seat = seats.find((seat) => seat.seat === toast.seat);
      return seat ? phrase("declined", { name: seat.name }) : phrase("declinedSomebody");
    }
  }
}
