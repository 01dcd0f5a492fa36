import type { Locator } from "@playwright/test";
import { figure } from "./build";
import { jumperAt, wallAt } from "./parts/figure";
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

/** Files that nobody needs before blur is switched on. */
const heavy = /\/assets\/.*(blur|litert|selfie)/;

test("a background that is blurred is blurred at the receiver, and nothing leaves the origin for it", async ({
  server,
  visitor,
}) => {
  test.slow();
  const [dana, sam] = [await visitor(), await visitor()];
  const loaded: string[] = [];
  sam.page.on("request", (request) => loaded.push(new URL(request.url()).pathname));
  const seen = dana.tile("Sam").locator("video");

  await dana.lead(server.link("Dana"));
  await sam.come(server.link("Sam"));
  await dana.page.getByRole("button", { name: "Let in Sam Okafor" }).click();
  await sam.title("room.title");

  await expect.poll(async () => (await look(seen)).wall).toBeGreaterThan(20);
  const sharp = await look(seen);
  expect(sharp.jumper).toBeGreaterThan(5);
  expect(loaded.filter((path) => heavy.test(path))).toEqual([]);

  await blurIn(sam, true);
  await expect(sam.switchOf("camera")).toBeChecked();
  await expect.poll(async () => (await look(seen)).wall).toBeLessThan(sharp.wall / 8);
  const blurred = await look(seen);
  expect(blurred.jumper).toBeGreaterThan(sharp.jumper * 0.6);
  for (const file of [/blur\.worker/, /litert.*\.js$/, /litert.*\.wasm$/, /selfie.*\.tflite$/])
    expect(loaded.filter((path) => file.test(path))).toHaveLength(1);

  await blurIn(sam, false);
  await expect.poll(async () => (await look(seen)).wall).toBeGreaterThan(sharp.wall / 2);
  expect([await sam.offers(), await dana.offers()]).toEqual([1, 1]);
});

/** Turns blur on or off in the Devices sheet, and closes it. */
async function blurIn(person: Visitor, on: boolean): Promise<void> {
  await person.press("bar.more");
  await person.page.getByRole("menuitem", { name: person.say("bar.devices") }).click();
  const dialog = person.page.getByRole("dialog");
  const blur = dialog.getByRole("switch", { name: person.say("device.blur") });
  await blur.click();
  await expect(blur).toBeChecked({ checked: on });
  await dialog.getByRole("button", { name: person.say("close") }).click();
  await expect(dialog).toHaveCount(0);
}

/** How much the picture changes from pixel to pixel: of the wall sideways, of the jumper downwards. 0 to 255. */
async function look(video: Locator): Promise<{ wall: number; jumper: number }> {
  return video.evaluate(
    (element, { wallAt, jumperAt }) => {
      const video = element as HTMLVideoElement;
      const { videoWidth: width, videoHeight: height } = video;
      if (width === 0) return { wall: 0, jumper: 0 };
      const pen = new OffscreenCanvas(width, height).getContext("2d", { willReadFrequently: true });
      if (!pen) throw new Error("no canvas");
      pen.drawImage(video, 0, 0);
      const change = (part: typeof wallAt, dx: number, dy: number) => {
        const columns = Math.floor(part.width * width);
        const rows = Math.floor(part.height * height);
        const { data } = pen.getImageData(
          Math.floor(part.x * width),
          Math.floor(part.y * height),
          columns + dx,
          rows + dy,
        );
        const green = (x: number, y: number) => data[4 * (y * (columns + dx) + x) + 1] ?? 0;
        let sum = 0;
        for (let y = 0; y < rows; y++)
          for (let x = 0; x < columns; x++) sum += Math.abs(green(x + dx, y + dy) - green(x, y));
        return sum / (columns * rows);
      };
      return { wall: change(wallAt, 1, 0), jumper: change(jumperAt, 0, 1) };
    },
    { wallAt, jumperAt },
  );
}
