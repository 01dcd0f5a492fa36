import { type BrowserContextOptions, test as base, expect } from "@playwright/test";
import { Server } from "./server";
import { Visitor } from "./visitor";

interface Fixtures {
  /** What the server is started with besides: `test.use({ flags: [...] })`. */
  flags: string[];
  /** A server of this test's own. */
  server: Server;
  /** Somebody new with Chromium. At the end of the test nothing may have gone wrong in any of their pages. */
  visitor: (options?: BrowserContextOptions & { language?: "en" | "es" }) => Promise<Visitor>;
}

export const test = base.extend<Fixtures>({
  flags: [[], { option: true }],
  server: async ({ flags }, use) => {
    const server = await Server.start(...flags);
    await use(server);
    await server.stop();
  },
  visitor: async ({ browser, server }, use) => {
    const visitors: Visitor[] = [];
    await use(async ({ language = "en", ...options } = {}) => {
      const context = await browser.newContext({ locale: language === "en" ? "en-US" : "es-US", ...options });
      const visitor = await Visitor.with(await context.newPage(), server, language);
      visitors.push(visitor);
      return visitor;
    });
    for (const visitor of visitors) expect(await visitor.allFaults()).toEqual([]);
    for (const visitor of visitors) await visitor.page.context().close();
  },
});

export { expect };
