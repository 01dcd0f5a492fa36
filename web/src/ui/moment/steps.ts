import type { WordId } from "../../locales/ids";
import type { GroundingKind } from "../../state/clock";

/** One step of an exercise. */
export type Step = {
  title: WordId;
  lead: WordId;
  /** What stands in the shape and on its pebble; none where the shape itself says it. */
  number: string;
  /** The step in a word, for the list of steps. */
  short: WordId;
};

const step = (title: WordId, lead: WordId, short: WordId, number: string): Step => ({
  title,
  lead,
  short,
  number,
});

/** The exercises and their steps. All of it is in the page: without a network it goes on. */
export const steps: Readonly<Record<GroundingKind, readonly Step[]>> = {
  senses: [
    step("senses.see", "senses.see.lead", "senses.see.short", "5"),
    step("senses.touch", "senses.touch.lead", "senses.touch.short", "4"),
    step("senses.hear", "senses.hear.lead", "senses.hear.short", "3"),
    step("senses.smell", "senses.smell.lead", "senses.smell.short", "2"),
    step("senses.taste", "senses.taste.lead", "senses.taste.short", "1"),
  ],
  breath: [
    step("breath.in", "breath.lead", "breath.in", ""),
    step("breath.out", "breath.lead", "breath.out", ""),
  ],
  feet: [
    step("feet.floor", "feet.floor.lead", "feet.floor", "1"),
    step("feet.press", "feet.press.lead", "feet.press", "2"),
    step("feet.toes", "feet.toes.lead", "feet.toes", "3"),
    step("feet.rest", "feet.rest.lead", "feet.rest", "4"),
  ],
};

export const kinds: readonly GroundingKind[] = ["senses", "breath", "feet"];

export const kindWords: Readonly<Record<GroundingKind, WordId>> = {
  senses: "grounding.senses",
  breath: "grounding.breath",
  feet: "grounding.feet",
};
