// @vitest-environment node
import { expect, test } from "vitest";
import { type GroundingKind, standingAt } from "./clock";
import { aheadOf, remember } from "./serverClock";

const began = Date.parse("2026-03-10T18:05:00Z");

/** Twelve machines whose clocks are up to a day off, and to whom the welcome took up to 400 ms. */
const machines = Array.from({ length: 12 }, (_, i) => ({
  skew: (i - 6) * 14_400_000 + i * 137,
  late: (i * 400) / 11,
}));

test.each<GroundingKind>(["senses", "breath", "feet"])(
  "%s: twelve machines with other clocks are in step within half a second of the server's time",
  (kind) => {
    const stepOf = ({ skew, late }: (typeof machines)[number], serverNow: number) => {
      const sent = Date.parse("2026-03-10T18:04:00Z");
      const ahead = aheadOf(remember([], { at: sent, wall: sent + late + skew, mono: 0 }));
      return standingAt(kind, serverNow + skew + ahead - began)?.step ?? null;
    };
    const changes = new Map<number, number[]>(); // when each machine changes its step, by the server's time
    for (const [i, machine] of machines.entries()) {
      let before = stepOf(machine, began - 1_000);
      for (let now = began - 1_000; now < began + 102_000; now += 20) {
        const step = stepOf(machine, now);
        if (step !== before) changes.set(i, [...(changes.get(i) ?? []), now]);
        before = step;
      }
    }
    const counts = [...changes.values()].map((list) => list.length);
    expect(new Set(counts).size).toBe(1);
    expect(counts).toHaveLength(machines.length);
    for (let change = 0; change < (counts[0] ?? 0); change++) {
      const times = [...changes.values()].map((list) => list[change] ?? Number.NaN);
      expect(Math.max(...times) - Math.min(...times)).toBeLessThanOrEqual(500);
    }
  },
);

test.each<[GroundingKind, number, ReturnType<typeof standingAt>]>([
  ["senses", -5, { step: 0, left: 20_000 }],
  ["senses", 39_000, { step: 1, left: 1_000 }],
  ["senses", 100_000, null],
  ["breath", 3_999, { step: 0, left: 1 }],
  ["breath", 4_000, { step: 1, left: 6_000 }],
  ["breath", 94_000, { step: 1, left: 6_000 }],
  ["breath", 100_000, null],
  ["feet", 79_999, { step: 3, left: 1 }],
  ["feet", 80_000, null],
])("%s after %d ms", (kind, elapsed, standing) => {
  expect(standingAt(kind, elapsed)).toEqual(standing);
});
