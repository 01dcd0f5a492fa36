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

/** The name of the n-th bot's colour, from 1. */
export function colourOf(n: number): string {
  return palette[n - 1]?.name ?? "";
}
