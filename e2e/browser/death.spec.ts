import type { Locator } from "@playwright/test";
import { Redis } from "./parts/redis";
import { Server } from "./parts/server";
import { test as base, expect } from "./parts/test";
import type { Visitor } from "./parts/visitor";

const seated = ["Ana", "Sam", "Mei", "Ravi", "Grace", "Luis", "Noor"];
const late = ["Tom", "Priya", "Walter"];

const test = base.extend({
  // biome-ignore lint/correctness/noEmptyPattern: that is how Playwright reads what a fixture needs
  server: async ({}, use) => {
    const redis = await Redis.start();
    const server = await Server.onRedis(redis, [...seated, ...late]);
    await use(server);
    await server.stop();
    await redis.stop();
  },
});

test("a server is killed and started again: everybody is where they were, without a click", async ({
  server,
  visitor,
}) => {
  test.slow();
  const dana = await visitor();

  await test.step("seven bots sit with Dana, and three wait", async () => {
    await dana.lead(server.link("Dana"));
    await server.bots(seated);
    await expect(dana.part("waiting.title").getByText(`${seated.length} waiting`)).toBeVisible();
    await dana.press("waiting.letAllIn");
    for (const name of seated) await expect(dana.tile(name)).toHaveCount(1);
    await server.bots(late, seated.length + 1);
    await expect(dana.part("waiting.title").getByText(`${late.length} waiting`)).toBeVisible();
    await microphone(dana).click();
    await expect(microphone(dana)).toBeChecked();
    await dana.deed("deed.mute", "Sam");
    await expect(dana.tile("Sam")).toContainText("Sound off");
    for (const name of seated) await expect.poll(() => frames(dana, name)).toBeGreaterThan(0);
  });
  await expect.poll(async () => (await places(dana)).steady).toBe(true);
  const before = await places(dana);

  await test.step("the server is killed, and comes back", async () => {
    await server.kill();
    await server.again();
  });

  await test.step("Dana's page finds its place, and everybody theirs", async () => {
    await expect.poll(() => dana.offers()).toBe(2); // of the page's own accord
    await expect.poll(() => places(dana)).toEqual(before);
    await expect(dana.part("waiting.title").getByText(`${late.length} waiting`)).toBeVisible();
    await expect(microphone(dana)).toBeChecked();
    expect(await dana.openPeers()).toBe(1);
  });

  await test.step("pictures and sound of everybody are decoded again, but not of whom staff muted", async () => {
    for (const name of seated) await expect.poll(() => frames(dana, name)).toBeGreaterThan(0);
    for (const name of seated.filter((one) => one !== "Sam")) {
      await expect.poll(async () => (await dana.received(name)).packets).toBeGreaterThan(0);
    }
    const energies = async () =>
      await Promise.all(seated.map(async (name) => (await dana.received(name)).energy));
    await expect.poll(async () => Math.max(...(await energies()))).toBeGreaterThan(0); // they talk in turn
    expect((await dana.received("Sam")).packets).toBe(0);
  });

  await test.step("whoever waited is let in now, and Sam is heard when invited", async () => {
    await dana.page.getByRole("button", { name: "Let in Tom Example" }).click();
    await expect.poll(() => frames(dana, "Tom")).toBeGreaterThan(0);
    await dana.deed("deed.invite", "Sam"); // bots accept
    await expect.poll(async () => (await dana.received("Sam")).packets).toBeGreaterThan(0);
  });
});

function microphone(dana: Visitor): Locator {
  return dana.page.getByRole("switch", { name: "Microphone" });
}

async function frames(dana: Visitor, name: string): Promise<number> {
  return (await dana.received(name)).frames;
}

/** Who sits and who waits, with all that staff see of them, and whether all of them are connected and ready. */
async function places(dana: Visitor) {
  const view = await dana.page.evaluate(() => window.probe.view);
  const seats = view?.circle?.seats ?? [];
  const waiting = view?.staff?.waiting ?? [];
  return {
    running: view?.running,
    seats,
    hands: view?.circle?.hands,
    waiting,
    steady:
      !seats.some((seat) => seat.reconnecting) && waiting.every((one) => one.ready && !one.reconnecting),
  };
}
