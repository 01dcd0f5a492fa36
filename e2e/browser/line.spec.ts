import { expect, test } from "./parts/test";

test("a server that hangs is noticed by the watchdog's own thread, and the line comes back by itself", async ({
  server,
  visitor,
}) => {
  const dana = await visitor();
  // The timers of a hidden tab are slow; here those that repeat stand still.
  await dana.page.addInitScript(() => {
    window.setInterval = (() => 0) as unknown as typeof window.setInterval;
  });
  await dana.lead(server.link("Dana"));
  expect(dana.page.workers().map((worker) => worker.url())).toEqual([
    expect.stringMatching(new RegExp(`^${server.page}/assets/watchdog`)),
  ]);
  const before = dana.pings;
  await expect.poll(() => dana.pings - before).toBeGreaterThanOrEqual(8);
  expect(dana.connections, "a line that is heard stays").toBe(1);

  server.freeze();
  await expect(dana.now()).toContainText(dana.say("now.reconnecting"));
  server.thaw();
  await expect(dana.now()).not.toContainText(dana.say("now.reconnecting"));
  await dana.title("room.title");
  expect(dana.connections).toBeGreaterThan(1);
});
