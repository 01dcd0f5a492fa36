import { FirefoxVisitor } from "./parts/firefox";
import type { Onlooker } from "./parts/onlooker";
import { test as base, expect } from "./parts/test";

const test = base.extend<{ kofi: FirefoxVisitor }>({
  // biome-ignore lint/correctness/noEmptyPattern: that is how Playwright reads what a fixture needs
  kofi: async ({}, use) => {
    const kofi = await FirefoxVisitor.start();
    await use(kofi);
    await kofi.close();
  },
});

test("a tile made small gets a smaller picture, a large one a larger one, and one off screen none", async ({
  server,
  visitor,
  kofi,
}) => {
  test.slow();
  const dana = await visitor();
  await dana.lead(server.link("Dana"));
  await kofi.come(server.link("Kofi"));
  await dana.page.getByRole("button", { name: "Let in Kofi Asante" }).click();
  await expect.poll(() => kofi.heading()).toBe("Group room");

  const pairs: [string, Onlooker, string][] = [
    ["Chromium watches Firefox", dana, "Kofi"],
    ["Firefox watches Chromium", kofi, "Dana"],
  ];
  for (const [what, onlooker, name] of pairs) {
    await test.step(what, async () => {
      const height = async () => (await onlooker.received(name)).height;
      await onlooker.placePicture(name, 800);
      await expect.poll(height).toBeGreaterThanOrEqual(360);
      const large = await height();

      await onlooker.placePicture(name, 160);
      await expect.poll(height).toBe(large / 2);
      await goesOn(onlooker, name);

      await onlooker.placePicture(name, 160, 5000);
      await stops(onlooker, name);

      await onlooker.placePicture(name, 800);
      await expect.poll(height).toBe(large);
      await goesOn(onlooker, name);
      expect(await onlooker.negotiations()).toBe(1);
    });
  }
  expect(await kofi.allFaults()).toEqual([]);
});

/** Somebody's pictures are decoded. */
async function goesOn(onlooker: Onlooker, name: string): Promise<void> {
  const { frames } = await onlooker.received(name);
  await expect.poll(async () => (await onlooker.received(name)).frames).toBeGreaterThan(frames + 5);
}

/** Not one packet of somebody's pictures comes in a second. */
async function stops(onlooker: Onlooker, name: string): Promise<void> {
  let before = 0;
  const grown = async () => {
    const { picturePackets } = await onlooker.received(name);
    const more = picturePackets - before;
    before = picturePackets;
    return more;
  };
  await expect.poll(grown, { intervals: [1000] }).toBe(0);
}
