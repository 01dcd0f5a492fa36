import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { FakeWorker } from "../../test/worker";
import type { Alarm } from "./silence";
import { startWatchdog } from "./watchdog";

let alarms: Alarm[];
const bark = (alarm: Alarm) => alarms.push(alarm);

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "Date"] });
  alarms = [];
  FakeWorker.made = [];
  vi.stubGlobal("Worker", FakeWorker);
});

afterEach(() => {
  expect(vi.getTimerCount(), "a timer outlived the watchdog").toBe(0);
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const silent = async () => {
  await vi.advanceTimersByTimeAsync(3_000);
  return alarms.splice(0);
};

describe("the watchdog", () => {
  test("is a worker, which barks after a silence and not while the server is heard", async () => {
    const watchdog = startWatchdog(bark);
    expect(FakeWorker.made).toHaveLength(1);
    for (let i = 0; i < 20; i++) {
      watchdog.obey("heard");
      await vi.advanceTimersByTimeAsync(500);
    }
    expect(alarms).toEqual([]);
    expect(await silent()).toEqual(["silent"]);
    watchdog.stop();
    expect(FakeWorker.made[0]?.running).toBe(false);
  });

  test("keeps watch on the page where the worker can't be loaded", async () => {
    const watchdog = startWatchdog(bark);
    FakeWorker.made[0]?.fail();
    watchdog.obey("heard");
    expect(await silent()).toEqual(["silent"]);
    watchdog.stop();
  });

  test.each([
    ["there are no workers", undefined],
    [
      "workers are forbidden",
      class {
        constructor() {
          throw new DOMException("", "SecurityError");
        }
      },
    ],
  ])("keeps watch on the page where %s", async (_, none) => {
    vi.stubGlobal("Worker", none);
    const watchdog = startWatchdog(bark);
    watchdog.obey("heard");
    expect(await silent()).toEqual(["silent"]);
    watchdog.stop();
    expect(FakeWorker.made).toEqual([]);
  });
});

test("with Trusted Types the watchdog's address is signed, and no other", () => {
  let rules = { createScriptURL: (url: string) => url };
  const createPolicy = vi.fn((_: string, given: typeof rules) => {
    rules = given;
    return { createScriptURL: (url: string) => `signed ${given.createScriptURL(url)}` };
  });
  vi.stubGlobal("trustedTypes", { createPolicy });
  startWatchdog(bark).stop();
  startWatchdog(bark).stop();
  expect(FakeWorker.made.map(({ url }) => url)).toEqual([
    expect.stringMatching(/^signed .*watchdog/),
    expect.stringMatching(/^signed .*watchdog/),
  ]);
  expect(createPolicy).toHaveBeenCalledOnce();
  expect(() => rules.createScriptURL("/assets/other.js")).toThrow(TypeError);
});
