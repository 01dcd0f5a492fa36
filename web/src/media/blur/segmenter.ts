import { type CompiledModel, loadAndCompile, loadLiteRt, Tensor } from "@litertjs/core";
import runtimeScript from "@litertjs/core/wasm/litert_wasm_compat_internal.js?url";
import runtime from "@litertjs/core/wasm/litert_wasm_compat_internal.wasm?url";
import weights from "@mediapipe/selfie_segmentation/selfie_segmentation_landscape.tflite?url";
import { type Box, fitInto } from "./fit";

/** The size of what the model takes, in pixels, and of the mask that it gives. */
const width = 256;
const height = 144;

/** The model's confidence below which a pixel is background, and above which it is the person. */
const background = 0.5;
const person = 0.9;

/** Where the person is in a picture. */
export type Mask = {
  /** Opaque where the person is, clear where the background is. Drawn anew by the next call. */
  canvas: OffscreenCanvas;
  /** The part of the mask that the picture fills. */
  box: Box;
};

/**
 * Tells the person from the background, by a model that runs in this worker. Runtime and weights are files of our own
 * origin; no picture leaves the worker.
 */
export class Segmenter {
  private readonly input = new OffscreenCanvas(width, height);
  private readonly pen = penOf(this.input, { willReadFrequently: true, alpha: false });
  private readonly values = new Float32Array(width * height * 3);
  private readonly mask = new OffscreenCanvas(width, height);
  private readonly maskPen = penOf(this.mask);
  private readonly alpha = new ImageData(width, height);

  private constructor(private readonly model: CompiledModel) {}

  /** Loads the runtime and the model: some 3 MB the first time. It throws where that is impossible. */
  static async load(): Promise<Segmenter> {
    // The runtime would wake the strong graphics card of a laptop to look at it, and then not use it.
    Object.defineProperty(navigator, "gpu", { value: undefined });
    // Its script has the name of its binary built in, not the one that our build gives it.
    Object.assign(self, { Module: { locateFile: () => runtime } });
    await loadLiteRt(runtimeScript);
    const response = await fetch(weights);
    if (!response.ok) throw new Error(`weights: ${response.status}`);
    const bytes = new Uint8Array(await response.arrayBuffer());
    return new Segmenter(await loadAndCompile(bytes, { accelerator: "wasm" }));
  }

  /** Finds the person in a picture of this size. */
  async find(picture: CanvasImageSource, size: { width: number; height: number }): Promise<Mask> {
    const box = fitInto({ width, height }, size);
    this.pen.fillRect(0, 0, width, height);
    this.pen.drawImage(picture, box.x, box.y, box.width, box.height);
    const { data } = this.pen.getImageData(0, 0, width, height);
    for (let from = 0, to = 0; from < data.length; from += 4) {
      for (let colour = 0; colour < 3; colour++) this.values[to++] = (data[from + colour] ?? 0) / 255;
    }
    const input = new Tensor(this.values, [1, height, width, 3]);
    const outputs = await this.model.run(input);
    const confidence = outputs[0]?.toTypedArray();
    for (const tensor of [input, ...outputs]) tensor.delete();
    if (confidence?.length !== width * height) throw new Error("the model gave no mask");
    for (const [i, value] of confidence.entries()) {
      this.alpha.data[4 * i + 3] = (255 * (value - background)) / (person - background); // clamped by the array
    }
    this.maskPen.putImageData(this.alpha, 0, 0);
    return { canvas: this.mask, box };
  }
}

/** What draws on `canvas`; throws where a browser has none for it. */
export function penOf(
  canvas: OffscreenCanvas,
  settings?: CanvasRenderingContext2DSettings,
): OffscreenCanvasRenderingContext2D {
  const pen = canvas.getContext("2d", settings);
  if (!pen) throw new Error("no canvas");
  return pen;
}
