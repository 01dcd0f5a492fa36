import { FirefoxVisitor } from "./parts/firefox";
import { colourName, rgbOf } from "./parts/palette";
import { test as base, expect } from "./parts/test";
import type { Visitor } from "./parts/visitor";
import config from "./playwright.config";

const test = base.extend<{ kofi: FirefoxVisitor }>({
  // biome-ignore lint/correctness/noEmptyPattern: that is how Playwright reads what a fixture needs
  kofi: async ({}, use) => {
    const kofi = await FirefoxVisitor.start();
    await use(kofi);
    await kofi.close();
  },
});

/** The title of the tab that is shared, by which Chromium chooses it in the place of its user. */
const deckTitle = "A deck to share";

// With a fake answer to what may be used Chromium would share a made-up picture; the permissions are granted anyway.
const { args = [], ...launch } = config.use?.launchOptions ?? {};
test.use({
  launchOptions: {
    ...launch,
    args: [
      ...args.filter((flag) => flag !== "--use-fake-ui-for-media-stream"),
      `--auto-select-tab-capture-source-by-title=${deckTitle}`,
    ],
  },
});

/** The colour of the shared tab: no bot in this room has it. */
const brown = 12;

test("Firefox and a bot receive the tab that staff share, with its sound, until it ends", async ({
  server,
  visitor,
  kofi,
}) => {
  test.slow();
  const dana = await visitor();
  await dana.lead(server.link("Dana"));
  const endEarly = await server.bots(["Walter"], 1);
  const endLate = await server.bots(["Sam"], 2);
  await kofi.come(server.link("Kofi"));
  await expect(dana.part("waiting.title").getByText("3 waiting")).toBeVisible();
  await dana.press("waiting.letAllIn");
  await expect.poll(() => kofi.heading()).toBe("Group room");
  const share = dana.page.getByRole("switch", { name: dana.say("bar.share") });

  await test.step("only staff have the button", async () => {
    await expect(share).not.toBeChecked();
    const switches = await kofi.switches();
    expect(switches).toContain(dana.say("bar.microphone"));
    expect(switches).not.toContain(dana.say("bar.share"));
  });

  await test.step("somebody who leaves before the share has received none of it", async () => {
    await expect.poll(async () => (await dana.received("Walter")).frames).toBeGreaterThan(0);
    const received = await endEarly();
    expect(received.pictures).toBeGreaterThan(0);
    expect(received.screen + received.screenSound).toBe(0);
  });

  const deck = await openDeck(dana);
  await test.step("Firefox shows what is shared, and hears it", async () => {
    await share.click();
    await expect(share).toBeChecked();
    await expect
      .poll(async () => (await kofi.screen()).caption)
      .toBe(dana.say("screen.shared", { name: "Dana" }));
    const seen = async () => colourName((await kofi.screen()).picture?.colour ?? null);
    await expect.poll(seen).toBe(colourName(rgbOf(brown)));
    const { picture, frames } = await kofi.screen();
    expect((picture?.width ?? 0) / (picture?.height ?? 1)).toBeCloseTo(deck.width / deck.height, 1);
    await expect.poll(async () => (await kofi.screen()).frames).toBeGreaterThan(frames + 10);
    await expect.poll(async () => (await kofi.screen()).energy).toBeGreaterThan(0);
    expect(await kofi.negotiations()).toBe(1);
  });

  await test.step("nothing of it is drawn any more once the server has said that it has ended", async () => {
    await kofi.watchScreen();
    await expect.poll(async () => (await kofi.drawings()).some((d) => d.shared && d.showing)).toBe(true);
    await share.click();
    await expect(share).not.toBeChecked();
    await expect.poll(async () => (await kofi.drawings()).some((d) => !d.shared)).toBe(true);
    expect((await kofi.drawings()).filter((d) => !d.shared && d.showing)).toEqual([]);
    expect((await kofi.screen()).caption).toBe("");
  });

  await test.step("the bot that stayed has received picture and sound", async () => {
    const received = await endLate();
    expect(received.screen).toBeGreaterThan(0);
    expect(received.screenSound).toBeGreaterThan(0);
  });
  expect(await kofi.allFaults()).toEqual([]);
});

/** Another tab of the same browser, which Chromium has been told to share: in one colour, with something that moves and sounds. */
async function openDeck(person: Visitor): Promise<{ width: number; height: number }> {
  const deck = await person.page.context().newPage();
  await deck.evaluate((title) => {
    document.title = title;
  }, deckTitle);
  await deck.evaluate((rgb) => {
    document.body.style.background = `rgb(${rgb.join()})`;
    const dot = document.body.appendChild(document.createElement("div"));
    dot.style.cssText = "inline-size: 20px; block-size: 20px; background: white";
    let step = 0;
    setInterval(() => {
      step = (step + 5) % 200;
      dot.style.translate = `${step}px`;
    }, 50);
    document.body.addEventListener("click", () => {
      const sound = new AudioContext();
      const tone = sound.createOscillator();
      tone.connect(sound.destination);
      tone.start();
    });
  }, rgbOf(brown));
  await deck.mouse.click(200, 200); // browsers play nothing before
  await person.page.bringToFront();
  return deck.viewportSize() ?? { width: 1, height: 1 };
}
