// @vitest-environment node
import { describe, expect, it } from "vitest";
import type { Waiting } from "../../protocol/messages";
import { waiterOf } from "./waiting";

const since = "2026-01-05T16:00:00Z";
const now = Date.parse(since) + 4 * 60_000 + 30_000;
const open = { running: true, full: false };
const joy: Waiting = {
  waiting: 7,
  name: "Joy",
  rosterName: "Joy",
  role: "client",
  ready: true,
  held: false,
  secondDevice: false,
  reconnecting: false,
  since,
};

describe("a waiting person", () => {
  it.each<[string, Partial<Waiting>, typeof open, string, boolean]>([
    ["is ready after the device check", {}, open, "waiting.ready", true],
    ["is not ready before", { ready: false }, open, "waiting.checking", false],
    ["is not let in while the line is down", { reconnecting: true }, open, "waiting.reconnecting", false],
    ["waits while the room is full", {}, { running: true, full: true }, "waiting.full", false],
    [
      "on a second device takes no new place",
      { secondDevice: true },
      { running: true, full: true },
      "waiting.ready",
      true,
    ],
    [
      "who is not counted is let in to a full room",
      { role: "observer" },
      { running: true, full: true },
      "waiting.ready",
      true,
    ],
    ["who was moved here can come back", { held: true }, open, "waiting.held", true],
    ["waits until the session starts", {}, { running: false, full: false }, "waiting.ready", false],
    ["who helps with technology can be let help", { role: "tech-helper" }, open, "waiting.helper", true],
    [
      "who helps is let in to nothing more",
      { role: "tech-helper", helping: true },
      open,
      "waiting.helping",
      false,
    ],
    ["about whom the group is asked", { role: "observer", groupAsked: true }, open, "waiting.asked", true],
  ])("%s", (_, more, room, id, ready) => {
    expect(waiterOf({ ...joy, ...more }, room, now)).toMatchObject({
      words: { id, values: { minutes: 4 } },
      ready,
    });
  });

  it("comes in with all the others unless somebody has to look", () => {
    expect(waiterOf(joy, open, now).withAll).toBe(true);
    expect(waiterOf({ ...joy, held: true }, open, now).withAll).toBe(false);
    expect(waiterOf({ ...joy, secondDevice: true }, open, now).withAll).toBe(false);
    expect(waiterOf({ ...joy, role: "observer" }, open, now).withAll).toBe(false);
    expect(waiterOf({ ...joy, role: "tech-helper" }, open, now).withAll).toBe(false);
  });

  it.each<[string, Partial<Waiting>, string]>([
    ["a client is let in", {}, "waiting.letIn"],
    ["an interpreter is let in", { role: "interpreter" }, "waiting.letIn"],
    ["about an observer the group is asked", { role: "observer" }, "waiting.askGroup"],
    ["and may be tried again", { role: "observer", groupAsked: true }, "waiting.askAgain"],
    ["a helper is let help", { role: "tech-helper" }, "waiting.letHelp"],
  ])("%s", (_, more, deed) => {
    expect(waiterOf({ ...joy, ...more }, open, now).deed).toBe(deed);
  });

  it("never waits for less than no time", () => {
    expect(waiterOf(joy, open, 0).words.values).toEqual({ minutes: 0 });
  });
});
