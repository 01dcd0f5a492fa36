import { energy, hear, packetsWhile, turnMicrophone } from "./parts/hearing";
import type { Server } from "./parts/server";
import { expect, test } from "./parts/test";
import type { Visitor } from "./parts/visitor";

// Long enough to see it, and a room that stays open until the test is done.
test.use({ flags: ["--staff-grace", "15s", "--pause-limit", "5m"] });

const dana = { known: "yes", name: "Dana" };

/** How often the server is heard while nothing else may arrive; it pings twice a second. */
const pings = 10;

test("staff gone in mid-session: a while together, then nothing until they are back, and microphones wait for a tap", async ({
  server,
  visitor,
}) => {
  test.slow();
  const [therapist, sam, mei] = [await visitor(), await visitor(), await visitor()];
  await seat(server, therapist, sam, mei);
  await turnMicrophone(sam, "on");
  await turnMicrophone(mei, "on");
  await expect.poll(() => energy(mei, "Sam")).toBeGreaterThan(0);
  await expect.poll(() => energy(sam, "Mei")).toBeGreaterThan(0);
  await expect.poll(() => pictures(mei)).toBe(2);
  const again = await therapist.newTab();

  await test.step("her page closes: both are told, and still hear each other", async () => {
    const told = [sam, mei].map((client) =>
      expect(client.now()).toContainText(client.say("staff.away", dana)),
    );
    await therapist.close();
    await Promise.all(told);
    await hear(mei, "Sam", 25);
    await expect(mei.now().getByRole("link", { name: "(555) 0100" })).toBeVisible();
    expect(await packetsWhilePinged(mei)).toBeGreaterThan(0); // the control of what follows
  });

  await test.step("then the session is paused: no packet, no picture, and every switch is off", async () => {
    for (const client of [sam, mei]) {
      await expect(client.now()).toContainText(client.say("staff.paused", dana));
      await expect(client.switchOf("microphone")).not.toBeChecked();
      await expect(client.switchOf("camera")).not.toBeChecked();
      expect(await pictures(client)).toBe(0);
    }
    await pinged(mei, 2); // what was under way arrives
    expect(await packetsWhilePinged(mei)).toBe(0);
    expect(await packetsWhilePinged(sam)).toBe(0);
  });

  await test.step("a press is answered with why", async () => {
    await sam.switchOf("microphone").click({ force: true });
    const toast = sam.page.getByRole("region", { name: sam.say("toast.label") });
    await expect(toast).toContainText(sam.say("refused.paused"));
    await expect(sam.switchOf("microphone")).not.toBeChecked();
    expect(await packetsWhilePinged(mei)).toBe(0);
  });

  await test.step("she comes back by the same link, past no lobby, and is seen and heard", async () => {
    await again.come(server.link("Dana"));
    await again.title("room.title");
    for (const client of [sam, mei]) {
      await expect(client.now()).toContainText(client.say("staff.back", dana));
      await expect.poll(() => pictures(client)).toBe(1);
    }
    await turnMicrophone(again, "on");
    for (const client of [sam, mei]) await expect.poll(() => energy(client, "Dana")).toBeGreaterThan(0);
  });

  await test.step("microphones are off until their owners tap, and then they are heard", async () => {
    await expect(sam.switchOf("microphone")).not.toBeChecked();
    expect(await packetsWhile(mei, "Sam", "Dana")).toBe(0);
    const before = await energy(mei, "Sam");
    await sam.press("now.unmute");
    await expect.poll(() => energy(mei, "Sam")).toBeGreaterThan(before);
    await expect(sam.button("now.unmute")).toHaveCount(0);
    await mei.press("now.notNow");
    await expect(mei.button("now.notNow")).toHaveCount(0);
    expect(await packetsWhile(sam, "Mei", "Dana")).toBe(0);
    await expect.poll(() => energy(again, "Sam")).toBeGreaterThan(0);
  });
  expect(await again.allFaults()).toEqual([]);
});

