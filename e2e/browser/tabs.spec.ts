import { expect, test } from "./parts/test";
import type { Visitor } from "./parts/visitor";

test("one person, one place: tabs of one browser take a seat over by a press, and never take it back", async ({
  server,
  visitor,
}) => {
  const [dana, first] = [await visitor(), await visitor()];
  await dana.lead(server.link("Dana"));
  await first.come(server.link("Sam"));
  await dana.page.getByRole("button", { name: "Let in Sam Okafor" }).click();
  await first.title("room.title");
  await dana.page.getByRole("switch", { name: dana.say("bar.microphone") }).click();
  await heard(first);

  const second = await first.duplicate();
  await test.step("a duplicated tab asks first, and disturbs nobody", async () => {
    await second.title("otherTab.title");
    await pinged(first);
    expect([first.connections, second.connections]).toEqual([1, 0]);
    await first.title("room.title");
  });

  await test.step("a press brings the seat over, past no lobby, and the first tab is over", async () => {
    await second.press("otherTab.useThis");
    await second.title("room.title");
    await heard(second);
    await first.title("over.elsewhere.title");
    await expect(dana.tile("Sam")).toHaveCount(1);
    await expect(dana.part("waiting.title").getByRole("listitem")).toHaveCount(0);
    expect(await first.openPeers()).toBe(0);
    await pinged(second);
    expect([first.connections, second.connections]).toEqual([1, 1]);
    expect(await first.page.evaluate(() => sessionStorage.length)).toBe(0);
  });

  await test.step("loaded again, the second tab goes in without a question", async () => {
    await second.page.reload();
    await second.title("room.title");
    await heard(second);
    expect(second.connections).toBe(2);
  });

  await test.step("the same link in a third tab asks, too, and the person may stay where they are", async () => {
    const third = await second.newTab();
    await third.open(server.link("Sam"));
    await third.title("otherTab.title");
    await third.press("otherTab.keepOther");
    await third.title("over.elsewhere.title");
    await pinged(second);
    expect([second.connections, third.connections]).toEqual([2, 0]);
    await second.title("room.title");
  });

  await test.step("somebody else's link in the same browser is somebody else's place", async () => {
    const mei = await second.newTab();
    await mei.open(server.link("Mei"));
    await mei.title("join.title");
    await second.title("room.title");
  });

  for (const tab of [first, second]) expect(await tab.allFaults()).toEqual([]);
});

/** Waits until the server has been heard ten times more: long enough for whoever would come back by themselves. */
async function pinged(tab: Visitor): Promise<void> {
  const before = tab.pings;
  await expect.poll(() => tab.pings - before).toBeGreaterThanOrEqual(10);
}

/** Waits until sound of Dana's has come. */
async function heard(tab: Visitor): Promise<void> {
  await expect.poll(async () => (await tab.received("Dana")).energy).toBeGreaterThan(0);
}
