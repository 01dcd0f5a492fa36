import { join } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, test } from "./parts/test";
import type { Visitor } from "./parts/visitor";

const folder = join(__dirname, "../../test-results/screens");

type Size = readonly [width: number, height: number];
const phone: Size = [360, 640];
const desk: Size = [1440, 900];
// Spanish is longer than English, and is tightest on a phone.
const looks = [
  { language: "en", sizes: [phone, [768, 1024], desk] },
  { language: "es", sizes: [phone] },
] as const;

const bots = ["Walter", "Sam", "Noor", "Tom", "Mei", "Joy", "Ravi"];

for (const { language, sizes } of looks) {
  test(`every screen of a session can be read by everybody (${language})`, async ({ server, visitor }) => {
    test.slow();
    const options = { language, reducedMotion: "reduce" } as const;
    const [dana, ana] = [await visitor(options), await visitor(options)];
    const look = (who: Visitor, screen: string, at: readonly Size[] = sizes) =>
      lookAt(who, `${language}/${screen}`, at);

    await test.step("the door, the device check and the waiting room", async () => {
      await ana.page.goto(server.link("Ana"));
      await ana.title("door.title");
      await look(ana, "door");
      await ana.press("door.open");
      await expect(ana.page.getByText(ana.say("device.microphone.heard"))).toBeVisible();
      await expect(ana.page.getByText(ana.say("device.camera.ready"))).toBeVisible();
      await look(ana, "join");
      await ana.press("join.toLobby");
      await ana.title("lobby.title");
      await look(ana, "lobby");
    });

    await test.step("the room before the session, and the panel", async () => {
      await dana.come(server.link("Dana"));
      await dana.title("room.title");
      await look(dana, "room-not-started");
      await dana.press("now.startOpen");
      await server.bots(bots);
      await expect(
        dana.part("waiting.title").getByText(dana.say("waiting.count", { count: "8" })),
      ).toBeVisible();
      await look(dana, "panel-waiting", [desk]);
      await dana.press("waiting.letAllIn");
      await ana.title("room.title");
    });

    await test.step("the circle", async () => {
      await ana.press("bar.raiseHand");
      await expect.poll(async () => (await dana.tiles()).filter((tile) => tile.colour).length).toBe(8);
      await expect(dana.now()).toContainText(/Ana/);
      await look(dana, "room");
      await expect.poll(async () => (await ana.tiles()).filter((tile) => tile.colour).length).toBe(8);
      await look(ana, "circle");
      await resize(dana.page, phone);
      await dana.page.getByRole("button", { name: new RegExp(`^${dana.say("panel.button")}`) }).click();
      await look(dana, "panel-sheet", [phone]);
    });

    await test.step("questions and menus", async () => {
      await ana.press("bar.more");
      await expect(ana.page.getByRole("menu")).toBeVisible();
      await look(ana, "more", [sizes[0]]);
      await ana.page.keyboard.press("Escape");
      await ana.leave();
      await expect(ana.page.getByRole("dialog", { name: ana.say("leave.title") })).toBeVisible();
      await look(ana, "leave");
      await ana.press("leave.stay");
      await dana.tile("Ana").getByRole("button").click();
      await expect(dana.page.getByRole("menu")).toBeVisible();
      await look(dana, "deeds", [desk]);
      await dana.page.getByRole("menuitem", { name: dana.say("deed.endToday") }).click();
      await expect(dana.page.getByRole("dialog")).toBeVisible();
      await look(dana, "end-today");
      await dana.page.keyboard.press("Escape");
    });

    await test.step("what staff did, as the one concerned sees it", async () => {
      await dana.deed("deed.mute", "Ana");
      await expect(ana.now()).toContainText(ana.say("now.mutedBy", { name: "Dana" }));
      await look(ana, "muted");
      await dana.deed("deed.invite", "Ana");
      await expect(ana.button("now.unmute")).toBeVisible();
      await look(ana, "invited");
      await dana.deed("deed.hold", "Ana");
      await dana.reason("hold.title", "reason.asked", "hold.yes", "Ana");
      await ana.title("lobby.heldTitle");
      await look(ana, "held");
      await dana.page.getByRole("button", { name: `${dana.say("waiting.letIn")} Ana Ramirez` }).click();
      await ana.title("room.title");
    });

    await test.step("the ends of a visit", async () => {
      await dana.deed("deed.endToday", "Ana");
      await dana.reason("endToday.title", "reason.wellbeing", "endToday.yes", "Ana");
      await ana.title("over.today.title");
      await look(ana, "over-today");
      await ana.open(server.link("Ana"));
      await ana.title("refused.title");
      await look(ana, "refused");
      await dana.page
        .getByRole("complementary")
        .getByRole("button", { name: dana.say("endSession.yes") })
        .click();
      const dialog = dana.page.getByRole("dialog", { name: dana.say("endSession.title") });
      await look(dana, "end-session");
      await dialog.getByRole("button", { name: dana.say("endSession.yes") }).click();
      await dana.title("over.session.title");
      await look(dana, "over-session");
    });
  });
}

/** Draws a screen at each size: nothing in the way of anybody, no sideways scrolling, and a picture to look at. */
async function lookAt({ page }: Visitor, screen: string, sizes: readonly Size[]): Promise<void> {
  for (const [width, height] of sizes) {
    const name = `${screen}-${width}x${height}`;
    await resize(page, [width, height]);
    await page.evaluate(() => document.fonts.ready);
    const { violations } = await new AxeBuilder({ page }).analyze();
    const found = violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map((n) => n.target.join(" ")).join(", ")}`,
    );
    expect.soft(found, `axe, ${name}`).toEqual([]);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    expect.soft(wide, `scrolls sideways, ${name}`).toBeLessThanOrEqual(width);
    await page.screenshot({ path: join(folder, `${name}.png`), animations: "disabled" });
  }
  await resize(page, desk); // where everything is within reach
}

function resize(page: Page, [width, height]: Size): Promise<void> {
  return page.setViewportSize({ width, height });
}
