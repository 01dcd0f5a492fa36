import type { Grounding } from "../protocol/messages";

/** An exercise. */
export type GroundingKind = Grounding["kind"];

/** How long each step of an exercise takes when it is done together, in milliseconds. Breath repeats its two. */
const lengths: Record<GroundingKind, { steps: readonly number[]; times: number }> = {
  senses: { steps: [20_000, 20_000, 20_000, 20_000, 20_000], times: 1 },
  breath: { steps: [4_000, 6_000], times: 10 },
  feet: { steps: [20_000, 20_000, 20_000, 20_000], times: 1 },
};

/** Where an exercise stands: its step, from 0, and for how long that is still so, in milliseconds. */
export type Standing = { step: number; left: number };

/** Where an exercise stands so many milliseconds after it began; null once it is over. Before it begins, at its start. */
export function standingAt(kind: GroundingKind, elapsed: number): Standing | null {
  const { steps, times } = lengths[kind];
  const round = steps.reduce((sum, ms) => sum + ms, 0);
  let rest = Math.max(0, elapsed);
  if (rest >= round * times) return null;
  rest %= round;
  for (const [step, ms] of steps.entries()) {
    if (rest < ms) return { step, left: ms - rest };
    rest -= ms;
  }
  return null;
}
