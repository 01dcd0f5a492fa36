// Draws every screen of the gallery in Chromium, looks for what breaks accessibility (axe) and for what is cut,
// covered or too small, and keeps pictures if a folder is named. Tests do the same without a hand: e2e/browser/access.spec.ts.
//   node src/ui/gallery/check.mjs [--out=folder] [--only=regexp] [--sizes=360x640,1440x900] [--langs=en,es] [--dark] [--opened]
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import { chromium } from "@playwright/test";
import { createServer } from "vite";

const options = Object.fromEntries(
  process.argv.slice(2).map((arg) => {
    const [key, value = "yes"] = arg.replace(/^--/, "").split("=");
    return [key, value];
  }),
);
const sizes = (options.sizes ?? "360x640,768x1024,1440x900")
  .split(",")
  .map((size) => size.split("x").map(Number));
const langs = (options.langs ?? "en,es").split(",");
const schemes = options.dark ? ["dark"] : (options.schemes ?? "light,dark").split(",");
const only = new RegExp(options.only ?? "");
const browserPath = process.env.CHROMIUM ?? "/usr/bin/chromium";

const server = await createServer({
  server: { port: 0, host: "127.0.0.1", hmr: false, watch: null },
  logLevel: "error",
});
await server.listen();
const [root] = server.resolvedUrls.local;
const browser = await chromium.launch({
  executablePath: browserPath,
  args: ["--no-sandbox", "--disable-gpu"],
});
if (options.out) mkdirSync(options.out, { recursive: true });
let looked = 0;
let problems = 0;
try {
  for (const [width, height] of sizes)
    for (const scheme of schemes) for (const lang of langs) await look(width, height, scheme, lang);
} finally {
  await browser.close();
  await server.close();
}
process.stdout.write(`${looked} pictures, ${problems} problems\n`);
process.exitCode = problems === 0 ? 0 : 1;

async function look(width, height, scheme, lang) {
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: scheme,
    locale: lang,
  });
  const page = await context.newPage();
  page.on("pageerror", (error) => report("pageerror", error.message));
  page.on("console", (message) => message.type() === "error" && report("console", message.text()));
  let where = "";
  function report(kind, text) {
    problems++;
    process.stdout.write(`${where}: ${kind}: ${text}\n`);
  }
  await page.goto(`${root}gallery.html`, { timeout: 120_000 });
  const { scenes, opened } = await page.evaluate(() => ({
    scenes: window.gallery.scenes,
    opened: window.gallery.opened,
  }));
  const all = [...(options.opened ? [] : scenes), ...Object.keys(opened)].filter((name) => only.test(name));
  for (const name of all) {
    const { scene: screen, panel, wide, presses } = opened[name] ?? { scene: name, presses: [] };
    looked++;
    where = `${name} ${width}x${height} ${scheme} ${lang}`;
    await page.goto(`${root}gallery.html?screen=${screen}`, { timeout: 120_000 });
    await page.waitForSelector("h1");
    await page.evaluate(() => document.fonts.ready);
    await page.waitForTimeout(
      name.startsWith("circle") || name.startsWith("staff") || name.startsWith("join") ? 350 : 50,
    );
    if (panel) await press(page, "text=/^Panel$/");
    for (const these of presses) if (!(await press(page, these)) && !wide) report("nothing to press", these);
    const { violations } = await new AxeBuilder({ page }).analyze();
    for (const v of violations)
      report(`axe ${v.id}`, v.nodes.map((node) => node.target.join(" ")).join(" | "));
    for (const text of await page.evaluate(() => window.gallery.flaws())) report("layout", text);
    if (options.out) {
      const dark = scheme === "dark" ? "-dark" : "";
      await page.screenshot({ path: join(options.out, `${name}-${width}x${height}${dark}-${lang}.png`) });
    }
  }
  await context.close();
}

/** Presses the first of these that can be pressed, and returns whether there was one. */
async function press(page, these) {
  const button = page.locator(these).and(page.locator(":not([inert] *)")).locator("visible=true").first();
  if ((await button.count()) === 0) return false;
  await button.click();
  await page.waitForTimeout(400);
  return true;
}
