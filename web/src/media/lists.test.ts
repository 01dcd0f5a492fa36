// @vitest-environment node
import { expect, test } from "vitest";
import { foundIn, type Lists, listsOf, stands } from "./lists";

const device = (kind: MediaDeviceKind, deviceId: string, label: string, groupId = "") =>
  ({ kind, deviceId, label, groupId }) as MediaDeviceInfo;

const none: Lists = { microphones: [], cameras: [], speakers: [] };
const all = [
  device("audioinput", "a", "Desk"),
  device("videoinput", "v", "Lid"),
  device("audiooutput", "s", "Box"),
];
const before = listsOf(all, none);

test("every kind has a list of its own", () => {
  expect([before.microphones, before.cameras, before.speakers].flat().map((d) => d.deviceId)).toEqual([
    "a",
    "v",
    "s",
  ]);
});

test("labels that a browser hides again are remembered", () => {
  const hidden = all.map((d) => device(d.kind, d.deviceId, ""));
  expect(listsOf(hidden, before)).toEqual(before);
});

test("lists that a browser closes again are remembered, and those of a machine without are empty", () => {
  expect(listsOf([device("audioinput", "", "")], before).microphones).toEqual(before.microphones);
  expect(listsOf([], before)).toEqual(none);
});

test("what is listed as the system's choice was not plugged in, nor was what has no name", () => {
  const now = listsOf(
    [...all, device("audioinput", "default", "Desk"), device("audioinput", "b", "")],
    before,
  );
  expect(foundIn(before, now)).toBeNull();
});

test("two things that are plugged in at once are offered one at a time", () => {
  const now = listsOf(
    [...all, device("audioinput", "b", "Buds", "1"), device("videoinput", "w", "Eye", "2")],
    before,
  );
  expect(foundIn(before, now)).toEqual({ about: "found", label: "Buds", ids: { microphone: "b" } });
});

test("a choice stands while its device is listed or the browser lists nothing", () => {
  expect([stands(before.microphones, "a"), stands(before.microphones, "b"), stands([], "b")]).toEqual([
    true,
    false,
    true,
  ]);
});
