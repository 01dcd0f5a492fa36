import { expect, type Language, type Scheme, screenComponents, test } from "./parts/gallery";

interface Look {
  language: Language;
  scheme: Scheme;
  width: number;
  height: number;
  only?: readonly string[];
}

// Every rule in each language and in each scheme; of the rules, contrast alone depends on the scheme, and all of them on
// what is shown at a size.
const looks: readonly Look[] = [
  { language: "en", scheme: "light", width: 1440, height: 900 },
  { language: "es", scheme: "dark", width: 360, height: 640 },
  { language: "en", scheme: "dark", width: 1440, height: 900, only: ["color-contrast"] },
  { language: "es", scheme: "light", width: 360, height: 640, only: ["color-contrast"] },
];

const reached = new Set<string>();
const rendered = new Set<string>();

for (const { language, scheme, width, height, only } of looks) {
  test(`axe finds nothing on any screen, and no text is cut, in ${language}, ${scheme}, at ${width}×${height}`, async ({
    screens,
  }) => {
    test.slow();
    await screens.page.setViewportSize({ width, height });
    await screens.page.emulateMedia({ colorScheme: scheme });
    const found: string[] = [];
    for (const name of screens.names) {
      if (!(await screens.show(name, language))) continue;
      reached.add(name);
      for (const component of await screens.rendered()) rendered.add(component);
      const wrong = [...(await screens.violations(only)), ...(await screens.flaws())];
      found.push(...wrong.map((flaw) => `${name}: ${flaw}`));
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
  expect(await screens.violations()).toEqual([]);
  await screens.page.evaluate(() => {
    const main = document.querySelector("main");
    main?.insertAdjacentHTML("beforeend", "<img src='data:,'><p style='color:#ccc;background:#fff'>pale</p>");
  });
  const found = await screens.violations();
  expect(found.map((violation) => violation.split(" ")[0])).toEqual(["color-contrast", "image-alt"]);
});
