// @vitest-environment node
import { describe, expect, it, test } from "vitest";
import type { Session } from "../protocol/messages";
import { aheadOf, type Remembered, remember } from "./serverClock";
import { hintOf, minutesLeft, steadyFor, timeLeft } from "./session";

const began = Date.parse("2026-03-10T18:05:00Z");
const planned: Session = { began: "2026-03-10T18:05:00Z", minutes: 75 };
const minute = 60_000;

/** A clock that is `skew` milliseconds off when the session begins, and goes wrong by `drift` of what passes. */
type Machine = { skew: number; drift: number; slow: number };
const machines: Machine[] = Array.from({ length: 12 }, (_, i) => ({
  skew: (i - 6) * 14_400_000 + i * 137,
  drift: (i - 6) * 5e-5, // up to 300 ppm: a second in an hour
  slow: (i * 400) / 11,
}));
const wallOf = ({ skew, drift }: Machine, now: number) => now + skew + (now - began) * drift;

/** What a machine takes for the server's time, again and again for so many minutes. */
function* lived(
  machine: Machine,
  minutes: number,
  every: number,
  pinged = true,
): Generator<{ now: number; taken: number }> {
  let known: Remembered = [];
  let welcomed = 0;
  for (let now = began; now < began + minutes * minute; now += every) {
    const wall = wallOf(machine, now);
    const mono = (now - began) * (1 + machine.drift) + 5_000;
    // Of every ten words one is as fast as the line, and the others wait behind pictures for up to 700 ms more.
    const late = machine.slow + (now % 10_000 === 0 ? 0 : ((now / 1000) % 8) * 100);
    if (now === began) welcomed = now - late - wall;
    if (pinged) known = remember(known, { at: now - late, wall, mono });
    yield { now, taken: wall + (pinged ? aheadOf(known) : welcomed) };
  }
}

describe("the time that is left", () => {
  it.each(machines)("is the same within a second on a machine with another clock: %o", (machine) => {
    for (const { now, taken } of lived(machine, 240, 5000)) {
      expect(Math.abs(timeLeft(planned, taken) - timeLeft(planned, now))).toBeLessThanOrEqual(1000);
    }
  });

  it("would not be, by the welcome alone", () => {
    const off = [...lived({ skew: 0, drift: 3e-4, slow: 0 }, 240, 5000, false)].map(
      ({ now, taken }) => taken - now,
    );
    expect(Math.max(...off)).toBeGreaterThan(1000);
  });

  it("turns to the next minute on every machine within the same second", () => {
    const turns = machines.map((machine) => {
      const list: number[] = [];
      let before = 75;
      for (const { now, taken } of lived(machine, 76, 1000)) {
        const left = minutesLeft(planned, taken);
        if (left !== before) list.push(now);
        before = left;
      }
      return list;
    });
    for (let turn = 0; turn < 75; turn++) {
      const times = turns.map((list) => list[turn] ?? Number.NaN);
      expect(Math.max(...times) - Math.min(...times)).toBeLessThanOrEqual(1000);
    }
    expect(new Set(turns.map((list) => list.length))).toEqual(new Set([75]));
  });

  it("is right at once after a clock was set, either way, and after a sleep", () => {
    for (const set of [3_600_000, -3_600_000]) {
      let known = remember([], { at: began, wall: began, mono: 0 });
      known = remember(known, { at: began + 1000, wall: began + 1000 + set, mono: 1000 });
      expect(aheadOf(known)).toBe(-set);
    }
    let known = remember([], { at: began, wall: began, mono: 0 });
    known = remember(known, { at: began + 3_600_500, wall: began + 3_600_700, mono: 1000 });
    expect(aheadOf(known)).toBe(-200);
  });
});

test.each<[minutes: number, left: number, hint: ReturnType<typeof hintOf>]>([
  [0, 75, null],
  [0.1, 75, null],
  [1, 74, null],
  [37.49, 38, null],
  [37.5, 38, "half"],
  [39.4, 36, "half"],
  [39.5, 36, null],
  [64.9, 11, null],
  [65, 10, "ten"],
  [69.9, 6, "ten"],
  [70, 5, "five"],
  [74.99, 1, "five"],
  [75, 0, "over"],
  [400, 0, "over"],
])("after %d minutes of 75 there are %d left, and staff are told %s", (after, left, hint) => {
  const now = began + after * minute;
  expect([minutesLeft(planned, now), hintOf(planned, now)]).toEqual([left, hint]);
});

test.each([15, 16, 75, 77, 240])(
  "a session of %d minutes changes nothing before it is due, and no later",
  (minutes) => {
    const session = { ...planned, minutes };
    const shown = (now: number) => `${minutesLeft(session, now)} ${hintOf(session, now)}`;
    const turns: number[] = [];
    for (let now = began; now < began + (minutes + 3) * minute; now += steadyFor(session, now))
      turns.push(now);
    for (let now = began; now < began + (minutes + 2) * minute; now += 500) {
      const last = turns.findLast((turn) => turn <= now) ?? Number.NaN;
      expect(shown(now)).toBe(shown(last));
    }
    expect(turns.length).toBeLessThan(minutes + 8);
  },
);
