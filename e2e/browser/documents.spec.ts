import { mkdir, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, type Language, type Scheme, Screens, test } from "./parts/gallery";

const root = join(__dirname, "../..");
const drawn = join(root, "test-results/documents");

interface Picture {
  screen: string;
  width: number;
  height: number;
  language?: Language;
  scheme?: Scheme;
}

const desk = { width: 1440, height: 900 };
const tablet = { width: 768, height: 1024 };
const phone = { width: 360, height: 640 };

/** The pictures of the documents, by file. `make screens` puts them into docs/screens. */
const pictures: Readonly<Record<string, Picture>> = {
  join: { screen: "join", ...phone },
  lobby: { screen: "lobby", ...tablet },
  circle: { screen: "circle", ...desk },
  "circle-dark": { screen: "circle", ...desk, scheme: "dark" },
  "circle-phone": { screen: "circle", ...phone },
  "circle-phone-es": { screen: "circle", ...phone, language: "es" },
  turn: { screen: "circle-turn", ...phone },
  support: { screen: "circle-support", ...phone },
  moment: { screen: "circle-moment", ...phone },
  together: { screen: "circle-grounding", ...tablet },
  share: { screen: "circle-share", ...desk },
  start: { screen: "staff-start", ...desk },
  therapist: { screen: "staff-round", ...desk },
  signal: { screen: "staff-signals", ...desk },
  pause: { screen: "floor-staff-cool-down", ...desk },
  "talk-time": { screen: "staff-talk-open", ...desk },
  "panel-phone": { screen: "staff-panel", ...phone },
};

test("the pictures of the documents are of this page", async ({ browser, screens }) => {
  test.slow();
  expect(screens.names).toEqual(expect.arrayContaining(Object.values(pictures).map(({ screen }) => screen)));
  await mkdir(drawn, { recursive: true });
  const context = await browser.newContext({ reducedMotion: "reduce" });
  const gallery = await Screens.open(await context.newPage(), "drawn");
  for (const [name, { screen, width, height, language = "en", scheme = "light" }] of Object.entries(
    pictures,
  )) {
    await gallery.page.setViewportSize({ width, height });
    await gallery.page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
    expect(await gallery.show(screen, language), name).toBe(true);
    await gallery.pictured();
    await gallery.page.screenshot({ path: join(drawn, `${name}.png`), animations: "disabled" });
  }
  expect(gallery.faults).toEqual([]);
  await context.close();
});

test("every picture there is, is in a document, and every one in a document is there", async () => {
  const documents = [
    "README.md",
    ...(await readdir(join(root, "docs"))).filter((name) => name.endsWith(".md")),
  ];
  const shown = new Set<string>();
  for (const name of documents) {
    const text = await readFile(join(root, name === "README.md" ? name : `docs/${name}`), "utf8");
    for (const [, picture] of text.matchAll(/\((?:docs\/)?screens\/([\w-]+)\.png\)/g))
      shown.add(picture ?? "");
  }
  const kept = (await readdir(join(root, "docs/screens"))).map((name) => name.replace(/\.png$/, ""));
  expect([...shown].sort()).toEqual(Object.keys(pictures).sort());
  expect(kept.sort()).toEqual(Object.keys(pictures).sort());
});
