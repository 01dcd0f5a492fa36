// @vitest-environment node
import { describe, expect, it } from "vitest";
import type { OwnAside, Seat } from "../../protocol/messages";
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
    ["a speaker can be muted", {}, false, ["mute", "cameraOff", "stepAside", "hold", "endToday"]],
    [
      "a silent person can be invited",
      { microphone: false },
      false,
      ["mute", "invite", "cameraOff", "stepAside", "hold", "endToday"],
    ],
    [
      "a muted person can only be invited",
      { microphone: false, muted: true },
      false,
      ["invite", "cameraOff", "stepAside", "hold", "endToday"],
    ],
    [
      "an invited person is not invited twice",
      { microphone: false, invited: true },
      false,
      ["mute", "cameraOff", "stepAside", "hold", "endToday"],
    ],
    [
      "a camera that was turned off can be allowed",
      { cameraOff: true },
      false,
      ["mute", "allowCamera", "stepAside", "hold", "endToday"],
    ],
    [
      "a hand that is up can be lowered",
      {},
      true,
      ["mute", "cameraOff", "lowerHand", "stepAside", "hold", "endToday"],
    ],
    ["an observer neither speaks nor shows", { role: "observer" }, false, ["hold", "endToday"]],
    ["staff are let be, but for a private talk", { role: "co-therapist" }, true, ["stepAside"]],
    [
      "a floor that was given can be ended",
      { microphone: true, hasFloor: true },
      false,
      ["mute", "takeFloor", "cameraOff", "stepAside", "hold", "endToday"],
    ],
  ])("%s", (_, more, handUp, deeds) => {
    expect(deedsFor({ ...sam, ...more }, handUp)).toEqual(deeds);
  });

  it("nobody but an interpreter is invited while the group pauses together", () => {
    expect(deedsFor({ ...sam, microphone: false }, false, "cool-down")).not.toContain("invite");
    const interpreter = { ...sam, role: "interpreter", microphone: false };
    expect(deedsFor(interpreter, false, "cool-down")).toContain("invite");
  });

  it.each<[string, Partial<Seat>, OwnAside | undefined, string[]]>([
    ["anybody may be asked for a private talk", {}, undefined, ["stepAside"]],
    ["who was asked may be let be", {}, { asked: 3 }, ["unaskAside"]],
    ["nobody else is asked meanwhile", {}, { asked: 4 }, []],
    ["who talks with somebody is not asked", { asideWith: 1 }, undefined, []],
    ["out of a talk nobody is asked", {}, { with: 4 }, []],
    ["an interpreter is not asked", { role: "interpreter" }, undefined, []],
  ])("%s", (_, more, own, talk) => {
    const deeds = deedsFor({ ...sam, ...more }, false, "open", own);
    expect(deeds.filter((deed) => deed.endsWith("Aside"))).toEqual(talk);
  });

  it("only whoever talks with somebody invites them to speak there, whatever the floor", () => {
    const apart = { ...sam, microphone: false, asideWith: 1 };
    expect(deedsFor(apart, false, "open")).not.toContain("invite");
    expect(deedsFor(apart, false, "cool-down", { with: 3 })).toContain("invite");
  });
});
