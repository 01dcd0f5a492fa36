// @vitest-environment node
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Command } from "../protocol/command";
import type { TalkFigures } from "../protocol/messages";
import { TalkLooks, talkEvery } from "./talk";

let asked: Command[];
let talk: TalkLooks;

const figures: TalkFigures = {
  people: [],
  seconds: 0,
  staffSeconds: 0,
  silences: 0,
  longSilences: 0,
  quieterFirst: [],
};

beforeEach(() => {
  vi.useFakeTimers();
  asked = [];
  talk = new TalkLooks((command) => {
    asked.push(command);
    return true;
  });
});
afterEach(() => vi.useRealTimers());

test("the talk time is asked for at once and then now and then, while somebody looks and no longer", () => {
  vi.advanceTimersByTime(60_000);
  expect(asked).toEqual([]);
  const stop = talk.watch(() => {});
  expect(asked).toEqual([{ type: "talk.look", data: {} }]);
  vi.advanceTimersByTime(2 * talkEvery);
  expect(asked).toHaveLength(3);
  stop();
  vi.advanceTimersByTime(60_000);
  expect(asked).toHaveLength(3);
  expect(vi.getTimerCount()).toBe(0);
});

test("two who look share the questions, and each is told until they stop", () => {
  const panel = vi.fn();
  const hands = vi.fn();
  const stop = talk.watch(panel);
  const stopToo = talk.watch(hands);
  expect(asked).toHaveLength(2);
  vi.advanceTimersByTime(talkEvery);
  expect(asked).toHaveLength(3);
  talk.hear(figures);
  stop();
  vi.advanceTimersByTime(talkEvery);
  expect(asked).toHaveLength(4);
  talk.hear(figures);
  stopToo();
  expect(vi.getTimerCount()).toBe(0);
  talk.hear(figures);
  expect(panel.mock.calls).toEqual([[figures]]);
  expect(hands).toHaveBeenCalledTimes(2);
});

test("whoever looks again later begins anew", () => {
  talk.watch(() => {})();
  talk.watch(() => {});
  vi.advanceTimersByTime(talkEvery);
  expect(asked).toHaveLength(3);
});
