import { energy, hear, turnMicrophone } from "./parts/hearing";
import { expect, test } from "./parts/test";
import type { Visitor } from "./parts/visitor";

// The short cut of the session that e2e/script performs as a whole: what staff do with the group as a whole, pressed by
// a therapist who looks at nothing but her own page. What is done with one person is in flow.spec.ts.

const bots = ["Walter", "Joy", "Noor"];

test("a session led by the therapist's page alone: round, floor, signal, moment, mute and undo, end", async ({
  server,
  visitor,
}) => {
  test.slow();
  const [dana, sam] = [await visitor(), await visitor()];
  const panel = dana.page.getByRole("complementary");
  const next = panel.getByRole("button", { name: /^Next: / });

  await test.step("all who are ready are let in by one press", async () => {
    await dana.lead(server.link("Dana"));
    await server.bots(bots);
    await expect(dana.part("waiting.title").getByRole("listitem")).toHaveCount(bots.length);
    await dana.press("waiting.letAllIn");
    for (const name of bots) await expect(dana.tile(name)).toBeVisible();
    await sam.come(server.link("Sam"));
    await sam.title("lobby.title");
    await dana.page.getByRole("button", { name: "Let in Sam Okafor" }).click();
    await sam.title("room.title");
  });

  await test.step("a round goes through the bots by her press, and Sam takes his turn by his own", async () => {
    await dana.press("round.start");
    const dialog = dana.page.getByRole("dialog", { name: dana.say("startRound.title") });
    await dialog.getByRole("radio", { name: dana.say("prompt.arrive") }).check({ force: true });
    await dialog.getByRole("button", { name: dana.say("startRound.yes") }).click();
    await expect(dialog).toHaveCount(0);
    for (const _ of bots.slice(1)) await nextTurn(dana, next);
    await expect(sam.now()).toContainText(/then yours/);
    await expect(sam.switchOf("microphone")).not.toBeChecked();
    await next.click();
    await expect(sam.now()).toContainText(sam.say("turn.title", { name: "Sam" }));
    await expect(sam.now()).toContainText(sam.say("prompt.arrive"));
    await sam.press("turn.start");
    await expect(dana.part("round.title")).toContainText(dana.say("round.sharing", { name: "Sam" }));
    await expect.poll(() => energy(dana, "Sam")).toBeGreaterThan(0);
    await sam.press("turn.done");
    await expect(dana.part("round.title")).toContainText(dana.say("round.over"));
    await dana.press("round.close");
  });

  await test.step("one voice closes Sam's microphone; taking it back opens the floor and not the microphone", async () => {
    await expect(sam.switchOf("microphone")).toBeChecked();
    await choose(dana, "floor.mode.oneVoice");
    await expect(sam.switchOf("microphone")).not.toBeChecked();
    await expect(sam.now()).toContainText(sam.say("floor.oneVoice"));
    await dana.press("undo");
    await expect(sam.now()).not.toContainText(sam.say("floor.oneVoice"));
    await expect(mode(dana, "floor.mode.open")).toBeChecked();
    await expect(sam.switchOf("microphone")).not.toBeChecked();
  });

  await test.step("in a pause together Sam can still ask for her, and she sees it", async () => {
    await choose(dana, "floor.mode.coolDown");
    await expect(sam.now()).toContainText(sam.say("floor.coolDown", { name: "Dana" }));
    await sam.press("signal.support");
    const sheet = sam.page.getByRole("dialog");
    await sheet.getByRole("button", { name: sam.say("signal.leaving") }).click();
    const card = dana.page.getByRole("region", { name: dana.say("signal.from.leaving", { name: "Sam" }) });
    await card.getByRole("button", { name: dana.say("signal.see") }).click();
    await expect(card).toHaveCount(0);
    await expect(sheet).toContainText(sam.say("signal.seen", { known: "yes", name: "Dana" }));
    await sam.page.keyboard.press("Escape");
    await expect(sheet).toHaveCount(0);
    await choose(dana, "floor.mode.open");
  });

  await test.step("from a signal on a phone to a talk in private that fills both pages, and back to the group", async () => {
    const desk = sam.page.viewportSize() ?? { width: 1440, height: 900 };
    await sam.page.setViewportSize({ width: 360, height: 640 });
    await sam.press("signal.support");
    const sheet = sam.page.getByRole("dialog");
    await sheet.getByRole("button", { name: sam.say("signal.unsafe") }).click();
    const card = dana.page.getByRole("region", { name: dana.say("signal.from.unsafe", { name: "Sam" }) });
    await card.getByRole("button", { name: dana.say("signal.stepAside") }).click();
    await dana.press("aside.aloneAsk", { name: "Sam" });
    await sheet.getByRole("button", { name: sam.say("aside.accept", { name: "Dana" }) }).click(); // the sheet covers all else
    await expect(sheet).toHaveCount(0);
    for (const person of [dana, sam]) {
      await expect(person.page.getByRole("main").getByRole("listitem")).toHaveCount(2);
      await expect(person.switchOf("microphone")).not.toBeChecked();
      await turnMicrophone(person, "on");
    }
    const { width = 0 } = (await dana.tile("Sam").boundingBox()) ?? {};
    expect(width).toBeGreaterThan(400); // half of the circle, though five were in it
    await hear(dana, "Sam", 50);
    await hear(sam, "Dana", 50);
    await dana.press("aside.back");
    for (const person of [dana, sam]) {
      await expect(person.switchOf("microphone")).not.toBeChecked();
      for (const name of bots) await expect(person.tile(name)).toBeVisible();
    }
    await card.getByRole("button", { name: dana.say("signal.see") }).click();
    await sam.page.setViewportSize(desk);
  });

  await test.step("a moment is a leaf on the seat, until he is back", async () => {
    await sam.press("bar.moment");
    await expect(dana.tile("Sam")).toContainText(dana.say("seat.steppedAway"));
    await sam.press("moment.back");
    await expect(dana.tile("Sam")).toContainText(dana.say("seat.soundOff"));
  });

  await test.step("all are muted, and may speak again by Undo; nobody is heard before a press of their own", async () => {
    await turnMicrophone(sam, "on");
    await dana.press("bar.muteAll");
    await expect(sam.now()).toContainText(sam.say("now.mutedBy", { name: "Dana" }));
    await dana.press("undo");
    await expect(sam.now()).not.toContainText(sam.say("now.mutedBy", { name: "Dana" }));
    await expect(sam.switchOf("microphone")).not.toBeChecked();
    for (const name of bots) await expect(dana.tile(name)).toContainText(dana.say("seat.soundOff"));
    await turnMicrophone(sam, "on");
  });

  await test.step("the end, for everybody", async () => {
    await panel.getByRole("button", { name: dana.say("panel.endSession") }).click();
    await dana.page
      .getByRole("dialog")
      .getByRole("button", { name: dana.say("endSession.yes") })
      .click();
    for (const person of [dana, sam]) await person.title("over.session.title");
  });
});

function mode(staff: Visitor, id: string) {
  const group = staff.page.getByRole("radiogroup", { name: staff.say("floor.label") });
  return group.getByRole("radio", { name: staff.say(id) });
}

async function choose(staff: Visitor, id: string): Promise<void> {
  await mode(staff, id).click();
  await expect(mode(staff, id)).toBeChecked();
}

/** Goes on from one bot to the next one, whose name the button says. */
async function nextTurn(staff: Visitor, next: ReturnType<Visitor["button"]>): Promise<void> {
  const [, name = ""] = /^Next: (.+)$/.exec((await next.textContent()) ?? "") ?? [];
  await next.click();
  await expect(staff.part("round.title")).toContainText(new RegExp(`${name}('s turn| is sharing)`));
}
