import type { Order, Report } from "./messages";

/** How pictures get to the worker and back. */
export interface Flow {
  /** What comes back. It brings no picture that the worker did not make. */
  readonly track: MediaStreamTrack;
  /** What the worker says, but for faults. */
  hear(report: Exclude<Report, { type: "fault" }>): void;
  stop(): void;
}

/** MediaStreamTrack Insertable Media Processing using Streams, as Chromium has it: not in the types. */
interface Streams {
  MediaStreamTrackProcessor: new (init: {
    track: MediaStreamTrack;
    maxBufferSize: number;
  }) => { readable: ReadableStream<VideoFrame> };
  MediaStreamTrackGenerator: new (init: {
    kind: "video";
  }) => MediaStreamTrack & { writable: WritableStream<VideoFrame> };
}

/** Brings the pictures of `camera` to `worker`, past the page where the browser can do that. */
export function flowOf(camera: MediaStreamTrack, worker: Worker): Flow {
  const streams = globalThis as Partial<Streams>;
  const { MediaStreamTrackProcessor: Processor, MediaStreamTrackGenerator: Generator } = streams;
  if (Processor && Generator) return streamed(camera, worker, { Processor, Generator });
  return drawn(camera, worker);
}

/** The names that the classes have in this file. */
type Classes = {
  Processor: Streams["MediaStreamTrackProcessor"];
  Generator: Streams["MediaStreamTrackGenerator"];
};

function streamed(camera: MediaStreamTrack, worker: Worker, { Processor, Generator }: Classes): Flow {
  // One picture waits at most: while the worker is busy, newer ones take its place.
  const { readable } = new Processor({ track: camera, maxBufferSize: 1 });
  const track = new Generator({ kind: "video" });
  const { writable } = track;
  const order: Order = { type: "flow", from: readable, to: writable };
  worker.postMessage(order, [readable, writable]);
  return { track, hear: () => undefined, stop: () => track.stop() };
}

/** The page shows the camera to itself, hands the worker a picture whenever it asks, and draws what comes back. */
function drawn(camera: MediaStreamTrack, worker: Worker): Flow {
  const video = document.createElement("video");
  video.muted = true;
  video.playsInline = true;
  video.srcObject = new MediaStream([camera]);
  const canvas = document.createElement("canvas");
  const pen = canvas.getContext("2d", { alpha: false });
  const [track] = canvas.captureStream().getVideoTracks();
  if (!pen || !track) throw new Error("no canvas");

  const over = new AbortController();
  const tell = (order: Order, transfer: Transferable[] = []) => worker.postMessage(order, transfer);
  const show = async () => {
    if (over.signal.aborted) return;
    try {
      const picture = await createImageBitmap(video);
      tell({ type: "picture", picture }, [picture]);
    } catch {
      // No picture yet, or again: it comes.
      video.addEventListener("timeupdate", () => void show(), { once: true, signal: over.signal });
    }
  };
  const draw = (picture: ImageBitmap) => {
    // Only on a change: it would clear what is seen.
    if (canvas.width !== picture.width) canvas.width = picture.width;
    if (canvas.height !== picture.height) canvas.height = picture.height;
    pen.drawImage(picture, 0, 0);
    picture.close();
  };
  void video.play().catch(() => undefined);
  tell({ type: "begin" });
  return {
    track,
    hear(report) {
      if (report.type === "next") void show();
      if (report.type === "blurred" && report.picture) draw(report.picture);
    },
    stop() {
      over.abort();
      track.stop();
      video.srcObject = null;
    },
  };
}
