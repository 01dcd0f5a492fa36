// @vitest-environment node
import { expect, test } from "vitest";
import { ShiftCount } from "./keys";

/** Presses keys, each "Shift" or "Shift+a", at these times; says at which of them the third was counted. */
function pressed(...keys: [key: string, at: number][]): number[] {
  const count = new ShiftCount();
  return keys.flatMap(([key, at]) => {
    const [first = "", second] = key.split("+");
    count.down(first, false);
    if (second) {
      count.down(second, false);
      count.up(second, at);
    }
    return count.up(first, at) ? [at] : [];
  });
}

test.each<[string, [string, number][], number[]]>([
  [
    "three in a second",
    [
      ["Shift", 0],
      ["Shift", 500],
      ["Shift", 1000],
    ],
    [1000],
  ],
  [
    "three in just the time",
    [
      ["Shift", 0],
      ["Shift", 700],
      ["Shift", 1500],
    ],
    [1500],
  ],
  [
    "three that take longer",
    [
      ["Shift", 0],
      ["Shift", 700],
      ["Shift", 1501],
    ],
    [],
  ],
  [
    "the last three of four",
    [
      ["Shift", 0],
      ["Shift", 900],
      ["Shift", 1600],
      ["Shift", 2000],
    ],
    [2000],
  ],
  [
    "a letter in between",
    [
      ["Shift", 0],
      ["a", 100],
      ["Shift", 200],
      ["Shift", 300],
    ],
    [],
  ],
  [
    "capitals",
    [
      ["Shift+a", 0],
      ["Shift+b", 100],
      ["Shift+c", 200],
    ],
    [],
  ],
  [
    "a capital in between",
    [
      ["Shift", 0],
      ["Shift+a", 100],
      ["Shift", 200],
      ["Shift", 300],
    ],
    [],
  ],
  [
    "twice three",
    [
      ["Shift", 0],
      ["Shift", 1],
      ["Shift", 2],
      ["Shift", 3],
      ["Shift", 4],
      ["Shift", 5],
    ],
    [2, 5],
  ],
])("%s", (_, keys, third) => {
  expect(pressed(...keys)).toEqual(third);
});

test("a key that is held is one press", () => {
  const count = new ShiftCount();
  for (let i = 0; i < 5; i++) count.down("Shift", i > 0);
  expect(count.up("Shift", 0)).toBe(false);
  expect(count.up("Shift", 1)).toBe(false);
});

test("a press of the pointer in between begins anew", () => {
  const count = new ShiftCount();
  const press = (at: number) => {
    count.down("Shift", false);
    return count.up("Shift", at);
  };
  expect([press(0), press(1)]).toEqual([false, false]);
  count.other();
  expect([press(2), press(3), press(4)]).toEqual([false, false, true]);
});
