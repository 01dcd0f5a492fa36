import { FirefoxVisitor } from "./parts/firefox";
import type { Onlooker } from "./parts/onlooker";
import { colourName, colourOf } from "./parts/palette";
import { test as base, expect } from "./parts/test";

const test = base.extend<{ kofi: FirefoxVisitor }>({
  // biome-ignore lint/correctness/noEmptyPattern: that is how Playwright reads what a fixture needs
  kofi: async ({}, use) => {
    const kofi = await FirefoxVisitor.start();
    await use(kofi);
    await kofi.close();
  },
});

/** Whom the bots are; not in the order of the seats, so that no colour is right by accident. */
const staying = ["Walter", "Sam", "Noor", "Ana", "Tom", "Mei", "Joy", "Ravi", "Priya"];
const leaver = "Luis";
const newcomer = "Grace";
const colours = new Map([...staying, leaver, newcomer].map((name, i) => [name, colourOf(i + 1)] as const));

test("ten bots, Chromium and Firefox: everybody is on their own tile and heard, and people come and go", async ({
  server,
  visitor,
  kofi,
}) => {
  test.slow();
  const dana = await visitor();
  const onlookers: Onlooker[] = [dana, kofi];
  let leave: () => Promise<unknown> = async () => {};

  await test.step("twelve people come in", async () => {
    await dana.lead(server.link("Dana"));
    await server.bots(staying);
    leave = await server.bots([leaver], staying.length + 1);
    await kofi.come(server.link("Kofi"));
    await expect(dana.part("waiting.title").getByText("11 waiting")).toBeVisible();
    await expect(
      dana.part("waiting.title").getByRole("button", { name: "Let in Kofi Asante" }),
    ).toBeVisible();
    await dana.press("waiting.letAllIn");
    await expect.poll(() => kofi.heading()).toBe("Group room");
  });

  await test.step("every tile shows the person whose name it bears", async () => {
    for (const onlooker of onlookers) await expectColours(onlooker, [...staying, leaver]);
  });

  await test.step("both browsers see each other", async () => {
    await expect.poll(async () => (await pictured(dana)).get("Kofi") !== "nothing").toBe(true);
    await expect.poll(async () => (await pictured(kofi)).get("Dana") !== "nothing").toBe(true);
  });

  await test.step("pictures go on and everybody's sound is decoded", async () => {
    for (const onlooker of onlookers) {
      for (const name of [...staying, leaver]) {
        const { frames } = await onlooker.received(name);
        await expect.poll(async () => (await onlooker.received(name)).frames).toBeGreaterThan(frames);
        await expect.poll(async () => (await onlooker.received(name)).energy).toBeGreaterThan(0);
      }
    }
  });

  await test.step("whoever leaves is gone at once, with the picture", async () => {
    for (const onlooker of onlookers) {
      await expectColours(onlooker, [leaver]); // a picture may have been gone for a moment, with its line
      await onlooker.watchLeaving(leaver);
    }
    await leave();
    for (const onlooker of onlookers) {
      await expect.poll(async () => (await pictured(onlooker)).has(leaver)).toBe(false);
      const seen = await onlooker.leaving();
      const [before, after] = [seen.filter((s) => s.named), seen.filter((s) => !s.named)];
      expect(before.some((s) => s.showing)).toBe(true);
      expect(after.length).toBeGreaterThan(0);
      expect(after.filter((s) => s.showing || s.inPage)).toEqual([]);
    }
  });

  await test.step("a newcomer appears without another offer", async () => {
    await server.bots([newcomer], staying.length + 2);
    await dana.page.getByRole("button", { name: "Let in Grace Lindqvist" }).click();
    for (const onlooker of onlookers) {
      await expectColours(onlooker, [...staying, newcomer]);
      await expect.poll(async () => (await onlooker.received(newcomer)).energy).toBeGreaterThan(0);
      expect(await onlooker.negotiations()).toBe(1);
    }
  });
  expect(await kofi.allFaults()).toEqual([]);
});

/** The colour on each tile, by the name on its sill. */
async function pictured(onlooker: Onlooker): Promise<Map<string, string>> {
  const tiles = await onlooker.tiles();
  return new Map(tiles.map(({ words, colour }) => [words.split(",")[0] ?? "", colourName(colour)]));
}

async function expectColours(onlooker: Onlooker, names: readonly string[]): Promise<void> {
  const shown = async () => {
    const all = await pictured(onlooker);
    return Object.fromEntries(names.map((name) => [name, all.get(name)]));
  };
  const right = Object.fromEntries(names.map((name) => [name, colours.get(name)]));
  await expect.poll(shown).toEqual(right);
}
