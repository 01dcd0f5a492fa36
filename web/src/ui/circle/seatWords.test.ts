// @vitest-environment node
import { describe, expect, it } from "vitest";
import type { Seat } from "../../protocol/messages";
import { initial, roleWord, type SeatFacts, sillOf } from "./seatWords";

const sam: Seat = {
  seat: 3,
  name: "Sam",
  role: "client",
  microphone: true,
  camera: true,
  reconnecting: false,
};
const still: SeatFacts = {
  speaking: false,
  quiet: false,
  hand: 0,
  gesture: null,
  next: false,
  me: false,
  lead: false,
  flagged: false,
};

describe("the sill of a seat", () => {
  it.each<[string, Partial<Seat>, Partial<SeatFacts>, string, string | null]>([
    ["says nothing of somebody who is here", {}, {}, "here", null],
    ["shows a gentle signal", { microphone: false }, { gesture: "thanks" }, "here", "gesture.thanks"],
    ["also on one's own seat", {}, { gesture: "nod", me: true }, "here", "gesture.nod"],
    ["puts a hand before it", {}, { gesture: "nod", hand: 1 }, "here", "seat.hand"],
    ["puts the next one before it", {}, { gesture: "nod", next: true }, "here", "seat.next"],
    ["puts a moment before it", { steppedAway: true }, { gesture: "nod" }, "away", "seat.steppedAway"],
    ["says who is speaking", {}, { speaking: true }, "speaking", "seat.speaking"],
    [
      "does not light up for a muted microphone",
      { microphone: false },
      { speaking: true },
      "here",
      "seat.soundOff",
    ],
    [
      "puts the line before the voice",
      { reconnecting: true },
      { speaking: true, hand: 1 },
      "reconnecting",
      "seat.reconnecting",
    ],
    [
      "puts a lost line before a slow one",
      { reconnecting: true, poorLine: true },
      {},
      "reconnecting",
      "seat.reconnecting",
    ],
    [
      "puts a slow line before stepping away",
      { poorLine: true, steppedAway: true },
      {},
      "poor",
      "seat.slowLine",
    ],
    [
      "puts stepping away before the voice",
      { steppedAway: true },
      { speaking: true },
      "away",
      "seat.steppedAway",
    ],
    ["says of somebody silent that the line is good", {}, { quiet: true }, "here", "seat.quiet"],
    ["puts the hand before silence", {}, { quiet: true, hand: 1 }, "here", "seat.hand"],
    ["says who comes next", {}, { next: true }, "here", "seat.next"],
    ["puts the hand before who comes next", {}, { hand: 1, next: true }, "here", "seat.hand"],
    ["puts who comes next before what is off", { camera: false }, { next: true }, "here", "seat.next"],
    ["puts what is off before silence", { camera: false }, { quiet: true }, "here", "seat.cameraOff"],
    ["puts the voice before the hand", {}, { speaking: true, hand: 1 }, "speaking", "seat.speaking"],
    ["puts the hand before what is off", { camera: false }, { hand: 2 }, "here", "seat.hand"],
    ["says that sound is off", { microphone: false }, {}, "here", "seat.soundOff"],
    ["says that the camera is off", { camera: false }, {}, "here", "seat.cameraOff"],
    [
      "says that somebody has paused, and not why",
      { private: true },
      { speaking: true, hand: 1 },
      "paused",
      "seat.paused",
    ],
    ["tells staff why", { private: true, steppedAway: true }, { lead: true }, "paused", "seat.privacyPause"],
    [
      "puts a lost line before a pause",
      { private: true, reconnecting: true },
      {},
      "reconnecting",
      "seat.reconnecting",
    ],
    ["tells oneself that one is seen", { microphone: false }, { me: true }, "here", "seat.othersSeeYou"],
    ["tells oneself who alone sees one", {}, { me: true, talksWith: "Dana" }, "here", "seat.seesYou"],
    [
      "says of one's own moment what it is, in a talk, too",
      { steppedAway: true },
      { me: true, talksWith: "Dana" },
      "away",
      "seat.steppedAway",
    ],
    [
      "tells staff with whom somebody talks",
      { steppedAway: true },
      { talksWith: "Dana" },
      "away",
      "seat.talksWith",
    ],
    ["does not say so with the camera off", { camera: false }, { me: true }, "here", "seat.cameraOff"],
    [
      "says nothing is off for an observer",
      { role: "observer", microphone: false, camera: false },
      {},
      "here",
      null,
    ],
  ])("%s", (_, seat, facts, state, id) => {
    const sill = sillOf({ ...sam, ...seat }, { ...still, ...facts });
    expect([sill.state, sill.words?.id ?? null]).toEqual([state, id]);
  });

  it("has an icon for every word, and a word for every icon", () => {
    const seats = [
      {},
      { microphone: false },
      { camera: false },
      { reconnecting: true },
      { poorLine: true },
      { steppedAway: true },
    ];
    for (const seat of seats) {
      const sill = sillOf({ ...sam, ...seat }, still);
      expect(sill.icon === null).toBe(sill.words === null);
    }
  });

  it("tells both when sound and camera are off", () => {
    expect(sillOf({ ...sam, microphone: false, camera: false }, still).more).toEqual({
      id: "seat.alsoCameraOff",
    });
  });

  it("numbers the hand by its place in the queue", () => {
    expect(sillOf(sam, { ...still, hand: 2 })).toMatchObject({ chip: true, words: { values: { place: 2 } } });
  });
});

it("the role of a client is not said", () => {
  expect(roleWord("client")).toBeNull();
  expect(roleWord("therapist")).toBe("role.therapist");
});

it.each([
  ["joy", "J"],
  ["Ángela", "Á"],
  ["👩‍🎨 Mia", "👩‍🎨"],
  ["  ", "?"],
])("the pebble of %j shows %j", (name, letter) => {
  expect(initial(name)).toBe(letter);
});
