// @vitest-environment node
import { describe, expect, it } from "vitest";
import { circle } from "../../../test/views";
import type { Circle, Seat, Self, View } from "../../protocol/messages";
import { floorWords } from "./floor";

const dana: Partial<Seat> = { seat: 2, name: "Dana", role: "therapist" };
const sam: Partial<Seat> = { seat: 3, name: "Sam", hasFloor: true };
const ida: Partial<Seat> = { seat: 4, name: "Ida", role: "co-therapist" };

function view(
  floor: NonNullable<Circle["floor"]>,
  you: Partial<Self>,
  seats: Partial<Seat>[] = [dana],
): View {
  const base = circle(2, you, seats);
  const [own, ...others] = base.circle?.seats ?? [];
  const given = seats.some((seat) => seat.seat === 1); // then it is said once already
  return { ...base, circle: { seats: given || !own ? others : [own, ...others], hands: [], floor } };
}

function inRound(now: View, turn: number): View {
  if (!now.circle) throw new Error("a round needs a circle");
  return { ...now, circle: { ...now.circle, round: { prompt: { kind: "" }, turn, since: "" } } };
}

const closed = { floorClosed: true };

describe("what the reader is told of the floor", () => {
  it.each<[string, View, ReturnType<typeof floorWords>]>([
    ["open says nothing", view("open", {}), null],
    [
      "a pause together names who is heard",
      view("cool-down", closed),
      { id: "floor.coolDown", values: { name: "Dana" } },
    ],
    ["or the team, if they are two", view("cool-down", closed, [dana, ida]), { id: "floor.coolDownTeam" }],
    ["staff hear what it means", view("cool-down", { role: "therapist" }), { id: "floor.coolDownStaff" }],
    [
      "an observer hears of a pause, and of no button that only clients have",
      view("cool-down", { role: "observer" }),
      { id: "floor.coolDownStaff" },
    ],
    ["and so does an interpreter", view("cool-down", { role: "interpreter" }), { id: "floor.coolDownStaff" }],
    ["hand first says how to speak", view("hand-first", closed, [dana, sam]), { id: "floor.handFirst" }],
    ["one voice says how to speak", view("one-voice", closed), { id: "floor.oneVoice" }],
    [
      "and whose voice it is",
      view("one-voice", closed, [dana, sam]),
      { id: "floor.oneVoiceOf", values: { name: "Sam" } },
    ],
    [
      "staff are told whose it is",
      view("one-voice", { role: "therapist" }, [dana, sam]),
      { id: "floor.has", values: { name: "Sam" } },
    ],
    [
      "one's own floor",
      view("one-voice", {}, [dana, { seat: 1, name: "Joy", hasFloor: true }]),
      { id: "floor.yours" },
    ],
    [
      "not while an invitation asks",
      view("one-voice", { invited: true }, [{ seat: 1, name: "Joy", hasFloor: true }]),
      null,
    ],
    [
      "staff are told once whose turn it is, who has the floor for it",
      inRound(view("one-voice", { role: "therapist" }, [dana, sam]), 3),
      null,
    ],
    [
      "and by both, if they are two",
      inRound(view("one-voice", { role: "therapist" }, [dana, sam]), 5),
      { id: "floor.has", values: { name: "Sam" } },
    ],
    [
      "one's own turn asks by itself",
      inRound(view("one-voice", {}, [dana, { seat: 1, name: "Joy", hasFloor: true }]), 1),
      null,
    ],
    ["an interpreter is always let through", view("one-voice", { role: "interpreter" }), null],
  ])("%s", (_, now, words) => {
    expect(floorWords(now)).toEqual(words);
  });
});
