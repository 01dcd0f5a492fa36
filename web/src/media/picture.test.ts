import { describe, expect, test } from "vitest";
import { FakeBlur } from "../../test/blur";
import {
  hear,
  machine,
  media,
  mediaForEachTest,
  peer,
  sent,
  settle,
  sit,
  types,
  view,
} from "../../test/media";
import { welcome } from "../../test/server";
import { circle, lobby } from "../../test/views";

mediaForEachTest();

const known = () => media.devices.known.getState();
/** The labels of what others were ever sent of the camera: "Camera" is the sharp one. */
const everSent = () =>
  peer()
    .everSent("camera")
    .map(({ label }) => label);
const seenHere = () => media.devices.preview.getState()?.getVideoTracks()[0]?.label ?? null;
const cameraAsked = () => sent.flatMap((c) => (c.type === "camera.set" ? [c.data.on] : []));

/** In the circle with the camera on, as it is. */
async function sitSeen(): Promise<void> {
  await sit();
  await media.set("camera", true);
  hear(view(circle(3, { camera: true })));
  await settle();
  expect(everSent()).toEqual(["Camera"]);
}

/** In the device check with both devices open. */
async function check(): Promise<void> {
  hear(welcome(), view(lobby(1, { ready: false })));
  await media.startCheck();
  await settle();
}

describe("a camera that is turned on with blur", () => {
  test("is sent once its background is blurred, and not before", async () => {
    await sit();
    await media.blurBackground(true);
    const turning = media.set("camera", true);
    await settle();
    expect([everSent(), seenHere(), cameraAsked()]).toEqual([[], null, []]);
    expect(known().camera).toEqual({ state: "blurring" });
    FakeBlur.newest.finish();
    expect(await turning).toMatchObject({ ok: true });
    await settle();
    expect([everSent(), seenHere(), cameraAsked()]).toEqual([["blurred"], "blurred", [true]]);
    expect(known().camera).toMatchObject({ state: "ready", deviceId: "video-1" });
  });

  test.each([
    ["unable", "unblurred"],
    ["slow", "slow"],
  ] as const)("is closed and never sent if blurring is %s", async (why, state) => {
    await sit();
    await media.blurBackground(true);
    const turning = media.set("camera", true);
    await settle();
    FakeBlur.newest.fail(why);
    expect(await turning).toEqual({ ok: false, why: "device" });
    expect([everSent(), seenHere(), cameraAsked(), machine.live("video")]).toEqual([[], null, [], []]);
    expect(known()).toMatchObject({ blur: true, camera: { state } });
  });

  test("is not sent if its owner turns it off while it waits", async () => {
    await sit();
    await media.blurBackground(true);
    const turning = media.set("camera", true);
    await settle();
    await media.set("camera", false);
    FakeBlur.newest.finish();
    expect(await turning).toEqual({ ok: false, why: "withdrawn" });
    await settle();
    expect([everSent(), seenHere(), machine.live("video")]).toEqual([[], null, []]);
    expect([FakeBlur.newest.stopped, known().camera]).toEqual([true, { state: "off" }]);
  });

  test("is sent as it is if its owner turns blur off while it waits", async () => {
    await sit();
    await media.blurBackground(true);
    const turning = media.set("camera", true);
    await settle();
    await media.blurBackground(false);
    expect(await turning).toMatchObject({ ok: true });
    await settle();
    expect([everSent(), seenHere(), FakeBlur.newest.stopped]).toEqual([["Camera"], "Camera", true]);
  });

  test("is not sent if it is pulled out while it waits", async () => {
    await sit();
    await media.blurBackground(true);
    const turning = media.set("camera", true);
    await settle();
    machine.pullOut("video-1");
    expect(await turning).toEqual({ ok: false, why: "device" });
    expect([everSent(), FakeBlur.newest.stopped, known().camera.state]).toEqual([[], true, "missing"]);
  });
});

