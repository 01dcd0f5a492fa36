// @vitest-environment node
import { describe, expect, it } from "vitest";
import type { Seat } from "../../protocol/messages";
import { deedsFor } from "./deeds";

const sam: Seat = {
  seat: 3,
  name: "Sam",
  role: "client",
  microphone: true,
  camera: true,
  reconnecting: false,
};

describe("what staff can do with a seat", () => {
  it.each<[string, Partial<Seat>, boolean, string[]]>([
    ["a speaker can be muted", {}, false, ["mute", "cameraOff", "hold", "endToday"]],
    [
      "a silent person can be invited",
      { microphone: false },
      false,
      ["mute", "invite", "cameraOff", "hold", "endToday"],
    ],
    [
      "a muted person can only be invited",
      { microphone: false, muted: true },
      false,
      ["invite", "cameraOff", "hold", "endToday"],
    ],
    [
      "an invited person is not invited twice",
      { microphone: false, invited: true },
      false,
      ["mute", "cameraOff", "hold", "endToday"],
    ],
    [
      "a camera that was turned off can be allowed",
      { cameraOff: true },
      false,
      ["mute", "allowCamera", "hold", "endToday"],
    ],
    ["a hand that is up can be lowered", {}, true, ["mute", "cameraOff", "lowerHand", "hold", "endToday"]],
    ["an observer neither speaks nor shows", { role: "observer" }, false, ["hold", "endToday"]],
    ["staff are let be", { role: "co-therapist" }, true, []],
    [
      "a floor that was given can be ended",
      { microphone: true, hasFloor: true },
      false,
      ["mute", "takeFloor", "cameraOff", "hold", "endToday"],
    ],
  ])("%s", (_, more, handUp, deeds) => {
    expect(deedsFor({ ...sam, ...more }, handUp)).toEqual(deeds);
  });

  it("nobody but an interpreter is invited while the group pauses together", () => {
    expect(deedsFor({ ...sam, microphone: false }, false, "cool-down")).not.toContain("invite");
    const interpreter = { ...sam, role: "interpreter", microphone: false };
    expect(deedsFor(interpreter, false, "cool-down")).toContain("invite");
  });
});
