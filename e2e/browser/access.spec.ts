import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, type Language, type Scheme, screenComponents, test } from "./parts/gallery";

type Look = { language: Language; scheme: Scheme; width: number; height: number };

// Each language in each scheme, and each of both on a phone and on a desk.
const looks: readonly Look[] = [
  { language: "en", scheme: "light", width: 1440, height: 900 },
  { language: "en", scheme: "dark", width: 360, height: 640 },
  { language: "es", scheme: "dark", width: 1440, height: 900 },
  { language: "es", scheme: "light", width: 360, height: 640 },
];

const reached = new Set<string>();
const rendered = new Set<string>();

for (const { language, scheme, width, height } of looks) {
  test(`axe finds nothing on any screen, in ${language}, ${scheme}, at ${width}×${height}`, async ({
    screens,
  }) => {
    await screens.page.setViewportSize({ width, height });
    await screens.page.emulateMedia({ colorScheme: scheme });
    const found: string[] = [];
    for (const name of screens.names) {
      if (!(await screens.show(name, language))) continue;
      reached.add(name);
      for (const component of await screens.rendered()) rendered.add(component);
      found.push(...(await violations(screens.page)).map((violation) => `${name}: ${violation}`));
    }
    expect(found).toEqual([]);
    expect(screens.faults).toEqual([]);
  });
}

test("every screen, dialog, sheet, menu and toast there is was among them", ({ screens }) => {
  expect(screens.names.filter((name) => !reached.has(name))).toEqual([]);
  const components = screenComponents();
  expect(components).toContain("ReasonDialog"); // they are found
  expect([...rendered]).not.toContain("SomeDialog"); // not everything is among them
  expect(components.filter((name) => !rendered.has(name))).toEqual([]);
});

test("axe would find what is planted: a picture without words, and words that hardly show", async ({
  screens,
}) => {
  await screens.show("circle", "en");
  expect(await violations(screens.page)).toEqual([]);
  await screens.page.evaluate(() => {
    const main = document.querySelector("main");
    main?.insertAdjacentHTML("beforeend", "<img src='data:,'><p style='color:#ccc;background:#fff'>pale</p>");
  });
  const found = await violations(screens.page);
  expect(found.map((violation) => violation.split(" ")[0])).toEqual(["color-contrast", "image-alt"]);
});

async function violations(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
  return violations
    .map(({ id, nodes }) => `${id} ${nodes.map((node) => node.target.join(" ")).join(", ")}`)
    .sort();
}
