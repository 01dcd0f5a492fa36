// @vitest-environment node
import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { messages } from "../../scripts/generate-messages.mjs";
import { faults } from "../../test/schema";
import { circle, lobby } from "../../test/views";
import type { FromBrowser, FromServer } from "./messages";

test("messages.ts is what the published schema says", async () => {
  const file = await readFile(new URL("messages.ts", import.meta.url), "utf8");
  expect(file, "run npm run generate").toBe(await messages());
});

test("what the types allow, the schema allows", () => {
  const fromServer: FromServer[] = [
    { type: "view", data: lobby() },
    { type: "view", data: circle() },
    { type: "bye", data: { why: "restart", comeBack: true, afterMs: 200 } },
    { type: "media.slots", data: { slots: [{ mid: "7", seat: 4, kind: "video" }] } },
  ];
  const fromBrowser: FromBrowser[] = [
    { type: "hello", data: { protocol: 1, ticket: "t" } },
    { type: "leave", id: 3, data: {} },
    { type: "seat.hold", id: 4, data: { seat: 2, reason: "wellbeing" } },
  ];
  expect(fromServer.map((frame) => faults("FromServer", frame))).toEqual(["", "", "", ""]);
  expect(fromBrowser.map((frame) => faults("FromBrowser", frame))).toEqual(["", "", ""]);
});

test("the schema refuses a type, a reason or a shape that nobody knows, and ignores unknown fields", () => {
  expect(faults("FromBrowser", { type: "seat.unmute", data: { seat: 1 } })).not.toBe("");
  expect(faults("FromBrowser", { type: "seat.hold", data: { seat: 1, reason: "because" } })).not.toBe("");
  expect(faults("FromBrowser", { type: "mic.set", id: 1 })).not.toBe("");
  expect(faults("FromBrowser", { type: "mic.set", data: { on: true }, role: "therapist" })).toBe("");
});
