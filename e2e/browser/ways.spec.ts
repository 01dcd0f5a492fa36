import type { Page } from "@playwright/test";
import { energy, hear, packetsWhile, turnMicrophone } from "./parts/hearing";
import { expect, test } from "./parts/test";
import type { Visitor } from "./parts/visitor";

declare global {
  interface Window {
    /** Every audio element that was ever played. */
    players: Set<HTMLMediaElement>;
    /** Every track that a device has given. */
    tracks: MediaStreamTrack[];
    /** When a player was last stopped, or a track. */
    stopped: number;
  }
}

/** Runs in the page before its own scripts: keeps what plays and what is open. */
function keepMedia(): void {
  window.players = new Set();
  window.tracks = [];
  window.stopped = 0;
  const { pause } = HTMLMediaElement.prototype;
  HTMLMediaElement.prototype.pause = function (this: HTMLMediaElement) {
    pause.call(this);
    window.stopped = performance.now();
  };
  const { play } = HTMLMediaElement.prototype;
  HTMLMediaElement.prototype.play = function (this: HTMLMediaElement) {
    window.players.add(this);
    return play.call(this);
  };
  if (!("MediaDevices" in window)) return; // a page that may open nothing
  const { getUserMedia } = MediaDevices.prototype;
  MediaDevices.prototype.getUserMedia = async function (this: MediaDevices, constraints) {
    const stream = await getUserMedia.call(this, constraints);
    for (const track of stream.getTracks()) {
      const { stop } = track;
      track.stop = () => {
        stop.call(track);
        window.stopped = performance.now();
      };
      window.tracks.push(track);
    }
    return stream;
  };
}

/** What of this page can still be heard, seen or sent at this moment. */
function alive(page: Page): Promise<{ playing: number; open: number }> {
  return page.evaluate(() => ({
    playing: [...window.players].filter((p) => !p.paused && p.srcObject !== null).length,
    open: window.tracks.filter((track) => track.readyState === "live").length,
  }));
}

/** What is left after a press of F2 before the browser has drawn again, and how long silence and the cover took, in ms. */
type Left = { playing: number; open: number; title: string; silent: number; covered: number };

function pressAndLook(page: Page): Promise<Left> {
  return page.evaluate(() => {
    const began = performance.now();
    document.activeElement?.dispatchEvent(
      new KeyboardEvent("keydown", { key: "F2", bubbles: true, cancelable: true }),
    );
    return {
      playing: [...window.players].filter((p) => !p.paused && p.srcObject !== null).length,
      open: window.tracks.filter((track) => track.readyState === "live").length,
      title: document.title,
      silent: window.stopped - began,
      covered: performance.now() - began,
    };
  });
}

async function notes(person: Visitor): Promise<void> {
  await expect(person.page).toHaveTitle("Notes");
  await expect(person.page.getByText("Water the plants by the window")).toBeVisible();
  for (const word of ["Alcove", "Group room", "Someone came in"]) {
    await expect(person.page.getByText(word).first()).not.toBeVisible();
  }
}

