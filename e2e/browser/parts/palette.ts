import { readFileSync } from "node:fs";
import { join } from "node:path";

type Rgb = readonly [number, number, number];
const file = join(__dirname, "../../../bot/media/palette.json");
const palette = JSON.parse(readFileSync(file, "utf8")) as { name: string; rgb: Rgb }[];

/** The name of the bots' colour that is nearest to this one, or "nothing" for no picture. */
export function colourName(rgb: Rgb | null): string {
  if (!rgb) return "nothing";
  const far = (other: Rgb) => other.reduce((sum, value, i) => sum + (value - (rgb[i] ?? 0)) ** 2, 0);
  return palette.reduce((best, next) => (far(next.rgb) < far(best.rgb) ? next : best)).name;
}

/** All colours of bots. */
export const colours: readonly Rgb[] = palette.map(({ rgb }) => rgb);

/** The n-th bot's colour, from 1. */
export function rgbOf(n: number): Rgb {
  const colour = colours[n - 1];
  if (!colour) throw new Error(`there is no colour ${n}`);
  return colour;
}

/** The name of the n-th bot's colour, from 1. */
export function colourOf(n: number): string {
  return palette[n - 1]?.name ?? "";
}
