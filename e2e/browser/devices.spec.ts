import { energy, hear, turnMicrophone } from "./parts/hearing";
import { expect, test } from "./parts/test";
import type { Visitor } from "./parts/visitor";
import config from "./playwright.config";

const { executablePath, args = [] } = config.use?.launchOptions ?? {};
const fake = "--use-fake-device-for-media-stream=";

// Everybody here has several cameras and microphones. The second of the cameras measures depth and has no picture.
test.use({
  launchOptions: {
    ...(executablePath ? { executablePath } : {}),
    args: args.map((arg) => (arg.startsWith(fake) ? `${fake}fps=10,device-count=3` : arg)),
  },
});

test("devices are changed in mid-session: the picture goes on without another offer, and what is off stays off", async ({
  server,
  visitor,
}) => {
  test.slow();
  const [dana, sam] = [await visitor(), await visitor()];

  await test.step("before: a soft sound to try, and noise that is taken out", async () => {
    await sam.open(server.link("Sam"));
    await sam.title("join.title");
    await sam.press("device.sound.play");
    await expect(sam.page.getByText(sam.say("device.sound.question"), { exact: true })).toBeVisible();
    await sam.press("device.sound.no");
    await expect(sam.page.getByText(sam.say("device.sound.helpChoose"), { exact: true })).toBeVisible();
    await sam.press("device.sound.yes");
    await expect(sam.page.getByText(sam.say("device.sound.good"), { exact: true })).toBeVisible();
    await expect(sam.page.getByRole("switch", { name: sam.say("device.lessNoise") })).toBeChecked();
    await expect(sam.page.getByText(sam.say("device.camera.ready"), { exact: true })).toBeVisible();
    await sam.press("join.toLobby");
  });

  await test.step("both are in the circle, with pictures", async () => {
    await dana.lead(server.link("Dana"));
    await dana.page.getByRole("button", { name: "Let in Sam Okafor" }).click();
    await sam.title("room.title");
    await turnMicrophone(dana, "on");
    await expect.poll(() => energy(sam, "Dana")).toBeGreaterThan(0);
    await expectPictures(dana, "Sam");
    await expect.poll(() => sentFrom(sam, "video")).not.toBe("");
  });

  await test.step("another camera goes on where the first one was", async () => {
    const first = await sentFrom(sam, "video");
    await openDevices(sam);
    await chooseAnother(sam, "device.whichCamera");
    // Between the two there is a moment without any.
    await expect.poll(async () => ["", first].includes(await sentFrom(sam, "video"))).toBe(false);
    await expectPictures(dana, "Sam");
  });

  await test.step("another microphone of somebody who is muted stays closed, and not a packet is sent", async () => {
    const { packets } = await dana.received("Sam");
    await chooseAnother(sam, "device.whichMicrophone");
    await hear(sam, "Dana", 100); // two seconds, in which Sam would have been heard as well
    await expect(sam.page.getByText(sam.say("device.microphone.off"), { exact: true })).toBeVisible();
    expect((await dana.received("Sam")).packets).toBe(packets);
    expect(await sentFrom(sam, "audio")).toBe("");
    await closeDevices(sam);
    await turnMicrophone(sam, "on");
    await hear(dana, "Sam", 100);
  });

  await test.step("the voice goes on by another microphone, and without noise reduction", async () => {
    const first = await sentFrom(sam, "audio");
    await openDevices(sam);
    await chooseAnother(sam, "device.whichMicrophone");
    await expect.poll(() => sentFrom(sam, "audio")).not.toBe(first);
    await sam.page.getByRole("switch", { name: sam.say("device.lessNoise") }).click();
    await expect.poll(() => noiseSuppression(sam)).toBe(false);
    const before = await energy(dana, "Sam");
    await hear(dana, "Sam", 100);
    expect(await energy(dana, "Sam")).toBeGreaterThan(before);
    await closeDevices(sam);
  });

  await test.step("the group is heard by another speaker", async () => {
    await openDevices(sam);
    await chooseAnother(sam, "device.whichSpeaker");
    await closeDevices(sam);
    const before = await energy(sam, "Dana");
    await expect.poll(() => energy(sam, "Dana")).toBeGreaterThan(before);
  });

  await test.step("one's own picture is shown for a moment, and others see it all the time", async () => {
    await expect(sam.page.locator(`video[aria-label="${sam.say("join.mirror")}"]`)).toHaveCount(0);
    await sam.press("bar.more");
    await sam.page.getByRole("menuitem", { name: sam.say("bar.picture") }).click();
    await expect(sam.page.getByText(sam.say("picture.seen"), { exact: true })).toBeVisible();
    await sam.page.keyboard.press("Escape");
    await expect(sam.page.getByRole("dialog")).toHaveCount(0);
    await expect(sam.button("bar.more")).toBeFocused();
    await expect(sam.page.locator(`video[aria-label="${sam.say("join.mirror")}"]`)).toHaveCount(0);
    await expectPictures(dana, "Sam");
  });

  expect([await sam.negotiations(), await dana.negotiations()]).toEqual([1, 1]);
});

async function openDevices(person: Visitor): Promise<void> {
  await person.press("bar.more");
  await person.page.getByRole("menuitem", { name: person.say("bar.devices") }).click();
}

async function closeDevices(person: Visitor): Promise<void> {
  await person.page
    .getByRole("dialog")
    .getByRole("button", { name: person.say("close") })
    .click();
  await expect(person.page.getByRole("dialog")).toHaveCount(0);
}

/** Chooses what is not chosen yet of the list with this name. */
async function chooseAnother(person: Visitor, list: string): Promise<void> {
  const select = person.page.getByRole("dialog").getByRole("combobox", { name: person.say(list) });
  const chosen = await select.inputValue();
  const ids = await select
    .locator("option")
    .evaluateAll((options) => options.map((o) => (o as HTMLOptionElement).value));
  const other = ids.findLast((id) => id !== "" && id !== "default" && id !== chosen);
  expect(other, `${list} offers no other device`).toBeDefined();
  await select.selectOption(other ?? "");
  await expect(select).toHaveValue(other ?? "");
}

/** The id of the device whose track is sent, or "" if nothing is. */
function sentFrom(person: Visitor, kind: "audio" | "video"): Promise<string> {
  return person.page.evaluate((kind) => {
    const peer = window.probe.peers.findLast((p) => p.connectionState !== "closed");
    const track = peer?.getSenders().find((sender) => sender.track?.kind === kind)?.track;
    return track?.readyState === "live" ? (track.getSettings().deviceId ?? "") : "";
  }, kind);
}

function noiseSuppression(person: Visitor): Promise<boolean | undefined> {
  return person.page.evaluate(() => {
    const peer = window.probe.peers.findLast((p) => p.connectionState !== "closed");
    const track = peer?.getSenders().find((sender) => sender.track?.kind === "audio")?.track;
    return track?.getSettings().noiseSuppression;
  });
}

/** New pictures of somebody arrive: those that were under way are not enough. */
async function expectPictures(person: Visitor, name: string): Promise<void> {
  const { frames } = await person.received(name);
  await expect.poll(async () => (await person.received(name)).frames).toBeGreaterThan(frames + 20);
}
