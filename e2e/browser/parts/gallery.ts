import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";
import { test as base, expect, type Page } from "@playwright/test";
import type axe from "axe-core";
import type { Gallery } from "../../../web/src/ui/gallery/gallery";

declare global {
  interface Window {
    axe: typeof axe;
  }
}

export type Language = "en" | "es";
export type Scheme = "light" | "dark";

const web = join(__dirname, "../../../web");
const built = join(__dirname, "../../../test-results/gallery");

// Chromium answers for this name itself; nothing listens there, because every request is answered from the build.
const origin = "http://gallery.localhost";

const kinds: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".woff2": "font/woff2",
};

/** Every screen of the page with invented people and no server, in one tab for all of them. */
export class Screens {
  private constructor(
    readonly page: Page,
    readonly scenes: readonly string[],
    readonly opened: Gallery["opened"],
    /** What the page has complained of. */
    readonly faults: readonly string[],
  ) {}

  /** Opens the gallery, with invented people in the pictures or, which is much quicker, nothing. */
  static async open(page: Page, people: "none" | "drawn" = "none"): Promise<Screens> {
    const faults: string[] = [];
    page.on("pageerror", (error) => faults.push(`error: ${error.message}`));
    page.on("console", (message) => {
      if (message.type() === "error") faults.push(`console: ${message.text()}`);
    });
    await page.route(`${origin}/**`, async (route) => {
      const file = join(built, new URL(route.request().url()).pathname);
      const contentType = kinds[extname(file)];
      await (contentType ? route.fulfill({ path: file, contentType }) : route.abort());
    });
    // Once for all screens: @axe-core/playwright brings it along anew for each look.
    await page.addInitScript({ path: join(web, "node_modules/axe-core/axe.min.js") });
    await page.goto(`${origin}/gallery.html?pictures=${people}`);
    await page.emulateMedia({ reducedMotion: "reduce" });
    const { scenes, opened } = await page.evaluate(() => ({
      ...window.gallery,
      show: 0,
      flaws: 0,
      rendered: 0,
    }));
    return new Screens(page, scenes, opened, faults);
  }

  /** Resolves when every picture that should be there is. */
  async pictured(): Promise<void> {
    await this.page.waitForFunction(() =>
      [...document.querySelectorAll("video")].every((video) => video.videoWidth > 0),
    );
  }

  /** The names of all screens: the scenes, and what opens on a press. */
  get names(): string[] {
    return [...this.scenes, ...Object.keys(this.opened)];
  }

  /** Draws a screen, or throws if it doesn't open. Returns false for one that isn't to be opened at this size. */
  async show(name: string, language: Language): Promise<boolean> {
    const { scene, panel, wide, presses } = this.opened[name] ?? { scene: name, presses: [] };
    await this.page.evaluate(([scene, language]) => window.gallery.show(scene, language), [
      scene,
      language,
    ] as const);
    await this.settle();
    const sheet = panel === true && (await this.press("text=/^Panel$/", 2_000));
    for (const press of presses) {
      if (await this.press(press, wide || panel ? 2_000 : 30_000)) continue;
      if (wide || panel) return sheet; // a sheet may close again while the one before it still goes
      throw new Error(`${name}: there is no ${press}`);
    }
    return sheet || presses.length > 0 || panel !== true;
  }

  /** Presses the first of these that can be pressed; parts that are loaded on demand may take a while, in milliseconds. */
  private async press(these: string, patience: number): Promise<boolean> {
    const button = this.page
      .locator(these)
      .and(this.page.locator(":not([inert] *)"))
      .locator("visible=true")
      .first();
    await button.waitFor({ timeout: patience }).catch(() => undefined);
    if ((await button.count()) === 0) return false;
    await button.click();
    await this.settle();
    return true;
  }

  /** Sets how large text is, in percent, as a reader does in the browser's settings. */
  async sizeText(percent: number): Promise<void> {
    await this.page.evaluate((percent) => {
      document.documentElement.style.fontSize = `${percent}%`;
    }, percent);
  }

  /** What axe finds in what is drawn now, by all of its rules or only these: the rule, and where. */
  violations(only: readonly string[] = []): Promise<string[]> {
    return this.page.evaluate(async (only) => {
      const rules = only.length > 0 ? { runOnly: [...only] } : {};
      const { violations } = await window.axe.run(document, { ...rules, resultTypes: ["violations"] });
      return violations
        .map(({ id, nodes }) => `${id} ${nodes.map((node) => node.target.join(" ")).join(", ")}`)
        .sort();
    }, only);
  }

  /** What is wrong with the layout of what is drawn now. */
  flaws(): Promise<string[]> {
    return this.page.evaluate(() => window.gallery.flaws());
  }

  /** The components that are drawn now. */
  rendered(): Promise<string[]> {
    return this.page.evaluate(() => window.gallery.rendered());
  }

  /** Two frames: what follows from the last change has been drawn. */
  private async settle(): Promise<void> {
    await this.page.evaluate(async () => {
      await document.fonts.ready;
      for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
    });
  }
}

/** Where a component is written that opens, covers the page or is the page. */
export function screenComponents(): string[] {
  const folder = join(web, "src/ui");
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return files
    .filter((file) => file.endsWith(".tsx") && !file.includes(".test.") && !file.startsWith("gallery"))
    .flatMap((file) => [
      ...readFileSync(join(folder, file), "utf8").matchAll(/^export function ([A-Z]\w*)/gm),
    ])
    .map(([, name = ""]) => name)
    .filter((name) => /(Screen|Dialog|Sheet|Menu|Panel|Toast|Popover)$/.test(name));
}

export const test = base.extend<object, { screens: Screens }>({
  screens: [
    async ({ browser }, use) => {
      const vite = join(web, "node_modules/.bin/vite");
      execFileSync(
        vite,
        ["build", "--config", "gallery.config.ts", "--outDir", built, "--logLevel", "error"],
        {
          cwd: web,
          stdio: "inherit",
        },
      );
      if (!existsSync(join(built, "gallery.html"))) throw new Error("the gallery has not been built");
      const context = await browser.newContext();
      await use(await Screens.open(await context.newPage()));
      await context.close();
    },
    { scope: "worker" },
  ],
});

export { expect };
