import { halvings, type Size } from "./fit";
import { type Mask, penOf } from "./segmenter";

type Layer = { canvas: OffscreenCanvas; pen: OffscreenCanvasRenderingContext2D };

/** Lays a sharp person over a blurred background. The canvases are made once per size of picture. */
export class Compositor {
  private size: Size = { width: 0, height: 0 };
  private whole: Layer = layer(1, 1);
  private person: Layer = layer(1, 1);
  private steps: Layer[] = [];

  /** The finished picture, in the size of the one that was given. It is drawn anew by the next call. */
  draw(picture: CanvasImageSource, size: Size, mask: Mask): OffscreenCanvas {
    this.resize(size);
    this.cutOut(picture, mask);
    this.blur(picture);
    this.whole.pen.drawImage(this.person.canvas, 0, 0);
    return this.whole.canvas;
  }

  private resize({ width, height }: Size): void {
    if (width === this.size.width && height === this.size.height) return;
    this.size = { width, height };
    this.whole = layer(width, height);
    this.person = layer(width, height);
    this.steps = halvings({ width, height }).map((step) => layer(step.width, step.height));
  }

  /** What is left of the picture is the person. */
  private cutOut(picture: CanvasImageSource, { canvas, box }: Mask): void {
    const { pen } = this.person;
    const { width, height } = this.size;
    pen.globalCompositeOperation = "copy";
    pen.drawImage(canvas, box.x, box.y, box.width, box.height, 0, 0, width, height);
    pen.globalCompositeOperation = "source-in";
    pen.drawImage(picture, 0, 0, width, height);
  }

  /** Down step by step, and up again: smoother than by one step, and no browser lacks it, as Safari does a filter. */
  private blur(picture: CanvasImageSource): void {
    const down = [...this.steps];
    const up = [...this.steps.slice(0, -1).reverse(), this.whole];
    let from: CanvasImageSource = picture;
    for (const { canvas, pen } of [...down, ...up]) {
      pen.globalCompositeOperation = "copy";
      pen.drawImage(from, 0, 0, canvas.width, canvas.height);
      from = canvas;
    }
    this.whole.pen.globalCompositeOperation = "source-over";
  }
}

function layer(width: number, height: number): Layer {
  const canvas = new OffscreenCanvas(width, height);
  return { canvas, pen: penOf(canvas) };
}
