import { describe, expect, it } from "vitest";
import type { Slot } from "../../protocol/messages";
import type { Here } from "../../state/visit";
import { lineNews, lineWords, type OwnLine, ownLineOf } from "./ownLine";

function here(poor: number[], slots: Partial<Slot>[]): Here {
  const seats = [1, 2].map((seat) => ({
    ...{ seat, name: "Joy", role: "client", microphone: true, camera: true, reconnecting: false },
    poorLine: poor.includes(seat),
  }));
  const you = { role: "client", name: "Joy", seat: 1, ready: true, maySpeak: true, mayShow: true };
  return {
    ...{
      stage: "here",
      phone: "",
      line: "steady",
      speaking: [],
      gestures: [],
      messages: [],
      captions: [],
      toast: null,
    },
    slots: slots.map((slot) => ({ mid: "5", seat: 2, kind: "video", ...slot })),
    view: {
      ...{ version: 1, place: "circle", running: true, circle: { seats, hands: [] } },
      you: { ...you, microphone: true, camera: true, invited: false, held: false },
    },
  } as Here;
}

describe("one's own line", () => {
  it.each<[OwnLine, number[], Partial<Slot>[]]>([
    ["good", [], [{}]],
    ["good", [2], [{}, { mid: "6" }]],
    ["slow", [1], [{}]],
    ["pictures-off", [1], [{}, { mid: "6", paused: true }]],
    ["pictures-off", [], [{ kind: "screen", paused: true }]],
  ])("is %s", (line, poor, slots) => {
    expect(ownLineOf(here(poor, slots))).toBe(line);
  });

  it("has words unless it is good", () => {
    expect(lineWords("good")).toBeNull();
    expect(lineWords("slow")?.id).toBe("now.slowLine");
    expect(lineWords("pictures-off")?.id).toBe("now.picturesOff");
  });

  it.each<[OwnLine, OwnLine, string[]]>([
    ["good", "good", []],
    ["good", "slow", ["now.slowLine"]],
    ["good", "pictures-off", ["now.picturesOff"]],
    ["slow", "pictures-off", ["now.picturesOff"]],
    ["pictures-off", "slow", []],
    ["pictures-off", "good", ["heard.lineGood"]],
    ["slow", "good", ["heard.lineGood"]],
  ])("is told from %s to %s", (before, after, want) => {
    expect(lineNews(before, after).map(({ id }) => id)).toEqual(want);
  });
});
