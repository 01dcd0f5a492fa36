// @vitest-environment node
import { beforeEach, expect, test, vi } from "vitest";
import { type FakeDevices, fakeWebRTC } from "../../test/webrtc";
import { OwnDevices } from "./devices";
import { levelOf } from "./meter";

let machine: FakeDevices;
let permissions: Record<string, PermissionState>;
let devices: OwnDevices;

beforeEach(() => {
  machine = fakeWebRTC();
  permissions = { microphone: "prompt", camera: "prompt" };
  const query = async ({ name }: { name: string }) => ({ state: permissions[name] });
  devices = new OwnDevices(machine as unknown as MediaDevices, { query } as unknown as Permissions);
  return () => vi.unstubAllGlobals();
});

test("the check asks one question for both devices and lists what there is", async () => {
  await devices.openBoth();
  expect(machine.asked).toHaveLength(1);
  await vi.waitFor(() => expect(devices.known.getState().microphones).toHaveLength(2));
  expect(devices.known.getState()).toMatchObject({
    microphone: { state: "ready", deviceId: "audio-1" },
    camera: { state: "ready", deviceId: "video-1" },
    cameras: [{ label: "Camera" }],
  });
  expect(devices.preview.getState()).not.toBeNull();
});

test("a missing camera leaves the microphone usable", async () => {
  machine.wrong.video = "NotFoundError";
  await devices.openBoth();
  expect(devices.known.getState()).toMatchObject({
    microphone: { state: "ready" },
    camera: { state: "missing" },
  });
});

test("a camera in use by another program leaves the microphone usable", async () => {
  machine.wrong.video = "NotReadableError";
  await devices.openBoth();
  expect(devices.known.getState()).toMatchObject({
    microphone: { state: "ready" },
    camera: { state: "busy" },
  });
});

test("a camera that was blocked for good leaves the microphone usable", async () => {
  permissions.camera = "denied";
  machine.wrong.video = "NotAllowedError";
  await devices.openBoth();
  expect(devices.known.getState()).toMatchObject({
    microphone: { state: "ready" },
    camera: { state: "blocked" },
  });
});

test("somebody who says no to the question is not asked again", async () => {
  machine.wrong.audio = "NotAllowedError";
  await devices.openBoth();
  expect(machine.asked).toHaveLength(1);
  expect(devices.known.getState()).toMatchObject({
    microphone: { state: "blocked" },
    camera: { state: "blocked" },
  });
});

test("a page that is not secure has no devices at all", async () => {
  devices = new OwnDevices(undefined, undefined);
  await devices.openBoth();
  expect(devices.known.getState()).toMatchObject({ microphone: { state: "blocked" }, microphones: [] });
});

test("a chosen microphone that is gone gives way to any other", async () => {
  await devices.open("microphone");
  const ask = machine.getUserMedia.bind(machine);
  vi.spyOn(machine, "getUserMedia").mockImplementation((asked) => {
    const exact = typeof asked.audio === "object" && "deviceId" in asked.audio;
    return exact ? Promise.reject(new DOMException("", "OverconstrainedError")) : ask(asked);
  });
  expect(await devices.choose("microphone", "audio-9")).not.toBeNull();
  expect(devices.known.getState().microphone).toMatchObject({ state: "ready", deviceId: "audio-1" });
});

test("a device that opens after it was closed is let go at once", async () => {
  let open = () => {};
  machine.gate = new Promise((resolve) => {
    open = resolve;
  });
  const opening = devices.open("camera");
  devices.close("camera");
  open();
  expect(await opening).toBeNull();
  expect(machine.live("video")).toHaveLength(0);
  expect(devices.known.getState().camera).toEqual({ state: "off" });
  expect(devices.preview.getState()).toBeNull();
});

test("closing turns the light off", async () => {
  await devices.openBoth();
  devices.closeAll();
  expect(machine.live("audio").length + machine.live("video").length).toBe(0);
  expect(devices.preview.getState()).toBeNull();
});

test("the meter is empty for silence, visible for quiet speech and full for loud speech", () => {
  const tone = (amplitude: number) =>
    Float32Array.from({ length: 1024 }, (_, i) => amplitude * Math.sin(i / 5));
  expect(levelOf(new Float32Array(1024))).toBe(0);
  expect(levelOf(tone(0.02))).toBeGreaterThan(0.2);
  expect(levelOf(tone(0.9))).toBe(1);
});
