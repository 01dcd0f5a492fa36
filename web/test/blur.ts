import type { Blur, StartBlur } from "../src/media/blur/blur";
import type { BlurFault } from "../src/media/blur/messages";
import { FakeTrack } from "./webrtc";

/** A blurring that is ready, or at a fault, when the test says so. */
export class FakeBlur implements Blur {
  static made: FakeBlur[] = [];
  readonly blurred = new FakeTrack("video", "blurred");
  readonly track: Promise<MediaStreamTrack | null>;
  stopped = false;
  private settle: (track: FakeTrack | null) => void = () => {};

  constructor(
    readonly camera: FakeTrack,
    private readonly onFault: (why: BlurFault) => void,
  ) {
    this.track = new Promise((resolve) => {
      this.settle = (track) => resolve(track as unknown as MediaStreamTrack);
    });
    FakeBlur.made.push(this);
  }

  static readonly start: StartBlur = (camera, onFault) =>
    new FakeBlur(camera as unknown as FakeTrack, onFault);

  static get newest(): FakeBlur {
    const newest = FakeBlur.made.at(-1);
    if (!newest) throw new Error("nothing was blurred");
    return newest;
  }

  /** The first picture is blurred. */
  finish(): void {
    this.settle(this.blurred);
  }

  fail(why: BlurFault): void {
    this.blurred.stop();
    this.settle(null);
    this.onFault(why);
  }

  stop(): void {
    this.stopped = true;
    this.blurred.stop();
    this.settle(null);
  }
}
