import { startWorker } from "../../worker";
import { flowOf } from "./flow";
import type { BlurFault, Report } from "./messages";

/** A camera whose background is being blurred. */
export interface Blur {
  /** The blurred track, once its first picture is there; null if it never was, or this was stopped before. */
  readonly track: Promise<MediaStreamTrack | null>;
  /** Ends it, and the blurred track. The camera's own track is not touched. */
  stop(): void;
}

/** Blurs the background of a camera. `onFault` is called at most once: nothing is blurred any more, nothing is sent. */
export type StartBlur = (camera: MediaStreamTrack, onFault: (why: BlurFault) => void) => Blur;

/**
 * Blurs in a worker, which is made for this camera and ends with it. The camera's own track never leaves here: where
 * blurring fails, there is no picture.
 */
export const startBlur: StartBlur = (camera, onFault) => {
  const over = new AbortController();
  const { signal } = over;
  const track = new Promise<MediaStreamTrack | null>((settle) => {
    const fault = (why: BlurFault) => {
      if (signal.aborted) return;
      over.abort();
      onFault(why);
    };
    signal.addEventListener("abort", () => settle(null));
    try {
      const worker = startWorker("blur");
      signal.addEventListener("abort", () => worker.terminate());
      const flow = flowOf(camera, worker);
      signal.addEventListener("abort", () => flow.stop());
      const hear = ({ data }: MessageEvent<Report>) => {
        if (data.type === "fault") return fault(data.why);
        flow.hear(data);
        if (data.type === "blurred") settle(flow.track);
      };
      worker.addEventListener("message", hear, { signal });
      worker.addEventListener("error", () => fault("unable"), { signal });
    } catch {
      queueMicrotask(() => fault("unable")); // no workers, or nothing to draw on
    }
  });
  return { track, stop: () => over.abort() };
};
