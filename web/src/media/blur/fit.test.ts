// @vitest-environment node
import { describe, expect, test } from "vitest";
import { fitInto, halvings } from "./fit";
import { Pace } from "./pace";

describe("a picture in the model's frame", () => {
  test.each([
    ["a wide one fills it", { width: 640, height: 360 }, { x: 0, y: 0, width: 256, height: 144 }],
    [
      "one of a webcam of old stands in the middle",
      { width: 640, height: 480 },
      { x: 32, y: 0, width: 192, height: 144 },
    ],
    [
      "one of a phone held upright is narrow",
      { width: 360, height: 640 },
      { x: 87.5, y: 0, width: 81, height: 144 },
    ],
    [
      "a very wide one lies in the middle",
      { width: 512, height: 144 },
      { x: 0, y: 36, width: 256, height: 72 },
    ],
  ])("%s", (_, size, box) => {
    expect(fitInto({ width: 256, height: 144 }, size)).toEqual(box);
  });
});

test("blurring halves a picture until letters and faces are gone, and never to nothing", () => {
  expect(halvings({ width: 640, height: 360 })).toEqual([
    { width: 320, height: 180 },
    { width: 160, height: 90 },
    { width: 80, height: 45 },
    { width: 40, height: 23 },
  ]);
  expect(halvings({ width: 16, height: 9 })).toEqual([{ width: 8, height: 5 }]);
});

describe("a machine", () => {
  const slowAfter = (...times: number[]) => {
    const pace = new Pace();
    return times.findIndex((time) => pace.tooSlow(time));
  };

  test("is too slow if ten pictures in a row take more than half a minute", () => {
    expect(slowAfter(...Array(20).fill(3100))).toBe(9);
  });

  test("may stumble, and take its time with the first picture", () => {
    expect(slowAfter(20_000, ...Array(50).fill(300), 9000, ...Array(50).fill(300))).toBe(-1);
  });

  test("may become too slow later", () => {
    expect(slowAfter(...Array(50).fill(40), ...Array(20).fill(4000))).toBeGreaterThan(50);
  });
});
