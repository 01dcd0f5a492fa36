import type { Page } from "@playwright/test";
import { expect, test } from "./parts/test";
import type { Visitor } from "./parts/visitor";

const hour = 3_600_000;

test("an exercise together: in step whatever a clock says, and it goes on without a network", async ({
  server,
  visitor,
}) => {
  const [dana, sam, mei] = [await visitor(), await visitor(), await visitor()];
  await setClock(sam.page, 3 * hour);
  await setClock(mei.page, -5 * hour);
  await dana.lead(server.link("Dana"));
  await sam.come(server.link("Sam"));
  await mei.come(server.link("Mei"));
  await dana.press("waiting.letAllIn");
  for (const client of [sam, mei]) await client.title("room.title");

  await test.step("both see the same step, and then the same next one", async () => {
    await dana.press("grounding");
    await dana.page.getByRole("menuitem", { name: dana.say("grounding.breath") }).click();
    for (const client of [sam, mei]) await client.title("grounding.breath");
    const first = await stepOf(sam);
    await expect.poll(() => stepOf(mei)).toBe(first);
    await expect.poll(() => stepOf(sam)).not.toBe(first);
    const next = await stepOf(sam);
    await expect.poll(() => stepOf(mei)).toBe(next);
  });

  await test.step("the network is gone: the steps go on, and lead back to the circle", async () => {
    await sam.unplug(true);
    // Not only told to be: nothing can be fetched.
    expect(await sam.page.evaluate(() => fetch("/").then(String, () => "nothing"))).toBe("nothing");
    const last = await stepOf(sam);
    await expect.poll(() => stepOf(sam)).not.toBe(last);
    await expect.poll(() => stepOf(sam)).toBe(last);
    await sam.press("grounding.skip");
    await sam.title("room.title");
  });

  await test.step("one's own exercise can be begun without it, too", async () => {
    await sam.unplug(false);
    await sam.press("bar.moment");
    await sam.title("bar.moment");
    await sam.unplug(true);
    await sam.press("grounding.feet");
    const first = await stepOf(sam);
    await sam.page.getByRole("button", { name: /^Next: / }).click();
    expect(await stepOf(sam)).not.toBe(first);
    await sam.unplug(false);
  });
});

/** Sets the page's clock wrong by so many milliseconds. */
async function setClock(page: Page, by: number): Promise<void> {
  await page.addInitScript((by) => {
    const right = Date;
    class Wrong extends right {
      constructor(...at: unknown[]) {
        super(...((at.length > 0 ? at : [right.now() + by]) as [number]));
      }
      static override now = () => right.now() + by;
    }
    window.Date = Wrong as DateConstructor;
  }, by);
}

const stepOf = async ({ page }: Visitor): Promise<string | null> =>
  page.getByRole("main").getByRole("heading", { level: 2 }).textContent();