test("the last of the staff chooses what happens to the group: stay, pause, hand over, end", async ({
  server,
  visitor,
}) => {
  test.slow();
  const [therapist, sam, mei] = [await visitor(), await visitor(), await visitor()];
  await seat(server, therapist, sam, mei);
  await turnMicrophone(sam, "on");
  await expect.poll(() => energy(mei, "Sam")).toBeGreaterThan(0);

  await test.step("whoever stays changes nothing", async () => {
    await therapist.leave();
    const dialog = therapist.page.getByRole("dialog", { name: therapist.say("leave.lastTitle") });
    await expect(dialog.getByRole("button")).toHaveText([
      therapist.say("leave.pause"),
      therapist.say("leave.end"),
      therapist.say("leave.stay"),
    ]);
    await therapist.press("leave.stay");
    await expect(dialog).toHaveCount(0);
    await hear(mei, "Sam", 25);
  });

  await test.step("a pause begins at once, and says that it was meant", async () => {
    await therapist.leave();
    await therapist.press("leave.pause");
    await therapist.title("over.left.title");
    for (const client of [sam, mei]) {
      await expect(client.now()).toContainText(client.say("staff.pausedDecided", dana));
      await expect(client.tile("Dana")).toHaveCount(0);
    }
    await pinged(mei, 2);
    expect(await packetsWhilePinged(mei)).toBe(0);
  });

  await test.step("the one who paused ends it by coming back", async () => {
    await therapist.come(server.link("Dana"));
    await therapist.title("room.title");
    await expect(sam.now()).toContainText(sam.say("staff.back", dana));
    await sam.press("now.unmute");
    await expect.poll(() => energy(mei, "Sam")).toBeGreaterThan(0);
  });

  const marcus = await visitor();
  await test.step("somebody of the staff who is coming in can be handed over to", async () => {
    await marcus.open(server.link("Marcus"));
    await marcus.title("join.title");
    await therapist.leave();
    const told = expect(sam.now()).toContainText(sam.say("staff.awayDecided", dana));
    await therapist.press("leave.handOver", { name: "Marcus Bell" });
    await told;
    await therapist.title("over.left.title");
    await marcus.press("join.toRoom");
    await marcus.title("room.title");
    await expect(sam.tile("Marcus")).toBeVisible();
    await expect(sam.now()).not.toContainText(sam.say("staff.awayDecided", dana));
  });

  await test.step("the new one ends the session for everyone", async () => {
    await marcus.leave();
    await marcus.press("leave.end");
    for (const person of [marcus, sam, mei]) await person.title("over.session.title");
  });
});

test("a moment: everything off at once, the seat kept with a leaf, and back without a sound", async ({
  server,
  visitor,
}) => {
  const [therapist, sam, mei] = [await visitor(), await visitor(), await visitor()];
  await seat(server, therapist, sam, mei);
  await turnMicrophone(therapist, "on");
  await turnMicrophone(sam, "on");
  await expect.poll(() => energy(mei, "Sam")).toBeGreaterThan(0);
  await expect.poll(() => pictures(mei)).toBe(2);

  await test.step("Sam steps away", async () => {
    await sam.press("bar.moment");
    await sam.title("bar.moment");
    await expect(mei.tile("Sam")).toContainText(mei.say("seat.steppedAway"));
    await expect.poll(() => pictures(mei)).toBe(1);
    expect(await packetsWhile(mei, "Sam", "Dana")).toBe(0);
  });

  await test.step("and comes back, as quiet as before", async () => {
    await sam.press("moment.back");
    await expect(mei.tile("Sam")).not.toContainText(mei.say("seat.steppedAway"));
    for (const source of ["microphone", "camera"] as const)
      await expect(sam.switchOf(source)).not.toBeChecked();
    expect(await packetsWhile(mei, "Sam", "Dana")).toBe(0);
  });
});

/** A session with two clients in the circle. */
async function seat(server: Server, therapist: Visitor, sam: Visitor, mei: Visitor): Promise<void> {
  await therapist.lead(server.link("Dana"));
  await sam.come(server.link("Sam"));
  await mei.come(server.link("Mei"));
  await therapist.press("waiting.letAllIn");
  await sam.title("room.title");
  await mei.title("room.title");
}

/** How many pictures of others are on the page's tiles. */
async function pictures(onlooker: Visitor): Promise<number> {
  return (await onlooker.tiles()).filter((tile) => tile.colour !== null).length;
}

/** Waits until the server has been heard so many times more. */
async function pinged(visitor: Visitor, times: number): Promise<void> {
  const before = visitor.pings;
  await expect.poll(() => visitor.pings - before).toBeGreaterThanOrEqual(times);
}

/** How many packets arrive while the server is heard `pings` times: its line lives, whatever else comes or not. */
async function packetsWhilePinged(visitor: Visitor): Promise<number> {
  const before = await visitor.packets();
  await pinged(visitor, pings);
  return (await visitor.packets()) - before;
}
