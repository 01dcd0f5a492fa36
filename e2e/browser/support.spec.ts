import { expect, test } from "./parts/test";

const dana = { known: "yes", name: "Dana" };

test("a client asks for help with the keyboard alone, staff read it, and another client learns nothing", async ({
  server,
  visitor,
}) => {
  test.slow();
  const [therapist, sam, mei] = [await visitor(), await visitor(), await visitor()];
  await therapist.lead(server.link("Dana"));
  await sam.come(server.link("Sam"));
  await mei.come(server.link("Mei"));
  await therapist.press("waiting.letAllIn");
  for (const client of [sam, mei]) await client.title("room.title");
  const card = therapist.page.getByRole("region", {
    name: therapist.say("signal.from.unsafe", { name: "Sam" }),
  });
  const sheet = sam.page.getByRole("dialog", { name: sam.say("support.title", dana) });

  await test.step("two presses send it, and the alert says it to staff", async () => {
    await sam.button("signal.support").focus();
    await sam.page.keyboard.press("Enter");
    await expect(sheet).toBeVisible();
    await sheet.getByRole("button", { name: sam.say("signal.unsafe") }).press("Enter");
    await expect(sheet).toContainText(sam.say("signal.waiting", dana));
    await expect(card).toBeVisible();
    await expect(therapist.page.getByRole("alert")).toContainText(
      therapist.say("signal.from.unsafe", { name: "Sam" }),
    );
    await expect(therapist.tile("Sam")).toContainText(therapist.say("seat.askedForYou"));
  });

  await test.step("words follow", async () => {
    await sheet.getByLabel(sam.say("signal.addWords")).fill("Shouting next door");
    await sheet.getByLabel(sam.say("signal.addWords")).press("Enter");
    await expect(card).toContainText("Shouting next door");
  });

  await test.step("she has seen it, and he reads that", async () => {
    await card.getByRole("button", { name: therapist.say("signal.see") }).press("Enter");
    await expect(card).toHaveCount(0);
    await expect(sheet).toContainText(sam.say("signal.seen", dana));
    expect(await therapist.page.evaluate(() => document.activeElement === document.body)).toBe(false);
  });

  await test.step("Escape closes the sheet, and the keyboard is back on its button", async () => {
    await sam.page.keyboard.press("Escape");
    await expect(sheet).toHaveCount(0);
    await expect(sam.button("signal.support")).toBeFocused();
  });

  await test.step("he writes to her: a link is refused and nothing of it lost", async () => {
    await sam.press("signal.support");
    await sam.press("messages.toHelper", dana);
    const field = sam.page.getByLabel(sam.say("messages.field", dana));
    await field.fill("See www.example.org");
    await sam.press("messages.send");
    await expect(sam.page.getByText(sam.say("refused.noLinks")).first()).toBeVisible();
    await expect(field).toHaveValue("See www.example.org");
    await field.fill("May I go a little earlier?");
    await sam.press("messages.send");
    await expect(therapist.part("messages.title")).toContainText("May I go a little earlier?");
    await expect(field).toHaveValue("");
  });

  const seen = await mei.page.evaluate(() => document.body.textContent);
  expect(seen).toContain("Sam"); // the control
  for (const text of ["Shouting", "earlier", mei.say("signal.unsafe"), mei.say("seat.askedForYou")]) {
    expect(seen).not.toContain(text);
  }
});
