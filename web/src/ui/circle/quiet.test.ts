// @vitest-environment node
import { describe, expect, it } from "vitest";
import { seat } from "../../../test/views";
import { nextSilences, quietAfter, quietSeats, type Silences, untilNextQuiet } from "./quiet";

const none: Silences = new Map();
const sam = seat({ seat: 3, microphone: true });
const quiet = (silences: Silences, now: number) => [...quietSeats(silences, now)];

describe("a seat is quiet", () => {
  it("ten seconds after its person stopped speaking", () => {
    const spoken = nextSilences(none, [sam], [3], 0);
    expect(untilNextQuiet(spoken, 0)).toBeNull();
    const silent = nextSilences(spoken, [sam], [], 5000);
    expect(untilNextQuiet(silent, 6000)).toBe(quietAfter - 1000);
    expect(quiet(silent, 5000 + quietAfter - 1)).toEqual([]);
    expect(quiet(silent, 5000 + quietAfter)).toEqual([3]);
  });

  it("until its person speaks", () => {
    const silent = nextSilences(none, [sam], [], 0);
    expect(quiet(nextSilences(silent, [sam], [3], 20_000), 20_000)).toEqual([]);
  });

  it("not because somebody else speaks", () => {
    const silent = nextSilences(none, [sam], [], 0);
    expect(quiet(nextSilences(silent, [sam], [5], 20_000), 20_000)).toEqual([3]);
  });

  it.each([
    ["the microphone is off", { microphone: false }],
    ["the line is down", { reconnecting: true }],
    ["the line is slow", { poorLine: true }],
    ["its person has stepped away", { steppedAway: true }],
  ])("not while %s, and ten seconds after that", (_, change) => {
    const silent = nextSilences(none, [sam], [], 0);
    const other = nextSilences(silent, [{ ...sam, ...change }], [], 20_000);
    expect(quiet(other, 60_000)).toEqual([]);
    const again = nextSilences(other, [sam], [], 60_000);
    expect(quiet(again, 60_000 + quietAfter - 1)).toEqual([]);
    expect(quiet(again, 60_000 + quietAfter)).toEqual([3]);
  });

  it("never again once it is empty", () => {
    expect(quiet(nextSilences(nextSilences(none, [sam], [], 0), [], [], 5000), 60_000)).toEqual([]);
  });
});
