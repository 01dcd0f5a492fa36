import { expect, type Language, type Screens, test } from "./parts/gallery";

// ui/circle/columns.ts has the table; here it is what must be seen of it.
const people = [1, 2, 7, 12, 16] as const;
type People = (typeof people)[number];

interface Size {
  width: number;
  height: number;
  /** Of the text, in percent. */
  text: number;
  /** How many columns the seats stand in; undefined where they are a ring that is swiped. */
  columns?: Readonly<Record<People, number>>;
}

const wide = { 1: 1, 2: 2, 7: 4, 12: 4, 16: 6 };
const medium = { 1: 1, 2: 1, 7: 3, 12: 4, 16: 4 };
const sizes: readonly Size[] = [
  { width: 360, height: 640, text: 100 },
  { width: 768, height: 1024, text: 100, columns: medium },
  { width: 1440, height: 900, text: 100, columns: wide },
  { width: 640, height: 360, text: 100, columns: medium }, // a window of 1280 × 720 at 200 %
  { width: 1440, height: 900, text: 200 },
];
const languages: readonly Language[] = ["en", "es"];

for (const { width, height, text, columns } of sizes) {
  test(`1 to 16 people at ${width}×${height}, text at ${text} %: nothing cut, covered, too small or off the page`, async ({
    screens,
  }) => {
    test.slow();
    await screens.page.setViewportSize({ width, height });
    await screens.sizeText(text);
    const found: string[] = [];
    for (const language of languages) {
      for (const n of people) {
        await screens.show(`circle-of-${n}`, language);
        found.push(...(await screens.flaws()).map((flaw) => `${n} people, ${language}: ${flaw}`));
        const seats = await places(screens);
        expect(seats.map(({ seat }) => seat)).toEqual([...seats.keys()].map((i) => i + 1));
        if (columns) expect(columnsOf(seats), `${n} people`).toBe(columns[n]);
        else if (width < 600 && n > 2) expect(columnsOf(seats), `${n} people`).toBe(n);
      }
    }
    await screens.sizeText(100);
    expect(found).toEqual([]);
  });
}

test("what is cut, covered, too small or off the page would be found", async ({ screens }) => {
  await screens.page.setViewportSize({ width: 1440, height: 900 });
  await screens.show("door", "en");
  expect(await screens.flaws()).toEqual([]);
  for (const [planted, found] of [
    ["<p style='width:300vw'>wide</p>", "too wide"],
    ["<p style='width:3rem;overflow:hidden;white-space:nowrap'>a name that is cut</p>", "cut by"],
    ["<p style='width:2rem'>Donaudampfschiffahrt</p>", "cut by"],
    ["<p style='height:1rem;overflow:hidden'>two<br>lines</p>", "cut by"],
    [
      "<button style='min-width:4rem;min-height:4rem'>one</button><button style='margin-left:-3rem;min-width:4rem;min-height:4rem'>other</button>",
      "lies on <button>",
    ],
    [
      "<p>covered</p><button style='display:block;margin-top:-3rem;min-width:9rem;min-height:4rem'>over</button>",
      "lies on the text",
    ],
    ["<button style='width:40px;height:40px'>x</button>", "40 × 40 px"],
  ] as const) {
    await screens.page.evaluate((html) => {
      const place = document.createElement("div");
      place.id = "planted";
      place.innerHTML = html;
      document.querySelector("main")?.append(place);
    }, planted);
    expect((await screens.flaws()).join("\n"), planted).toContain(found);
    await screens.page.evaluate(() => document.getElementById("planted")?.remove());
  }
});

interface Place {
  seat: number;
  left: number;
  top: number;
}

/** Where the seats of the circle are, in the order in which they are read. */
function places({ page }: Screens): Promise<Place[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll("main section li [data-seat]")].map((tile) => {
      const { left, top } = tile.getBoundingClientRect();
      return { seat: Number(tile.getAttribute("data-seat")), left, top };
    }),
  );
}

/** In how many columns they stand, row by row and from the start; else 0. */
function columnsOf(seats: readonly Place[]): number {
  const columns = new Set(seats.map(({ left }) => Math.round(left))).size;
  const inOrder = seats.every((one, i) => {
    const before = seats[i - 1];
    return (
      !before || one.top > before.top + 1 || (Math.abs(one.top - before.top) <= 1 && one.left > before.left)
    );
  });
  return inOrder ? columns : 0;
}
