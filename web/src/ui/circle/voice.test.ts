// @vitest-environment node
import { describe, expect, it } from "vitest";
import { nextVoice, type Voice } from "./voice";

const dana: Voice = { shown: 1, rising: null };

describe("the voice strip", () => {
  it("turns to somebody who has had the floor for two seconds", () => {
    const rising = nextVoice(dana, [3], 0);
    expect(rising.shown).toBe(1);
    expect(nextVoice(rising, [3], 1999).shown).toBe(1);
    expect(nextVoice(rising, [3], 2000)).toEqual({ shown: 3, rising: null });
  });

  it("stays where it is for a short word", () => {
    const rising = nextVoice(dana, [3], 0);
    const silent = nextVoice(rising, [], 1000);
    expect(nextVoice(silent, [3], 2500).shown).toBe(1);
  });

  it("keeps a speaker through a silence", () => {
    expect(nextVoice({ shown: 3, rising: null }, [], 60_000).shown).toBe(3);
  });

  it("turns even while the one it shows goes on speaking", () => {
    const rising = nextVoice(dana, [1, 4], 0);
    expect(nextVoice(rising, [1, 4], 2000).shown).toBe(4);
  });
});
