import { writeFileSync } from "node:fs";

const width = 640;
const height = 360;

/** In pixels: the stripes of the wall behind, which stand, and those of the jumper, which lie. */
const wallStripe = 8;
const jumperStripe = 4;

type Colour = readonly [red: number, green: number, blue: number];

/** An ellipse, lit from above on the left as a round thing is. */
interface Part {
  x: number;
  y: number;
  rx: number;
  ry: number;
  light: Colour;
  dark: Colour;
}

const hair: Part = { x: 320, y: 130, rx: 80, ry: 95, light: [90, 64, 48], dark: [42, 29, 22] };
const jumper: Part = { x: 320, y: 400, rx: 190, ry: 150, light: [58, 106, 144], dark: [29, 58, 85] };
const neck: Part = { x: 320, y: 235, rx: 34, ry: 52, light: [196, 146, 112], dark: [166, 116, 84] };
const face: Part = { x: 320, y: 155, rx: 62, ry: 80, light: [232, 184, 148], dark: [181, 127, 92] };
const features: Part[] = [297, 343].flatMap((x) => [
  { x, y: 132, rx: 14, ry: 3, light: [74, 48, 32], dark: [74, 48, 32] },
  { x, y: 148, rx: 10, ry: 6, light: [250, 250, 250], dark: [220, 220, 220] },
  { x, y: 148, rx: 5, ry: 5, light: [58, 42, 26], dark: [30, 20, 12] },
]);
const nose: Part = { x: 320, y: 172, rx: 8, ry: 14, light: [205, 155, 120], dark: [160, 110, 80] };
const mouth: Part = { x: 320, y: 203, rx: 20, ry: 6, light: [160, 74, 68], dark: [130, 56, 52] };
const parts = [hair, jumper, neck, face, ...features, nose, mouth];

/** Parts of the picture, from 0 to 1 in both directions, for whoever looks at it. */
export const wallAt = { x: 0.03, y: 0.1, width: 0.15, height: 0.5 };
export const jumperAt = { x: 0.42, y: 0.82, width: 0.16, height: 0.15 };

/** Writes what a camera sees of somebody in front of a striped wall: YUV4MPEG2, which Chromium takes for a camera. */
export function writeFigure(path: string): void {
  const header = `YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420jpeg\n`;
  const frame = Buffer.concat([Buffer.from("FRAME\n"), drawFrame()]);
  writeFileSync(path, Buffer.concat([Buffer.from(header), frame, frame]));
}

/** One frame: the lightness of every pixel, then the two colour differences of every fourth. */
function drawFrame(): Buffer {
  const size = width * height;
  const frame = Buffer.alloc((size * 3) / 2);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [red, green, blue] = colourAt(x, y);
      const lightness = 0.299 * red + 0.587 * green + 0.114 * blue;
      frame[y * width + x] = lightness;
      if (x % 2 || y % 2) continue;
      const quarter = (y / 2) * (width / 2) + x / 2;
      frame[size + quarter] = 128 + 0.564 * (blue - lightness);
      frame[size + size / 4 + quarter] = 128 + 0.713 * (red - lightness);
    }
  }
  return frame;
}

function colourAt(x: number, y: number): Colour {
  const part = parts.findLast(({ x: cx, y: cy, rx, ry }) => ((x - cx) / rx) ** 2 + ((y - cy) / ry) ** 2 <= 1);
  if (!part) return Math.floor(x / wallStripe) % 2 ? [64, 72, 80] : [216, 208, 192];
  const { rx, ry, light, dark } = part;
  const far = Math.hypot(x - (part.x - 0.3 * rx), y - (part.y - 0.3 * ry)) / (1.1 * Math.max(rx, ry));
  const stripe = part === jumper && Math.floor(y / jumperStripe) % 2 ? 40 : 0;
  const shade = Math.min(1, far);
  const mixed = (i: 0 | 1 | 2) => light[i] + (dark[i] - light[i]) * shade + stripe;
  return [mixed(0), mixed(1), mixed(2)];
}
