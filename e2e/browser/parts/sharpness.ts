import type { Locator } from "@playwright/test";
import { jumperAt, wallAt } from "./figure";

/** How much a picture of the figure changes from one pixel to the next, from 0 to 255. */
export interface Sharpness {
  /** Of the wall, sideways: its stripes stand. */
  wall: number;
  /** Of the jumper, downwards: its stripes lie. */
  jumper: number;
}

/** What is to be seen of the figure in a video, compared with what is seen of it without blur. */
export type Seen = "nothing" | "sharp" | "blurred" | "something else";

/** Measures the picture that a video shows now; all zero if it shows none. */
export function sharpnessOf(video: Locator): Promise<Sharpness> {
  return video.evaluate(measure, { wallAt, jumperAt });
}

/** The wall has lost its stripes and the jumper has kept them, or neither or both. */
export function compare({ wall, jumper }: Sharpness, sharp: Sharpness): Seen {
  if (jumper < sharp.jumper * 0.6) return wall === 0 && jumper === 0 ? "nothing" : "something else";
  if (wall < sharp.wall / 8) return "blurred";
  return wall > sharp.wall / 2 ? "sharp" : "something else";
}

/** Runs in the page. */
function measure(element: Element, parts: { wallAt: typeof wallAt; jumperAt: typeof wallAt }): Sharpness {
  if ((element as HTMLVideoElement).videoWidth === 0) return { wall: 0, jumper: 0 };
  // The size of the smallest picture that a camera sends: a line may bring a larger one at one time and not at another.
  const [width, height] = [320, 180];
  const pen = new OffscreenCanvas(width, height).getContext("2d", { willReadFrequently: true });
  if (!pen) throw new Error("no canvas");
  pen.drawImage(element as HTMLVideoElement, 0, 0, width, height);
  const change = (part: typeof wallAt, dx: number, dy: number) => {
    const columns = Math.floor(part.width * width);
    const rows = Math.floor(part.height * height);
    const [left, top] = [Math.floor(part.x * width), Math.floor(part.y * height)];
    const { data } = pen.getImageData(left, top, columns + dx, rows + dy);
    const green = (x: number, y: number) => data[4 * (y * (columns + dx) + x) + 1] ?? 0;
    let sum = 0;
    for (let y = 0; y < rows; y++)
      for (let x = 0; x < columns; x++) sum += Math.abs(green(x + dx, y + dy) - green(x, y));
    return sum / (columns * rows);
  };
  return { wall: change(parts.wallAt, 1, 0), jumper: change(parts.jumperAt, 0, 1) };
}
