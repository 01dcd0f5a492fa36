import type { Sighting } from "./parts/colours";
import { FirefoxVisitor } from "./parts/firefox";
import type { Onlooker } from "./parts/onlooker";
import { colours, rgbOf } from "./parts/palette";
import type { Server } from "./parts/server";
import { test as base, expect } from "./parts/test";
import type { Visitor } from "./parts/visitor";

const test = base.extend<{ kofi: FirefoxVisitor }>({
  // biome-ignore lint/correctness/noEmptyPattern: that is how Playwright reads what a fixture needs
  kofi: async ({}, use) => {
    const kofi = await FirefoxVisitor.start();
    await use(kofi);
    await kofi.close();
  },
});

/** People whose picture has one colour all over, which comes in three sizes. */
const staying = ["Walter", "Sam"];
/** They come and go, one after the other, and so take over each other's lines. */
const passing = ["Ana", "Tom", "Mei", "Joy"];
const numbers = new Map([...staying, ...passing, "Luis"].map((name, i) => [name, i + 1] as const));
const numberOf = (name: string) => numbers.get(name) ?? 0;

/** How large pictures are shown, in CSS pixels, and how many pixels the picture then has; off screen it has none. */
const large = { width: 960, up: 0, height: 720 };
const medium = { width: 480, up: 0, height: 360 };
const small = { width: 160, up: 0, height: 180 };
const away = { width: 480, up: 5000, height: 0 };
/** Up and down by one and by two sizes, off screen and back to each. */
const places = [small, medium, large, away, large, small, large, medium, away, small, away, medium];
type Place = (typeof places)[number];

test("a picture that changes its size never shows anybody else's, and never freezes", async ({
  server,
  visitor,
  kofi,
}) => {
  test.slow();
  const dana = await visitor();
  let leave: () => Promise<unknown> = async () => {};
  let here = "";
  const come = async (name: string) => {
    leave = await server.bots([name], numberOf(name), 3);
    await admit(dana, name);
    here = name;
  };
  await test.step("people come in", async () => {
    await dana.lead(server.link("Dana"));
    await server.bots(staying, 1, 3);
    await kofi.come(server.link("Kofi"));
    await expect(dana.part("waiting.title").getByText("3 waiting")).toBeVisible();
    await dana.press("waiting.letAllIn");
    await expect.poll(() => kofi.heading()).toBe("Group room");
    const people = Object.fromEntries([...numbers].map(([name, n]) => [name, rgbOf(n)]));
    for (const onlooker of [dana, kofi]) await onlooker.watchColours({ people, palette: colours });
    await come("Ana");
  });

  let switches = 0;
  const lines = new Set<string | undefined>();
  for (const [i, name] of passing.entries()) {
    await test.step(`while ${name} is here`, async () => {
      for (let round = 0; round < 3; round++) switches += await move(dana, [...staying, name], 3 * i + round);
      await move(kofi, [name], i + 2);
      lines.add(await dana.pictureLine(name));
      const next = passing[i + 1];
      if (!next) return;
      await leave();
      await come(next);
    });
  }
  expect(switches).toBeGreaterThanOrEqual(30);
  expect(lines.size).toBe(1); // one line has shown them all
  for (const onlooker of [dana, kofi]) {
    const seen = await onlooker.sightings();
    expect([...staying, ...passing].filter((name) => !seen[name]?.right)).toEqual([]);
    expect(Object.values(seen).flatMap(({ wrong }) => wrong)).toEqual([]);
    expect(await onlooker.negotiations()).toBe(1);
  }
  expect(everyHeight(await dana.sightings())).toEqual([180, 360, 720]);

  await test.step("somebody in a colour that is not theirs would be seen", async () => {
    await leave();
    await disguise(server, dana, "Luis", numberOf(here));
    for (const onlooker of [dana, kofi])
      await expect.poll(async () => (await onlooker.sightings()).Luis?.wrong.length ?? 0).toBeGreaterThan(0);
  });
  expect(await kofi.allFaults()).toEqual([]);
});

/** Shows these people in other sizes, all at once, and says how many that were. */
async function move(onlooker: Onlooker, names: readonly string[], round: number): Promise<number> {
  await Promise.all(
    names.map((name, i) => {
      const place = places[(round + 5 * i) % places.length];
      if (!place) throw new Error("there is no such place");
      return show(onlooker, name, place);
    }),
  );
  return names.length;
}

/** Shows somebody so large, and waits until their picture has that size and goes on, or none of it comes. */
async function show(onlooker: Onlooker, name: string, { width, up, height }: Place): Promise<void> {
  await onlooker.placePicture(name, width, up);
  const intervals = [100];
  if (height === 0) {
    let before = -1;
    const grown = async () => {
      const { picturePackets } = await onlooker.received(name);
      const more = picturePackets - before;
      before = picturePackets;
      return more;
    };
    await expect.poll(grown, { intervals: [500] }).toBe(0);
    return;
  }
  await expect.poll(async () => (await onlooker.received(name)).height, { intervals }).toBe(height);
  const { frames } = await onlooker.received(name);
  const more = async () => (await onlooker.received(name)).frames - frames;
  await expect.poll(more, { intervals }).toBeGreaterThanOrEqual(5);
}

async function admit(staff: Visitor, name: string): Promise<void> {
  await staff.page.getByRole("button", { name: new RegExp(`^Let in ${name} `) }).click();
  await expect.poll(async () => (await staff.received(name)).frames).toBeGreaterThan(0);
}

/** Somebody comes in with the picture of another person. */
async function disguise(server: Server, staff: Visitor, name: string, number: number): Promise<void> {
  await server.bots([name], number, 3);
  await admit(staff, name);
}

function everyHeight(seen: Record<string, Sighting>): number[] {
  const all = Object.values(seen).flatMap(({ heights }) => heights);
  return [...new Set(all)].sort((a, b) => a - b);
}
