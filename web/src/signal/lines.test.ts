// @vitest-environment node
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Command } from "../protocol/command";
import type { LineDetails } from "../protocol/messages";
import { LineLooks, lookEvery } from "./lines";

let asked: Command[];
let lines: LineLooks;

beforeEach(() => {
  vi.useFakeTimers();
  asked = [];
  lines = new LineLooks((command) => {
    asked.push(command);
    return true;
  });
});
afterEach(() => vi.useRealTimers());

function details(seat: number): LineDetails {
  return {
    seat,
    state: "good",
    sends: { size: 0, of: 0 },
    receives: { small: 0, medium: 0, large: 0, only: 0 },
  };
}

test("a line is asked about at once and every two seconds, while somebody looks and no longer", () => {
  vi.advanceTimersByTime(60_000);
  expect(asked).toEqual([]);
  const stop = lines.watch(3, () => {});
  expect(asked).toEqual([{ type: "line.look", data: { seat: 3 } }]);
  vi.advanceTimersByTime(2 * lookEvery);
  expect(asked).toHaveLength(3);
  stop();
  vi.advanceTimersByTime(60_000);
  expect(asked).toHaveLength(3);
  expect(vi.getTimerCount()).toBe(0);
});

test("whoever looks is told of that line alone, and nothing any more afterwards", () => {
  const ana = vi.fn();
  const sam = vi.fn();
  const stop = lines.watch(3, ana);
  lines.watch(4, sam);
  lines.hear(details(3));
  stop();
  lines.hear(details(3));
  expect(ana.mock.calls).toEqual([[details(3)]]);
  expect(sam).not.toHaveBeenCalled();
});