test("somebody came in, and somebody leaves at once", async ({ server, visitor }) => {
  test.slow();
  const [dana, sam] = [await visitor(), await visitor()];
  for (const person of [dana, sam]) await person.page.addInitScript(keepMedia);

  await test.step("everybody is heard", async () => {
    await dana.lead(server.link("Dana"));
    await sam.come(server.link("Sam"));
    await server.bots(["Mei"]);
    for (const name of ["Sam Okafor", "Mei Tanaka"]) {
      await dana.page.getByRole("button", { name: `Let in ${name}` }).click();
    }
    await sam.title("room.title");
    await turnMicrophone(sam, "on");
    await turnMicrophone(dana, "on");
    await hear(dana, "Sam", 50);
    await hear(sam, "Mei", 50);
    expect((await alive(sam.page)).playing).toBeGreaterThan(0);
  });

  await test.step("F2 stops all of it in the same frame, and the page is one of notes", async () => {
    const { silent, covered, ...left } = await pressAndLook(sam.page);
    const description = `silent after ${silent.toFixed(1)} ms, covered after ${covered.toFixed(1)} ms`;
    test.info().annotations.push({ type: "measured", description });
    process.stdout.write(`somebody came in: ${description}\n`);
    expect(left).toEqual({ playing: 0, open: 0, title: "Notes" });
    await notes(sam);
    await expect(sam.page.getByRole("button", { name: "Continue" })).toBeFocused();
    expect(new URL(sam.page.url()).pathname).toBe("/notes");
  });

  await test.step("not a packet leaves or comes, and staff see why", async () => {
    await expect(dana.tile("Sam")).toContainText("Privacy pause");
    await hear(dana, "Mei", 20); // what was under way is there
    const received = await sam.packets();
    expect(await packetsWhile(dana, "Sam", "Mei")).toBe(0);
    expect(await sam.packets()).toBe(received);
    await sam.page.keyboard.press("F2"); // again: nothing
    await notes(sam);
  });

  await test.step("a reload is still a page of notes", async () => {
    await sam.page.reload();
    await notes(sam);
    await expect(dana.tile("Sam")).toContainText("Privacy pause");
  });

  await test.step("one press leads back, with microphone and camera off", async () => {
    await sam.page.getByRole("button", { name: "Continue" }).click();
    await sam.title("room.title");
    await expect(sam.page.getByText(sam.say("ways.back"), { exact: true }).first()).toBeVisible();
    for (const source of ["microphone", "camera"] as const) {
      await expect(sam.switchOf(source)).not.toBeChecked();
    }
    expect((await alive(sam.page)).open).toBe(0);
    expect(await packetsWhile(dana, "Sam", "Mei")).toBe(0);
    const before = await energy(sam, "Mei");
    await expect.poll(() => energy(sam, "Mei")).toBeGreaterThan(before);
    await turnMicrophone(sam, "on");
    await hear(dana, "Sam", 20);
  });

  await test.step("both ways are in reach above an open dialog", async () => {
    await sam.press("bar.more");
    await sam.page.getByRole("menuitem", { name: sam.say("ways.about") }).click();
    await expect(sam.page.getByRole("dialog", { name: sam.say("ways.about") })).toBeVisible();
    await sam.page.getByRole("button", { name: "Someone came in", exact: true }).click();
    await notes(sam);
    await sam.page.getByRole("button", { name: "Continue" }).click();
    await sam.title("room.title");
    await expect(sam.page.getByRole("dialog")).toHaveCount(0);
  });

  await test.step("quick exit: nothing is left, and staff see how", async () => {
    for (let i = 0; i < 3; i++) await sam.page.keyboard.press("Shift");
    await notes(sam);
    expect(await alive(sam.page)).toEqual({ playing: 0, open: 0 });
    expect([await sam.openPeers(), await sam.connected()]).toEqual([0, false]);
    await expect(sam.page.getByRole("button")).toHaveCount(0);
    await expect(dana.page.getByText("Sam Okafor left by quick exit.")).toBeVisible();
    await expect(dana.tile("Sam")).toHaveCount(0);
  });

  await test.step("neither a step back nor a reload leads to the room", async () => {
    await sam.page.reload();
    await notes(sam);
    await sam.page.goBack();
    expect(sam.page.url()).toBe("about:blank"); // where this tab was before
    await sam.page.goto(`${server.page}/join`);
    await notes(sam);
  });

  await test.step("quick exit works with a server that stands still", async () => {
    server.freeze();
    await dana.press("ways.exit");
    await notes(dana);
    expect(await alive(dana.page)).toEqual({ playing: 0, open: 0 });
    expect(await dana.openPeers()).toBe(0);
    await dana.page.goBack();
    expect(dana.page.url()).toBe("about:blank");
    server.thaw();
  });
});
