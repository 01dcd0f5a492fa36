// @vitest-environment node
import { describe, expect, test } from "vitest";
import { type Alarm, doubtful, lookEvery, Silence } from "./silence";

const start = 1_000_000;

/** Looks every so often from `from` on until `to`, and returns the first alarm with its time. */
function watch(silence: Silence, from: number, to: number, every = lookEvery): [Alarm, number] | null {
  for (let now = from + every; now <= to; now += every) {
    const alarm = silence.look(now);
    if (alarm) return [alarm, now - start];
  }
  return null;
}

describe("the silence of a server", () => {
  test("is none before the first sign of life", () => {
    expect(watch(new Silence(start), start, start + 60_000)).toBeNull();
  });

  test("is an alarm after five pings that did not come, and again until somebody acts on it", () => {
    const silence = new Silence(start);
    silence.heard(start);
    expect(watch(silence, start, start + 60_000)).toEqual(["silent", 2_500]);
    expect(watch(silence, start + 2_500, start + 60_000)).toEqual(["silent", 2_500 + doubtful]);
    silence.rest();
    expect(watch(silence, start + 4_000, start + 60_000)).toBeNull();
    silence.heard(start + 60_000);
    expect(watch(silence, start + 60_000, start + 120_000)).toEqual(["silent", 62_500]);
  });

  test("is an alarm sooner where there is doubt, unless a sign of life comes", () => {
    const silence = new Silence(start);
    silence.heard(start);
    silence.doubt(start + 200);
    expect(watch(silence, start, start + 60_000)).toEqual(["silent", 1_750]);

    const alive = new Silence(start);
    alive.heard(start);
    alive.doubt(start + 200);
    alive.heard(start + 500);
    expect(watch(alive, start, start + 2_750)).toBeNull();
  });

  test("is not put off by more doubt, and doubt expects nothing where nothing is expected", () => {
    const silence = new Silence(start);
    silence.heard(start);
    silence.doubt(start);
    silence.doubt(start + doubtful - lookEvery);
    expect(watch(silence, start, start + 60_000)).toEqual(["silent", doubtful]);
    silence.rest();
    silence.doubt(start + doubtful);
    expect(watch(silence, start + doubtful, start + 60_000)).toBeNull();
  });

  test("is not watched between connections", () => {
    const silence = new Silence(start);
    silence.heard(start);
    silence.rest();
    expect(watch(silence, start, start + 60_000)).toBeNull();
  });
});

describe("a look that comes late", () => {
  test("once a second, as in a hidden tab, is in time", () => {
    const silence = new Silence(start);
    silence.heard(start);
    expect(watch(silence, start, start + 60_000, 1_000)).toEqual(["silent", 3_000]);
  });

  test("after some seconds is nobody's silence, but the next sign of life must come soon", () => {
    const silence = new Silence(start);
    silence.heard(start);
    expect(silence.look(start + 10_000)).toBeNull();
    expect(watch(silence, start + 10_000, start + 60_000)).toEqual(["silent", 10_000 + doubtful]);
  });

  test("after a sleep says so, whether somebody was expected or not", () => {
    const [expecting, resting] = [new Silence(start), new Silence(start)];
    expecting.heard(start);
    expect([expecting.look(start + 600_000), resting.look(start + 600_000)]).toEqual(["slept", "slept"]);
    const after = [expecting, resting].map((silence) => watch(silence, start + 600_000, start + 660_000));
    expect(after).toEqual([["silent", 600_000 + doubtful], null]);
    expect(resting.look(start + 1_200_000)).toBe("slept");
  });

  test("by a clock that was set back is no sleep", () => {
    const silence = new Silence(start);
    silence.heard(start);
    expect(silence.look(start - 3_600_000)).toBeNull();
    expect(watch(silence, start - 3_600_000, start)).toEqual(["silent", doubtful - 3_600_000]);
  });
});
