// @vitest-environment node
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const css = readFileSync(join(import.meta.dirname, "tokens.css"), "utf8");
const light = colours(":root {");
const themes = {
  light,
  dark: { ...light, ...colours(':root[data-theme="dark"]') },
  "dark by the system": { ...light, ...colours(':root:not([data-theme="light"])') },
};

const grounds = ["wall", "floor", "surface", "surface-sunken", "surface-raised"];
const softs = ["accent-soft", "speaking-soft", "calm-soft", "attention-soft"];

/** What stands on what, and the contrast that WCAG 2.2 asks for (7 for long text, 4.5 for text, 3 for edges). */
const pairs: [string, string, number][] = [
  ...[...grounds, ...softs].map((on): [string, string, number] => ["ink", on, 7]),
  ...[...grounds, ...softs].map((on): [string, string, number] => ["ink-soft", on, 4.5]),
  ...["accent", "speaking", "calm", "attention"].map((c): [string, string, number] => [
    `${c}-ink`,
    `${c}-soft`,
    7,
  ]),
  ...["accent", "attention"].flatMap((c): [string, string, number][] => [
    [`on-${c}`, c, 4.5],
    ...grounds.map((on): [string, string, number] => [c, on, 4.5]),
  ]),
  ...["speaking", "calm", "edge", "focus"].flatMap((c) =>
    grounds.map((on): [string, string, number] => [c, on, 3]),
  ),
];

describe.each(Object.entries(themes))("%s", (_, theme) => {
  it.each(pairs)("%s on %s has a contrast of at least %d", (front, back, least) => {
    expect(contrast(theme[front] ?? "", theme[back] ?? "")).toBeGreaterThanOrEqual(least);
  });
});

function colours(selector: string): Record<string, string> {
  const start = css.indexOf(selector);
  if (start < 0) throw new Error(`tokens.css has no ${selector}`);
  const block = css.slice(start, css.indexOf("}", start));
  return Object.fromEntries(
    [...block.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name, hex]) => [name, hex]),
  );
}

/** The ratio of WCAG 2.2 between two colours such as "#1f5b52". */
function contrast(one: string, other: string): number {
  const [high = 0, low = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (high + 0.05) / (low + 0.05);
}

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