describe("blur in mid-session", () => {
  test("turns the camera off for all until the background is blurred, without another offer", async () => {
    await sitSeen();
    const blurring = media.blurBackground(true);
    expect([peer().sends("camera"), seenHere()]).toEqual([null, null]);
    await settle();
    expect([peer().sends("camera"), cameraAsked()]).toEqual([null, [true, false]]);
    FakeBlur.newest.finish();
    await blurring;
    await settle();
    expect([everSent(), cameraAsked()]).toEqual([
      ["Camera", "blurred"],
      [true, false, true],
    ]);
    expect(types().filter((type) => type === "media.offer")).toHaveLength(1);
  });

  test("leaves the camera off if the background can't be blurred, and says so", async () => {
    await sitSeen();
    const blurring = media.blurBackground(true);
    await settle();
    FakeBlur.newest.fail("unable");
    await blurring;
    await settle();
    expect([everSent(), peer().sends("camera"), cameraAsked()]).toEqual([["Camera"], null, [true, false]]);
    expect(known()).toMatchObject({ camera: { state: "unblurred" }, news: { about: "unblurred" } });
  });

  test("turns the camera off for all when it breaks off, and says so", async () => {
    await sit();
    await media.blurBackground(true);
    const turning = media.set("camera", true);
    await settle();
    FakeBlur.newest.finish();
    await turning;
    hear(view(circle(3, { camera: true })));
    await settle();
    FakeBlur.newest.fail("slow");
    await settle();
    expect([everSent(), peer().sends("camera"), seenHere()]).toEqual([["blurred"], null, null]);
    expect([cameraAsked(), machine.live("video")]).toEqual([[true, false], []]);
    expect(known()).toMatchObject({ camera: { state: "slow" }, news: { about: "unblurred" } });
  });

  test("is turned off by hand: the same camera goes on as it is, and the server need not know", async () => {
    await sit();
    await media.blurBackground(true);
    const turning = media.set("camera", true);
    await settle();
    FakeBlur.newest.finish();
    await turning;
    await media.blurBackground(false);
    await settle();
    expect([everSent(), cameraAsked(), machine.opened.length]).toEqual([["blurred", "Camera"], [true], 1]);
  });

  test("opens no camera that is off", async () => {
    await sit();
    await media.blurBackground(true);
    await media.blurBackground(false);
    expect([machine.opened, FakeBlur.made, cameraAsked()]).toEqual([[], [], []]);
  });

  test("holds for another camera, too", async () => {
    machine.present = [...machine.present, { ...machine.present[2], deviceId: "video-2" } as never];
    await sit();
    await media.blurBackground(true);
    const turning = media.set("camera", true);
    await settle();
    FakeBlur.newest.finish();
    await turning;
    const choosing = media.choose("camera", "video-2");
    await settle();
    FakeBlur.newest.finish();
    await choosing;
    await settle();
    expect(FakeBlur.made.map(({ camera, stopped }) => [camera.deviceId, stopped])).toEqual([
      ["video-1", true],
      ["video-2", false],
    ]);
    expect(everSent()).toEqual(["blurred", "blurred"]);
  });
});

describe("the device check", () => {
  test("shows what others will see, and nothing until then", async () => {
    await check();
    expect(seenHere()).toBe("Camera");
    void media.blurBackground(true);
    expect(seenHere()).toBeNull();
    await settle();
    FakeBlur.newest.finish();
    await settle();
    expect([seenHere(), known().camera.state]).toEqual(["blurred", "ready"]);
    await media.blurBackground(false);
    expect(seenHere()).toBe("Camera");
  });

  test("opens the camera again once blur that doesn't work is turned off", async () => {
    await check();
    void media.blurBackground(true);
    await settle();
    FakeBlur.newest.fail("unable");
    await settle();
    expect([seenHere(), known().camera.state]).toEqual([null, "unblurred"]);
    await media.blurBackground(false);
    expect([seenHere(), known().camera.state]).toEqual(["Camera", "ready"]);
  });

  test("doesn't keep the microphone waiting", async () => {
    await media.blurBackground(true);
    hear(welcome(), view(lobby(1, { ready: false })));
    await media.startCheck();
    expect([known().microphone.state, known().camera.state]).toEqual(["ready", "blurring"]);
  });

  test("is remembered in the circle", async () => {
    await check();
    void media.blurBackground(true);
    await settle();
    media.endCheck({ camera: true });
    await sit();
    expect([everSent(), known().camera.state]).toEqual([[], "blurring"]);
    FakeBlur.newest.finish();
    await settle();
    expect(everSent()).toEqual(["blurred"]);
  });
});
