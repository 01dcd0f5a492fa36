import type { Locator } from "@playwright/test";
import { figure } from "./build";
import { compare, type Sharpness, sharpnessOf } from "./parts/sharpness";
import { expect, test } from "./parts/test";
import type { Visitor } from "./parts/visitor";
import config from "./playwright.config";

const { executablePath, args = [] } = config.use?.launchOptions ?? {};

// Every camera here sees a person in a striped jumper in front of a striped wall.
test.use({
  launchOptions: {
    ...(executablePath ? { executablePath } : {}),
    args: [...args, `--use-file-for-fake-video-capture=${figure}`],
  },
});

/** What is loaded once blur is switched on, and never before. */
const parts = [
  /\/assets\/blur\.worker.*\.js$/,
  /\/litert.*\.js$/,
  /\/litert.*\.wasm$/,
  /\/selfie.*\.tflite$/,
];

/** A model that shares two cores with two browsers takes its time. It bounds nothing that is claimed. */
const patience = { timeout: 180_000 };

const policy =
  "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-N'; img-src 'self' data:; font-src 'self'; " +
  "media-src 'self' blob:; connect-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'; " +
  "form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types alcove-workers";
const workerPolicy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'";

const pipelines: [string, (person: Visitor) => Promise<unknown>][] = [
  ["from frame to frame", async () => undefined],
  [
    "by a canvas, where a browser has no streams of frames",
    (person) => person.page.addInitScript(() => Reflect.deleteProperty(window, "MediaStreamTrackProcessor")),
  ],
];

for (const [pipeline, prepare] of pipelines) {
  test(`what is blurred is blurred at the receiver, and nothing leaves the origin for it: ${pipeline}`, async ({
    server,
    visitor,
  }) => {
    test.slow();
    const [dana, sam] = [await visitor(), await visitor()];
    await prepare(sam);
    const loaded: string[] = [];
    const policies = new Map<string, string | undefined>();
    sam.page.on("response", (response) => {
      const { pathname } = new URL(response.url());
      loaded.push(pathname);
      policies.set(pathname, response.headers()["content-security-policy"]);
    });
    const loadedOf = (part: RegExp) => loaded.filter((path) => part.test(path));
    const { video, sharp } = await meet(dana, sam, server);
    expect(parts.flatMap(loadedOf)).toEqual([]);

    await blurIn(sam, true);
    await expect.poll(async () => compare(await sharpnessOf(video), sharp), patience).toBe("blurred");
    await expect(sam.switchOf("camera")).toBeChecked();
    // Each once and from here: a visitor's every request to elsewhere is a fault of this test.
    expect(parts.map((part) => loadedOf(part).length)).toEqual([1, 1, 1, 1]);
    expect(policies.get(new URL(sam.page.url()).pathname)?.replace(/nonce-\w+/, "nonce-N")).toBe(policy);
    expect(policies.get(loadedOf(/blur\.worker/)[0] ?? "")).toBe(workerPolicy);

    await goesOn(dana, "Sam");
    expect(compare(await sharpnessOf(video), sharp)).toBe("blurred");
    await blurIn(sam, false);
    await expect.poll(async () => compare(await sharpnessOf(video), sharp), patience).toBe("sharp");
    expect(await sam.openPeers()).toBe(1);
  });
}

test("a background that can't be blurred is not sent at all, until blur is turned off by hand", async ({
  server,
  visitor,
}) => {
  test.slow();
  const [dana, sam] = [await visitor(), await visitor()];
  // A worker that can do nothing but say so, as ours does when its runtime or its model doesn't come.
  const body = 'postMessage({ type: "fault", why: "unable" })';
  await sam.page.route(/blur\.worker/, (route) => route.fulfill({ body, contentType: "text/javascript" }));
  const { video, sharp } = await meet(dana, sam, server);

  await blurIn(sam, true, "device.camera.unblurred");
  await expect(sam.switchOf("camera")).not.toBeChecked();
  await expect.poll(async () => compare(await sharpnessOf(video), sharp), patience).toBe("nothing");
  const { picturePackets } = await dana.received("Sam");
  await sam.switchOf("camera").click(); // blur is still chosen
  await expect(sam.now().getByText(sam.say("device.camera.unblurred"), { exact: true })).toBeVisible();
  expect((await dana.received("Sam")).picturePackets).toBe(picturePackets);

  await blurIn(sam, false);
  await sam.switchOf("camera").click();
  await expect.poll(async () => compare(await sharpnessOf(video), sharp), patience).toBe("sharp");
});

/** Dana and Sam are in the circle, and Dana sees Sam as the camera does. */
async function meet(dana: Visitor, sam: Visitor, server: { link(name: string): string }) {
  const video: Locator = dana.tile("Sam").locator("video");
  await dana.lead(server.link("Dana"));
  await sam.come(server.link("Sam"));
  await dana.page.getByRole("button", { name: "Let in Sam Okafor" }).click();
  await sam.title("room.title");
  let sharp: Sharpness = { wall: 0, jumper: 0 };
  const both = async () => {
    sharp = await sharpnessOf(video);
    return Math.min(sharp.wall / 20, sharp.jumper / 10);
  };
  await expect.poll(both).toBeGreaterThan(1);
  return { video, sharp };
}

/** Turns blur on or off in the Devices sheet, and closes it once it says what it has to. */
async function blurIn(person: Visitor, on: boolean, said?: string): Promise<void> {
  await person.press("bar.more");
  await person.page.getByRole("menuitem", { name: person.say("bar.devices") }).click();
  const dialog = person.page.getByRole("dialog");
  const blur = dialog.getByRole("switch", { name: person.say("device.blur") });
  await blur.click();
  await expect(blur).toBeChecked({ checked: on });
  if (said) await expect(dialog.getByText(person.say(said), { exact: true })).toBeVisible();
  await dialog.getByRole("button", { name: person.say("close") }).click();
  await expect(dialog).toHaveCount(0);
}

/** New pictures of somebody arrive. */
async function goesOn(person: Visitor, name: string): Promise<void> {
  const { frames } = await person.received(name);
  await expect.poll(async () => (await person.received(name)).frames).toBeGreaterThan(frames + 10);
}
