import { Compositor } from "./compositor";
import type { Size } from "./fit";
import type { BlurFault, Order, Report } from "./messages";
import { Pace } from "./pace";
import { Segmenter } from "./segmenter";

/** At most so many pictures a second are asked for, where the worker asks. */
const rate = 24;

// The runtime writes all that it does into the console, and calls it errors.
const quiet = () => undefined;
Object.assign(globalThis.console, { log: quiet, info: quiet, warn: quiet, error: quiet });

// Loading begins before the first picture is there. What it throws is told with that picture.
const segmenter = Segmenter.load();
segmenter.catch(quiet);
const compositor = new Compositor();
const pace = new Pace();

self.addEventListener("message", ({ data }: MessageEvent<Order>) => {
  obey(data).catch(() => fail("unable"));
});

async function obey(order: Order): Promise<void> {
  switch (order.type) {
    case "flow":
      return flow(order.from, order.to);
    case "begin":
      await segmenter;
      return say({ type: "next" });
    case "picture":
      return answer(order.picture);
  }
}

/** One picture after the other, until the camera ends. What comes meanwhile is dropped before it gets here. */
async function flow(from: ReadableStream<VideoFrame>, to: WritableStream<VideoFrame>): Promise<void> {
  const reader = from.getReader();
  const writer = to.getWriter();
  let first = true;
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      const frame = next.value;
      const { displayWidth: width, displayHeight: height, timestamp } = frame;
      const canvas = await blur(frame, { width, height }).finally(() => frame.close());
      await writer.write(new VideoFrame(canvas, { timestamp, alpha: "discard" }));
      if (first) say({ type: "blurred", picture: null });
      first = false;
    }
  } finally {
    await writer.close().catch(quiet);
  }
}

async function answer(picture: ImageBitmap): Promise<void> {
  const began = performance.now();
  const canvas = await blur(picture, picture).finally(() => picture.close());
  const blurred = canvas.transferToImageBitmap();
  say({ type: "blurred", picture: blurred }, [blurred]);
  const rest = 1000 / rate - (performance.now() - began);
  setTimeout(() => say({ type: "next" }), Math.max(0, rest));
}

async function blur(picture: CanvasImageSource, { width, height }: Size): Promise<OffscreenCanvas> {
  const model = await segmenter;
  const began = performance.now();
  const canvas = compositor.draw(picture, { width, height }, await model.find(picture, { width, height }));
  if (pace.tooSlow(performance.now() - began)) fail("slow");
  return canvas;
}

function fail(why: BlurFault): void {
  say({ type: "fault", why });
  self.close();
}

function say(report: Report, transfer: Transferable[] = []): void {
  self.postMessage(report, { transfer });
}
