import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { FakeTrack, fakeWebRTC } from "../../../test/webrtc";
import { startBlur } from "./blur";
import type { BlurFault, Order, Report } from "./messages";

/** A worker that says what the test says. */
class FakeWorker extends EventTarget {
  static made: FakeWorker[] = [];
  readonly orders: Order[] = [];
  readonly transferred: Transferable[] = [];
  running = true;

  constructor(readonly url: string) {
    super();
    FakeWorker.made.push(this);
  }

  postMessage(order: Order, transfer: Transferable[]): void {
    this.orders.push(order);
    this.transferred.push(...transfer);
  }

  say(data: Report): void {
    this.dispatchEvent(new MessageEvent("message", { data }));
  }

  terminate(): void {
    this.running = false;
  }
}

class FakeProcessor {
  readonly readable = new ReadableStream();

  constructor(readonly init: { track: FakeTrack; maxBufferSize: number }) {
    asked = init;
  }
}

class FakeGenerator extends FakeTrack {
  readonly writable = new WritableStream();

  constructor() {
    super("video", "blurred");
  }
}

let asked: FakeProcessor["init"] | null;
let faults: BlurFault[];
let camera: FakeTrack;

beforeEach(() => {
  fakeWebRTC();
  FakeWorker.made = [];
  asked = null;
  faults = [];
  camera = new FakeTrack("video", "Camera");
  vi.stubGlobal("Worker", FakeWorker);
  vi.stubGlobal("MediaStreamTrackProcessor", FakeProcessor);
  vi.stubGlobal("MediaStreamTrackGenerator", FakeGenerator);
});

afterEach(() => vi.unstubAllGlobals());

const start = () => startBlur(camera as unknown as MediaStreamTrack, (why) => faults.push(why));
const worker = () => {
  const newest = FakeWorker.made.at(-1);
  if (!newest) throw new Error("no worker");
  return newest;
};
const labelOf = (track: MediaStreamTrack | null) => track?.label ?? null;

describe("a blurred camera", () => {
  test("is there with its first blurred picture, from a worker that no more than one picture waits for", async () => {
    const blur = start();
    expect(worker().url).toMatch(/blur\.worker/);
    expect([asked?.track, asked?.maxBufferSize]).toEqual([camera, 1]);
    expect(worker().orders.map(({ type }) => type)).toEqual(["flow"]);
    expect(worker().transferred).toHaveLength(2);
    worker().say({ type: "blurred", picture: null });
    expect(labelOf(await blur.track)).toBe("blurred");
    blur.stop();
  });

  test("ends its worker and its track when it is stopped, and leaves the camera alone", async () => {
    const blur = start();
    worker().say({ type: "blurred", picture: null });
    const track = await blur.track;
    blur.stop();
    expect([worker().running, track?.readyState, camera.readyState]).toEqual([false, "ended", "live"]);
    worker().say({ type: "fault", why: "slow" });
    expect(faults).toEqual([]);
  });

  test("is none if it is stopped before its first picture", async () => {
    const blur = start();
    blur.stop();
    worker().say({ type: "blurred", picture: null });
    expect(await blur.track).toBeNull();
  });

  test.each(["unable", "slow"] as const)("is none once the worker says that it is %s", async (why) => {
    const blur = start();
    worker().say({ type: "fault", why });
    worker().say({ type: "blurred", picture: null });
    worker().say({ type: "fault", why: "unable" });
    expect([await blur.track, faults, worker().running]).toEqual([null, [why], false]);
  });

  test("is none if the worker can't be loaded", async () => {
    const blur = start();
    worker().dispatchEvent(new Event("error"));
    expect([await blur.track, faults, worker().running]).toEqual([null, ["unable"], false]);
  });

  test("ends when the worker breaks off later", async () => {
    const blur = start();
    worker().say({ type: "blurred", picture: null });
    const track = await blur.track;
    worker().say({ type: "fault", why: "slow" });
    expect([track?.readyState, faults]).toEqual(["ended", ["slow"]]);
  });

  test("is none in a browser without workers, which is told after it was asked for", async () => {
    vi.stubGlobal("Worker", undefined);
    const blur = start();
    expect(faults).toEqual([]);
    expect([await blur.track, faults]).toEqual([null, ["unable"]]);
  });

  test("is none in a browser that can't draw it, and no worker stays behind", async () => {
    vi.stubGlobal("MediaStreamTrackGenerator", undefined);
    const blur = start(); // jsdom has no canvas
    expect([await blur.track, faults, worker().running]).toEqual([null, ["unable"], false]);
  });
});
