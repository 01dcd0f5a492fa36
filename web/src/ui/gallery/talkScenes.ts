import type { SeatTalk, TalkFigures } from "../../protocol/messages";
import type { Scene } from "./core";
import { person, staff, staffSeats } from "./parts";

function talk(seat: number, seconds: number, turns: number, more: Partial<SeatTalk> = {}): SeatTalk {
  return { seat, seconds, turns, backChannels: 0, sinceSpoke: 95, ...more };
}

/** Half an hour of a group of eleven. */
const figures: TalkFigures = {
  people: [
    talk(1, 430, 31, { backChannels: 6 }),
    talk(2, 245, 9),
    talk(3, 302, 7, { sinceSpoke: 0 }),
    talk(4, 118, 4, { backChannels: 3 }),
    talk(5, 61, 1, { sinceSpoke: 14 * 60 + 20 }),
    talk(6, 182, 5),
    talk(7, 121, 4),
    talk(8, 190, 6, { backChannels: 2 }),
    talk(9, 65, 2),
    talk(10, 32, 1, { sinceSpoke: 11 * 60 }),
    { seat: 11, seconds: 0, turns: 0, backChannels: 1 },
  ],
  seconds: 1746,
  staffSeconds: 430,
  balance: 0.377,
  silences: 12,
  longSilences: 3,
  quieterFirst: [9, 8],
};

const few = [person(1, "Dana", { role: "therapist" }), person(2, "Maximiliano José"), person(3, "Sam")].map(
  (seat) => ({ ...seat, rosterName: seat.name }),
);

/** The talk time, for staff who look. */
export const talkScenes: Readonly<Record<string, Scene>> = {
  "staff-talk": { ...staff({ circle: { seats: staffSeats, hands: [8, 9] } }), talk: figures },
  "staff-talk-few": {
    ...staff({ circle: { seats: few, hands: [] }, staff: { waiting: [], full: false } }),
    talk: {
      people: [talk(1, 200, 8), talk(2, 310, 6), talk(3, 0, 0, { doubted: true, turns: 0 })],
      seconds: 510,
      staffSeconds: 200,
      silences: 1,
      longSilences: 0,
      quieterFirst: [],
    },
  },
  "staff-talk-nobody": {
    ...staff({ circle: { seats: few, hands: [] }, staff: { waiting: [], full: false } }),
    talk: {
      people: [1, 2, 3].map((seat) => ({ seat, seconds: 0, turns: 0, backChannels: 0 })),
      seconds: 0,
      staffSeconds: 0,
      silences: 0,
      longSilences: 0,
      quieterFirst: [],
    },
  },
};
