// Draws every screen of the gallery in Chromium, looks for what breaks accessibility (axe), for sideways scrolling
// and for small targets, and keeps pictures if a folder is named.
//   node src/ui/gallery/check.mjs [--out=folder] [--only=regexp] [--sizes=360x640,1440x900] [--langs=en,es] [--dark]
import { mkdirSync, readFileSync } from "node:fs";
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

const source = readFileSync(new URL("./scenes.ts", import.meta.url), "utf8");
const list = source.slice(source.indexOf("export const scenes"));
const names = [...list.matchAll(/^ {2}"?([a-z0-9-]+)"?:/gm)]
  .map(([, name]) => name)
  .filter((name) => only.test(name));

// On a phone Leave is the last item of More; what isn't there is passed by.
const more = "text=/^(More|Más)$/";
const devices = [more, "text=/^(Devices|Dispositivos)$/"];
const play = "text=/^(Play a soft sound|Reproducir un sonido suave)$/";
const leaving = ["text=/^(Leave|Salir)$/", "text=/^(More|Más)$/", "text=/^(Leave|Salir)$/"];
const looking = ["main li:nth-child(2) button", "text=/^(Connection|Conexión)$/"];

/** What opens on a press: a screen, and the buttons to press by their place. */
const opened = [
  ["staff-seat-menu", "staff", ["main li:nth-child(2) button"]],
  ["staff-hold", "staff", ["main li:nth-child(3) button", "[role=menuitem]:nth-of-type(4)"]],
  ...["", "-slow", "-new"].map((how) => [`staff-line${how}-open`, `staff-line${how}`, looking]),
  ["staff-end-session", "staff", ["text=/^(End session|Terminar la sesión)$/"]],
  ["staff-start-round", "staff", ["text=/^(Start a round|Empezar una ronda)$/"]],
  ["staff-round-order", "staff-round", ["summary"]],
  ["staff-more", "staff", ["text=/^(More|Más)$/"]],
  ["staff-panel", "staff", ["text=/^(Panel)$/"]],
  ["staff-last-leave", "staff-last", leaving],
  ["staff-relief-leave", "staff-relief", leaving],
  ["circle-more", "circle", ["text=/^(More|Más)$/"]],
  ["circle-devices", "circle", devices],
  ["circle-devices-listening", "circle-listening", devices],
  ["circle-devices-replaced", "circle-replaced", devices],
  ["circle-picture", "circle-replaced", [more, "text=/^(See my picture|Ver mi imagen)$/"]],
  ["circle-leave", "circle", ["text=/^(Leave|Salir)$/"]],
  ["circle-more-leave", "circle", ["text=/^(More|Más)$/", "text=/^(Leave|Salir)$/"]],
  ["lobby-leave", "lobby", ["main button"]],
  ["join-name", "join", ["main button"]],
  ["join-unheard", "join", [play, "text=/^(I didn't|No lo oí)$/"]],
].filter(([name]) => only.test(name));

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
let problems = 0;
try {
  for (const [width, height] of sizes)
    for (const scheme of schemes) for (const lang of langs) await look(width, height, scheme, lang);
} finally {
  await browser.close();
  await server.close();
}
process.stdout.write(`${names.length + opened.length} screens, ${problems} problems\n`);
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
  for (const [name, screen, presses] of [...names.map((name) => [name, name, []]), ...opened]) {
    where = `${name} ${width}x${height} ${scheme} ${lang}`;
    await page.goto(`${root}gallery.html?screen=${screen}`, { timeout: 120_000 });
    await page.waitForSelector("h1");
    await page.evaluate(() => document.fonts.ready);
    await page.waitForTimeout(
      name.startsWith("circle") || name.startsWith("staff") || name.startsWith("join") ? 350 : 50,
    );
    for (const press of presses) {
      const button = page.locator(press).and(page.locator(":not([inert] *)")).locator("visible=true").first();
      if ((await button.count()) === 0) continue;
      await button.click();
      await page.waitForTimeout(400);
    }
    const { violations } = await new AxeBuilder({ page }).analyze();
    for (const v of violations)
      report(`axe ${v.id}`, v.nodes.map((node) => node.target.join(" ")).join(" | "));
    for (const text of await page.evaluate(flaws)) report("layout", text);
    if (options.out) {
      const dark = scheme === "dark" ? "-dark" : "";
      await page.screenshot({ path: join(options.out, `${name}-${width}x${height}${dark}-${lang}.png`) });
    }
  }
  await context.close();
}

// Runs in the page: what scrolls sideways, and what a finger can't hit.
function flaws() {
  const found = [];
  if (document.documentElement.scrollWidth > window.innerWidth) found.push("scrolls sideways");
  for (const element of document.querySelectorAll("button, select, input, a[href]:not(p a, li a)")) {
    const { width, height } = (element.closest("label") ?? element).getBoundingClientRect();
    const reach = element.matches("label > input") ? element.getBoundingClientRect().height : height;
    const hidden =
      width <= 1 || element.closest("[aria-hidden=true], [tabindex='-1']") || element.matches('a[href^="#"]');
    if (!hidden && (width < 47.5 || Math.max(height, reach) < 47.5)) {
      found.push(
        `small target ${Math.round(width)}x${Math.round(height)}: ${element.outerHTML.slice(0, 90)}`,
      );
    }
  }
  return found;
}
