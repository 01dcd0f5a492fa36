import { chromium } from "@playwright/test";
import { FirefoxVisitor } from "./parts/firefox";
import { Network } from "./parts/network";
import type { Onlooker } from "./parts/onlooker";
import type { Path } from "./parts/probe";
import { Server } from "./parts/server";
import { test as base, expect } from "./parts/test";
import { Visitor } from "./parts/visitor";

interface Fixtures {
  /** Where the browsers are. */
  network: Network;
  /** A server that is found from there. */
  reached: Server;
  dana: Visitor;
  kofi: FirefoxVisitor;
}

const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: that is how Playwright reads what a fixture needs
  network: async ({}, use) => {
    const network = await Network.make();
    await use(network);
    await network.remove();
  },
  reached: async ({ network }, use) => {
    const server = await Server.startAt(network.host);
    await use(server);
    await server.stop();
  },
  dana: async ({ network, reached, launchOptions }, use) => {
    const { executablePath = "", args = [] } = launchOptions;
    const browser = await chromium.launch({
      ...launchOptions,
      executablePath: await network.wrap(executablePath),
      args: [...args, `--unsafely-treat-insecure-origin-as-secure=${reached.page}`],
    });
    const context = await browser.newContext({ permissions: ["microphone", "camera"], locale: "en-US" });
    await use(await Visitor.with(await context.newPage(), reached));
    await browser.close();
  },
  kofi: async ({ network }, use) => {
    const kofi = await FirefoxVisitor.start(network, network.host);
    await use(kofi);
    await kofi.close();
  },
});

test("a change of address: the same seat on the same connection, and sound is decoded again", async ({
  network,
  reached,
  dana,
  kofi,
}) => {
  test.slow();
  const onlookers: [string, Onlooker][] = [
    ["Chromium", dana],
    ["Firefox", kofi],
  ];

  await test.step("both browsers hear Ana, and each other", async () => {
    await dana.lead(reached.link("Dana"));
    await reached.bots(["Ana"]);
    await kofi.come(reached.link("Kofi"));
    await expect(dana.part("waiting.title").getByText("2 waiting")).toBeVisible();
    await dana.press("waiting.letAllIn");
    await expect.poll(() => kofi.heading()).toBe("Group room");
    await dana.page.getByRole("switch", { name: dana.say("bar.microphone") }).click();
    for (const [, onlooker] of onlookers) await hears(onlooker, "Ana");
    await hears(kofi, "Dana");
  });

  const changes: [string, (before: Standing[]) => Promise<void>][] = [
    [
      "only media fall silent, and find another path while the line stays as it is",
      async (before) => {
        for (const [i, [, onlooker]] of onlookers.entries()) {
          const was = before[i];
          if (!was) throw new Error("nobody was there");
          await network.muffle(was.path.port);
          await expect.poll(() => onlooker.offers()).toBeGreaterThan(was.offers);
          await network.speakAgain();
          expect((await onlooker.told()).map(([what]) => what)).not.toContain("line");
        }
      },
    ],
    ["the address goes and another one comes at once", () => network.move()],
    [
      "the line falls silent, and another address comes when the pages have noticed",
      async () => {
        await network.fallSilent();
        for (const [, onlooker] of onlookers) await expect.poll(() => onlooker.connected()).toBe(false);
        await network.move();
      },
    ],
  ];
  for (const [change, happen] of changes) {
    await test.step(change, async () => {
      const before = await Promise.all(onlookers.map(([, o]) => standing(o)));
      for (const [, onlooker] of onlookers) await onlooker.watchSound("Ana");
      await happen(before);
      for (const [i, [browser, onlooker]] of onlookers.entries()) {
        const was = before[i];
        if (!was) throw new Error("nobody was there");
        // An offer that goes out before the page knows that its line is gone is lost with it.
        await expect.poll(() => onlooker.offers()).toBeGreaterThan(was.offers);
        await expect.poll(async () => (await onlooker.path()).pair).not.toBe(was.path.pair);
        await hears(onlooker, "Ana");
        const now = await standing(onlooker);
        expect(now.path.ufrag).not.toBe(was.path.ufrag);
        expect(now).toMatchObject({
          seat: was.seat,
          path: { connections: 1, sameTransport: true, state: "connected" },
        });
        await test.step(`${browser}: ${await gap(onlooker)}`, async () => {});
      }
      await hears(kofi, "Dana");
      await network.speakAgain();
    });
  }
  // Firefox writes down which of its connections to the server were cut off or did not come about.
  const faults = (await kofi.allFaults()).filter((fault) => !/ ws:\/\/\S+\/ws/.test(fault));
  expect(faults).toEqual([]);
});

interface Standing {
  seat: number | undefined;
  offers: number;
  path: Path;
}

/** Where somebody sits and by what they are reached. */
async function standing(onlooker: Onlooker): Promise<Standing> {
  return { seat: await onlooker.seat(), offers: await onlooker.offers(), path: await onlooker.path() };
}

/** From now on sound of somebody is decoded. */
async function hears(onlooker: Onlooker, name: string): Promise<void> {
  const { energy } = await onlooker.received(name);
  await expect.poll(async () => (await onlooker.received(name)).energy).toBeGreaterThan(energy);
}

/** How long there was no sound, and what happened meanwhile: measured, not bounded. */
async function gap(onlooker: Onlooker): Promise<string> {
  return `${await onlooker.longestSilence()} ms; ${JSON.stringify(await onlooker.told())}`;
}
