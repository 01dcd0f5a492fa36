import { energy, packetsWhile, turnMicrophone } from "./parts/hearing";
import { expect, test } from "./parts/test";

test("a session by clicks: join, wait, speak, hand, mute, invite, hold, back, end for today, end", async ({
  server,
  visitor,
}) => {
  test.slow();
  const [dana, sam, mei] = [await visitor(), await visitor(), await visitor()];

  await test.step("a therapist walks in and starts the session", async () => {
    await dana.come(server.link("Dana"));
    await dana.title("room.title");
    await expect(dana.now()).toContainText("Until then nobody can be let in.");
    await dana.press("now.start");
    await dana.press("session.yes");
    await expect(dana.page.getByRole("alert").filter({ hasText: "Write a few words" })).toBeVisible();
    await dana.page.getByLabel(dana.say("session.objective")).fill("Saying no kindly");
    await dana.press("session.yes");
    await expect(dana.page.getByText("In session", { exact: true })).toBeVisible();
  });

  await test.step("clients check their devices and wait", async () => {
    await sam.open(server.link("Sam"));
    await sam.title("join.title");
    await expect(sam.page.getByText("The group sees you as Sam.")).toBeVisible();
    await expect(dana.part("waiting.title").getByRole("listitem")).toContainText(
      "Checking picture and sound",
    );
    await expect(dana.page.getByRole("button", { name: "Let in Sam Okafor" })).toHaveCount(0);
    await sam.press("join.toLobby");
    await sam.title("lobby.title");
    await mei.come(server.link("Mei"));
    await mei.title("lobby.title");
    await expect(mei.page.getByText("Dana will let you in soon.")).toBeVisible();
    expect(await sam.offers()).toBe(0); // nothing of the media before somebody is let in
  });

  await test.step("a waiting person learns nothing of the group", async () => {
    await expect(sam.page.getByText("Mei")).toHaveCount(0);
    expect(await sam.page.evaluate(() => window.probe.view)).not.toHaveProperty("circle");
  });

  await test.step("they are let in, one by one", async () => {
    await dana.page.getByRole("button", { name: "Let in Sam Okafor" }).click();
    await sam.title("room.title");
    await expect(mei.page.getByRole("heading", { level: 1 })).toHaveText("You're in the right place.");
    await dana.page.getByRole("button", { name: "Let in Mei Tanaka" }).click();
    await mei.title("room.title");
    await expect(dana.tile("Sam")).toContainText("Sound off");
    await expect(sam.tile("Mei")).toContainText("Sound off");
    expect((await mei.received("Sam")).packets).toBe(0);
  });

  await test.step("a microphone goes on by its owner's press, and is heard and seen", async () => {
    await turnMicrophone(sam, "on");
    await expect.poll(() => energy(dana, "Sam")).toBeGreaterThan(0);
    await expect.poll(() => energy(mei, "Sam")).toBeGreaterThan(0);
    await expect(dana.tile("Sam")).toContainText("Speaking");
    await expect(mei.now()).toContainText("Sam is speaking");
    await turnMicrophone(mei, "on");
    await expect.poll(() => energy(sam, "Mei")).toBeGreaterThan(0);
  });

  await test.step("hands are up in the order in which they were raised, until their owners speak", async () => {
    await turnMicrophone(sam, "off");
    await turnMicrophone(mei, "off");
    await expect(dana.now()).toContainText("A quiet moment");
    await mei.press("bar.raiseHand");
    await expect(mei.button("bar.raiseHand")).toHaveAttribute("aria-pressed", "true");
    await sam.press("bar.raiseHand");
    const hands = dana.part("hands.title").getByRole("listitem");
    await expect(hands).toHaveText([/Mei/, /Sam/]);
    await expect(sam.now()).toContainText("Hands up: Mei");
    await expect(mei.now()).toContainText("Hands up: Sam");
    await turnMicrophone(mei, "on");
    await expect(hands).toHaveText([/Sam/]);
    await turnMicrophone(sam, "on");
    await expect(hands).toHaveCount(0);
  });

  await test.step("muted by staff, nobody hears Sam; Mei is still heard", async () => {
    await dana.deed("deed.mute", "Sam");
    await expect(sam.now()).toContainText("Dana muted you. Raise a hand when you would like to speak.");
    await expect(sam.page.getByRole("switch", { name: "Microphone" })).not.toBeChecked();
    await expect(dana.tile("Sam")).not.toContainText("Speaking");
    expect(await packetsWhile(dana, "Sam", "Mei")).toBe(0);
    await expect(mei.page.getByRole("switch", { name: "Microphone" })).toBeChecked();
  });

  await test.step("a press on the muted microphone does nothing", async () => {
    await sam.page.getByRole("switch", { name: "Microphone" }).click({ force: true });
    expect(await packetsWhile(dana, "Sam", "Mei")).toBe(0);
    expect(await packetsWhile(mei, "Sam", "Dana", () => turnMicrophone(dana, "on"))).toBe(0);
  });

  await test.step("invited, Sam is heard after a press of their own and not before", async () => {
    await sam.press("bar.raiseHand");
    await dana.part("hands.title").getByRole("button", { name: "Invite Sam" }).click();
    await expect(sam.now()).toContainText("You're invited to speak, if you like.");
    expect(await packetsWhile(dana, "Sam", "Mei")).toBe(0);
    const before = await energy(dana, "Sam");
    await sam.press("now.unmute");
    await expect.poll(() => energy(dana, "Sam")).toBeGreaterThan(before);
    await expect(sam.page.getByRole("switch", { name: "Microphone" })).toBeChecked();
  });

  await test.step("held, Sam is in the waiting room, and the circle sees only that they left", async () => {
    await dana.deed("deed.hold", "Sam");
    await dana.reason("hold.title", "reason.wellbeing", "hold.yes", "Sam");
    await sam.title("lobby.heldTitle");
    await expect(sam.page.getByText("Dana will talk with you.")).toBeVisible();
    await expect(mei.tile("Sam")).toHaveCount(0);
    await expect(dana.part("waiting.title").getByRole("listitem")).toContainText("Moved here by staff");
    expect(await sam.openPeers()).toBe(0);
  });

  await test.step("let in again, Sam is back with everything off", async () => {
    await dana.page.getByRole("button", { name: "Let in Sam Okafor" }).click();
    await sam.title("room.title");
    await expect(mei.tile("Sam")).toContainText("Sound off");
    await expect(sam.page.getByRole("switch", { name: "Microphone" })).not.toBeChecked();
    await turnMicrophone(sam, "on");
    await expect.poll(() => energy(mei, "Sam")).toBeGreaterThan(0);
    expect(await sam.offers()).toBe(2); // one for each stay in the circle
  });

  await test.step("ended for today, Sam is told why, and no link opens", async () => {
    await dana.deed("deed.endToday", "Sam");
    await dana.reason("endToday.title", "reason.wellbeing", "endToday.yes", "Sam");
    await sam.title("over.today.title");
    await expect(sam.page.getByText("It is to give you a rest, or care one to one.")).toBeVisible();
    await expect(mei.tile("Sam")).toHaveCount(0);
    for (const link of [server.link("Sam"), await server.newLink("Sam")]) {
      await sam.open(link);
      await sam.title("refused.title");
      await expect(sam.page.getByText("This link doesn't open a room right now.")).toBeVisible();
    }
  });

  await test.step("the session ends for everybody, in the circle and in the waiting room", async () => {
    await sam.come(server.link("Tom"));
    await sam.title("lobby.title");
    await dana.page.getByRole("complementary").getByRole("button", { name: "End session" }).click();
    const dialog = dana.page.getByRole("dialog", { name: "End the session for everybody?" });
    await dialog.getByRole("button", { name: "End session" }).click();
    for (const person of [dana, mei, sam]) {
      await person.title("over.session.title");
      expect(await person.openPeers()).toBe(0);
    }
    expect([await dana.negotiations(), await mei.negotiations()]).toEqual([1, 1]);
  });
});
