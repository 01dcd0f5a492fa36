import { Keyboard } from "./parts/keyboard";
import { expect, test } from "./parts/test";

test("a session by the keyboard alone, and what a screen reader hears of it", async ({ server, visitor }) => {
  test.slow();
  const dana = await Keyboard.of(await visitor());
  const sam = await Keyboard.of(await visitor());
  const mei = await Keyboard.of(await visitor({ language: "es" }));
  const say = dana.of.say;
  const letIn = (name: string) => `button ${say("waiting.letIn")} ${name}`;
  const bar = (who: Keyboard, id: string) => `switch ${who.of.say(id)}`;

  await test.step("from the link into the room, and into the waiting room, in both languages", async () => {
    await dana.come(server.link("Dana"));
    await dana.arrives("room.title");
    await dana.press(`button ${say("now.startOpen")}`);
    await expect.poll(() => dana.focused()).toBe(`region ${say("now.label")}`);
    for (const [client, name] of [
      [sam, "Sam"],
      [mei, "Mei"],
    ] as const) {
      await client.come(server.link(name));
      await client.arrives("lobby.title");
    }
  });

  await test.step("letting in takes the row away; the keyboard stays in its part of the panel", async () => {
    await dana.press(letIn("Sam Okafor"));
    await sam.arrives("room.title");
    await expect.poll(() => dana.focused()).toBe(`region ${say("waiting.title")}`);
    await dana.press(letIn("Mei Tanaka"));
    await mei.arrives("room.title");
    await dana.hears("heard.arrived", { name: "Sam" });
    await sam.hears("heard.arrived", { name: "Mei" });
    await dana.isSomewhere();
  });

  await test.step("microphone and hand", async () => {
    await sam.press(bar(sam, "bar.microphone"), "Space");
    await expect(sam.of.switchOf("microphone")).toBeChecked();
    await sam.press(bar(sam, "bar.microphone"), "Space");
    await expect(sam.of.switchOf("microphone")).not.toBeChecked();
    await sam.press(`button ${say("bar.raiseHand")}`);
    await dana.hears("heard.hand", { name: "Sam" });
    await dana.deed("deed.lowerHand", "Sam");
    await expect(sam.of.button("bar.raiseHand")).toHaveAttribute("aria-pressed", "false");
    await expect.poll(() => dana.focused()).toBe(`button ${say("seat.actions", { name: "Sam" })}`);
  });

  await test.step("muted, and invited: the answered question leaves the keyboard at its place", async () => {
    await dana.deed("deed.mute", "Sam");
    await sam.hears("heard.muted");
    await dana.deed("deed.invite", "Sam");
    await sam.hears("heard.invited");
    await sam.press(`button ${say("now.unmute")}`);
    await expect(sam.of.switchOf("microphone")).toBeChecked();
    await expect.poll(() => sam.focused()).toBe(`region ${say("now.label")}`);
  });

  await test.step("a moment, in Spanish", async () => {
    await mei.press(`button ${mei.of.say("bar.moment")}`);
    await mei.hears("moment.title");
    await mei.press(`button ${mei.of.say("moment.back")}`);
    await mei.hears("heard.cameBack");
    await mei.isSomewhere();
  });

  await test.step("moved to the waiting room: the one concerned reads it, and staff's keyboard is not lost", async () => {
    await dana.deed("deed.hold", "Sam");
    await dana.reason("hold.title", "hold.yes", "Sam");
    await sam.arrives("lobby.heldTitle");
    await dana.press(letIn("Sam Okafor"));
    await sam.arrives("room.title");
  });

  await test.step("somebody leaves while their menu is open", async () => {
    await dana.press(`button ${say("seat.actions", { name: "Sam" })}`);
    await sam.choose(`button ${say("bar.more")}`, say("leave"));
    await expect(sam.of.page.getByRole("dialog", { name: say("leave.title") })).toBeVisible();
    await sam.press(`button ${say("leave.yes")}`);
    await sam.arrives("over.left.title");
    await expect(dana.of.page.getByRole("menu")).toHaveCount(0);
    await dana.isSomewhere();
  });

  await test.step("the end", async () => {
    await dana.press(`button ${say("panel.endSession")}`);
    await expect(dana.of.page.getByRole("dialog")).toBeVisible();
    await dana.of.page.keyboard.press("Escape"); // changes nothing, and goes back to its button
    await expect.poll(() => dana.focused()).toBe(`button ${say("panel.endSession")}`);
    await dana.of.page.keyboard.press("Enter");
    await dana.press(`button ${say("endSession.yes")}`);
    await dana.arrives("over.session.title");
    await mei.arrives("over.session.title");
  });

  // Never who left, who declined or who speaks: what the others heard of Sam is that Sam came, and came again.
  const said = (await mei.heard()).join(" ");
  expect(said).not.toContain(mei.of.say("now.speaking", { name: "Sam" }));
  expect((await dana.heard()).filter((text) => text.startsWith("alert: "))).toEqual([]);
});
