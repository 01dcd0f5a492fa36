import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { FakeCover } from "../../test/cover";
import { FakePage, FakeStorage } from "../../test/page";
import { type FakeConnection, FakeServer, welcome } from "../../test/server";
import { circle, lobby } from "../../test/views";
import { type FakeDevices, FakePeer, fakeWebRTC } from "../../test/webrtc";
import { openCore } from "../core";
import type { Core } from "../state/hooks";
import { hasExited } from "./address";

let server: FakeServer;
let machine: FakeDevices;
let page: FakePage;
let cover: FakeCover;
let core: Core;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "Date"] });
  server = new FakeServer();
  machine = fakeWebRTC();
});

afterEach(async () => {
  core.actions.quickExit(); // which ends whatever is left
  await settle();
  expect(vi.getTimerCount(), "a timer outlived the visit").toBe(0);
  expect(open(), "a device stayed open").toBe(0);
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const settle = () => vi.advanceTimersByTimeAsync(0);
const open = () => machine.live("audio").length + machine.live("video").length;
const sent = (connection: FakeConnection) => connection.heard.map(({ type }) => type);

function load(address: string, storage = new FakeStorage()): void {
  page = new FakePage(machine, address, storage);
  cover = new FakeCover();
  core = openCore(page.window, cover);
}

/** In the circle, with microphone and camera on. */
async function inTheCircle(exit = ""): Promise<FakeConnection> {
  load("/join#secret");
  core.actions.enter();
  const connection = await server.accept();
  const greeting = welcome();
  if (greeting.type === "welcome" && exit) greeting.data.exit = exit;
  connection.say(greeting, { type: "view", data: circle(2) });
  await settle();
  void core.actions.setMicrophone(true);
  void core.actions.setCamera(true);
  await settle();
  connection.answer("mic.set").answer("camera.set");
  connection.say({ type: "view", data: circle(3, { microphone: true, camera: true }) });
  expect(open()).toBe(2);
  return connection;
}

function press(key: string): void {
  page.dispatchEvent(new KeyboardEvent("keydown", { key, cancelable: true }));
  page.dispatchEvent(new KeyboardEvent("keyup", { key }));
}

describe("somebody came in", () => {
  test.each<[string, () => void]>([
    ["by its button", () => core.actions.someoneCameIn()],
    ["by F2", () => press("F2")],
  ])("%s everything stops before anything else happens", async (_, happens) => {
    const connection = await inTheCircle();
    happens();
    expect(open()).toBe(0);
    expect(cover.shown).toBe("shown");
    expect(core.hidden.getState()).toBe(true);
    expect(page.location.pathname).toBe("/notes");
    expect(sent(connection).at(-1)).toBe("privacy.take");
  });

  test("nothing opens behind the cover, and the server is told once", async () => {
    const connection = await inTheCircle();
    press("F2");
    press("F2");
    connection.answer("privacy.take").say({ type: "view", data: circle(4, { private: true }) });
    await settle();
    void core.actions.setMicrophone(true);
    void core.actions.setCamera(true);
    core.actions.startCheck();
    await settle();
    expect(open()).toBe(0);
    expect(connection.commands("privacy.take")).toHaveLength(1);
  });

  test("Continue leads back with everything of one's own off", async () => {
    const connection = await inTheCircle();
    press("F2");
    connection.answer("privacy.take").say({ type: "view", data: circle(4, { private: true }) });
    await settle();
    cover.continue();
    expect([cover.shown, core.hidden.getState(), page.location.pathname]).toEqual(["not", false, "/join"]);
    expect(sent(connection).at(-1)).toBe("privacy.end");
    connection.answer("privacy.end").say({ type: "view", data: circle(5) });
    await settle();
    expect(open()).toBe(0);
    expect(core.visit.getState()).toMatchObject({ toast: { about: "back" } });
    void core.actions.setMicrophone(true);
    await settle();
    expect(open()).toBe(1);
    expect(connection.commands("privacy.end")).toHaveLength(1);
  });

  test("with a dead line it works all the same, and the server hears of it when the line is back", async () => {
    const connection = await inTheCircle();
    connection.drop();
    press("F2");
    expect([open(), cover.shown]).toEqual([0, "shown"]);
    const again = await server.accept();
    again.say(welcome("ticket-2", "kept"), {
      type: "view",
      data: circle(1, { microphone: true, camera: true }),
    });
    await settle();
    expect(sent(again)).toContain("privacy.take");
    expect(open()).toBe(0);
  });

  test("a press back while the line was dead is told, too", async () => {
    const connection = await inTheCircle();
    press("F2");
    connection.answer("privacy.take").say({ type: "view", data: circle(4, { private: true }) });
    await settle();
    connection.drop();
    cover.continue();
    const again = await server.accept();
    again.say(welcome("ticket-2", "kept"), { type: "view", data: circle(1, { private: true }) });
    await settle();
    expect(sent(again)).toContain("privacy.end");
  });

  test("a refusal is not answered by asking on and on", async () => {
    const connection = await inTheCircle();
    press("F2");
    connection.answer("privacy.take", "fault");
    await settle();
    connection.say({ type: "view", data: circle(4) });
    await settle();
    expect(connection.commands("privacy.take")).toHaveLength(1);
    expect([open(), cover.shown]).toEqual([0, "shown"]);
  });

  test("in the device check the camera goes off, and on again by a press only", async () => {
    load("/join#secret");
    core.actions.enter();
    (await server.accept()).say(welcome(), { type: "view", data: lobby() });
    core.actions.startCheck();
    await settle();
    expect(open()).toBe(2);
    press("F2");
    expect(open()).toBe(0);
    cover.continue();
    core.actions.startCheck(); // the screen does so by itself when it is drawn again
    await settle();
    expect(open()).toBe(0);
    core.actions.startCheck();
    await settle();
    expect(open()).toBe(2);
  });

  test("a reload meanwhile comes back covered", async () => {
    await inTheCircle();
    press("F2");
    const storage = page.sessionStorage;
    core.actions.quickExit();
    (storage as FakeStorage).clear(); // as if only reloaded: the tab was not left
    load("/notes", storage as FakeStorage);
    expect([cover.shown, core.hidden.getState()]).toEqual(["shown", true]);
  });
});

describe("quick exit", () => {
  test.each<[string, () => void]>([
    ["by its button", () => core.actions.quickExit()],
    ["by Shift three times", () => ["Shift", "Shift", "Shift"].forEach(press)],
    ["from behind the cover", () => ["F2", "Shift", "Shift", "Shift"].forEach(press)],
  ])("%s: nothing is left", async (_, happens) => {
    const connection = await inTheCircle();
    happens();
    expect(open()).toBe(0);
    expect(cover.shown).toBe("closed");
    expect(sent(connection).at(-1)).toBe("exit.quick");
    expect(connection.readyState).toBe(3);
    await settle();
    expect(FakePeer.made.every((peer) => peer.connectionState === "closed")).toBe(true);
    expect(page.location.pathname).toBe("/notes");
    expect(page.sessionStorage.getItem("alcove.ticket")).toBeNull();
    expect(hasExited(page.window)).toBe(true);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(server.connections).toHaveLength(1);
  });

  test("works with a dead line", async () => {
    const connection = await inTheCircle();
    connection.drop();
    core.actions.quickExit();
    await vi.advanceTimersByTimeAsync(180_000);
    expect([open(), cover.shown, server.connections.length]).toEqual([0, "closed", 1]);
    expect(page.sessionStorage.getItem("alcove.ticket")).toBeNull();
  });

  test("works before anything has begun", async () => {
    load("/join#secret");
    core.actions.quickExit();
    core.actions.enter();
    await vi.advanceTimersByTimeAsync(1_000);
    expect([cover.shown, server.exchanged.length, server.connections.length]).toEqual(["closed", 0, 0]);
  });

  test("goes on to the page that is set up, if there is a network", async () => {
    await inTheCircle("https://weather.example/");
    core.actions.quickExit();
    expect(page.replace.mock.calls).toEqual([["https://weather.example/"]]);
  });

  test("stays on its own page without a network, and where none is set up", async () => {
    await inTheCircle("https://weather.example/");
    page.onLine = false;
    core.actions.quickExit();
    expect(page.replace).not.toHaveBeenCalled();
    await inTheCircle();
    core.actions.quickExit();
    expect(page.replace).not.toHaveBeenCalled();
  });

  test("is over for this tab until another link is opened in it", async () => {
    await inTheCircle();
    core.actions.quickExit();
    page.location.hash = "#another";
    expect(hasExited(page.window)).toBe(false);
    page.location.hash = "";
    expect(hasExited(page.window)).toBe(false);
  });
});
