import { expect, test } from "./parts/test";

test("staff look at how a line fares: words, then figures that the browser's own reports have brought", async ({
  server,
  visitor,
}) => {
  test.slow();
  const [dana, sam] = [await visitor(), await visitor()];
  const frames: string[] = [];
  sam.page.on("websocket", (socket) => {
    socket.on("framereceived", ({ payload }) => frames.push(String(payload)));
  });
  let asked = 0;
  dana.page.on("websocket", (socket) => {
    socket.on("framesent", ({ payload }) => {
      if (String(payload).includes('"line.look"')) asked++;
    });
  });
  await dana.lead(server.link("Dana"));
  await sam.come(server.link("Sam"));
  await dana.press("waiting.letAllIn");
  await sam.title("room.title");
  expect(asked, "nothing is asked while nobody looks").toBe(0);

  await dana.deed("line.button", "Sam");
  const sheet = dana.page.getByRole("dialog", { name: dana.say("line.title", { name: "Sam" }) });
  const figure = (id: string) =>
    sheet.locator("dl > div").filter({ hasText: dana.say(id, { name: "Sam" }) }).locator("dd");
  await expect(sheet).toContainText(dana.say("line.good"));
  await expect(figure("line.roundTrip")).toHaveText(/^\d+ ms$/);
  await expect(figure("line.lossUp")).toHaveText(/^[\d.]+%$/);
  await expect(figure("line.lossDown")).toHaveText(/^[\d.]+%$/);
  await expect(figure("line.path")).toHaveText("UDP");
  await expect(figure("line.sends")).toHaveText(/^(Small|Medium|Large|One size)$/);
  await expect(figure("line.receives")).toHaveText(/^1 /);
  await expect(sheet).not.toContainText(/127\.0\.0|\d+\.\d+\.\d+\.\d+/);
  await expect(sheet).toContainText(dana.say("line.onlyStaff"));

  await test.step("Escape closes it, focus is back on the button, and nothing more is asked", async () => {
    expect(await sheet.evaluate((element) => element.contains(document.activeElement))).toBe(true);
    await dana.page.keyboard.press("Escape");
    await expect(sheet).toHaveCount(0);
    await expect(
      dana.tile("Sam").getByRole("button", { name: dana.say("seat.actions", { name: "Sam" }) }),
    ).toBeFocused();
    const before = [asked, dana.pings];
    await expect.poll(() => dana.pings - (before[1] ?? 0)).toBeGreaterThanOrEqual(10); // five seconds
    expect(asked).toBe(before[0]);
  });
  expect(frames.length).toBeGreaterThan(0);
  expect(frames.filter((frame) => /line\.|rttMs|loss/.test(frame))).toEqual([]);
});
