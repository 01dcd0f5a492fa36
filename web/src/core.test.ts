import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { FakeCover } from "../test/cover";
import { FakePage } from "../test/page";
import { FakeServer, refusal, welcome } from "../test/server";
import { circle, lobby } from "../test/views";
import { type FakeDevices, FakePeer, fakeWebRTC } from "../test/webrtc";
import { openCore } from "./core";
import type { Core } from "./state/hooks";

let server: FakeServer;
let machine: FakeDevices;
let page: FakePage;
let core: Core;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "Date"] });
  sessionStorage.clear();
  server = new FakeServer();
  machine = fakeWebRTC();
});

afterEach(async () => {
  // The visit of each test is ended by its server; nothing may stay behind.
  if (core.visit.getState().stage === "here") {
    server.connection.say({ type: "bye", data: { why: "session-over", comeBack: false } });
  }
  await vi.advanceTimersByTimeAsync(0);
  expect(vi.getTimerCount(), "a timer outlived the visit").toBe(0);
  expect(machine.live("audio").length + machine.live("video").length, "a device stayed open").toBe(0);
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** Loads the page at an address. */
function load(address: string): Core {
  page = new FakePage(machine, address, sessionStorage);
  core = openCore(page.window, new FakeCover());
  return core;
}

/** Opens a personal link, presses at the door, and arrives in the lobby. */
async function arrive(): Promise<Core> {
  load("/join#secret").actions.enter();
  (await server.accept()).say(welcome(), { type: "view", data: lobby() });
  return core;
}

describe("a link", () => {
  test("waits at the door: until a person presses, nothing is sent and the address is clean", async () => {
    load("/join#secret");
    await vi.advanceTimersByTimeAsync(60_000);
    expect(core.visit.getState()).toEqual({ stage: "door" });
    expect(page.location.hash).toBe("");
    expect([server.exchanged, server.connections]).toEqual([[], []]);
  });

  test("is used once however often the person presses", async () => {
    await arrive();
    core.actions.enter();
    await vi.advanceTimersByTimeAsync(0);
    expect(server.exchanged).toEqual(["secret"]);
    expect(server.connections.map((connection) => connection.url)).toEqual(["wss://alcove.test/ws"]);
  });

  test("that is opened in this tab later loads the page again", async () => {
    await arrive();
    page.dispatchEvent(new Event("hashchange"));
    expect(page.reload).toHaveBeenCalledOnce();
  });
});

test("the bare page without a ticket is the neutral refusal", async () => {
  server.answer = refusal;
  load("/");
  await vi.advanceTimersByTimeAsync(0);
  expect(core.visit.getState()).toEqual({ stage: "refused", phone: "(555) 0100" });
});

test("from the check to the circle and out: devices are open only where they are needed", async () => {
  const { actions, devices, preview, visit } = await arrive();
  actions.startCheck();
  await vi.advanceTimersByTimeAsync(0);
  expect(devices.getState()).toMatchObject({ microphone: { state: "ready" }, camera: { state: "ready" } });
  expect(preview.getState()).not.toBeNull();

  const ready = actions.ready({ camera: true });
  expect(devices.getState()).toMatchObject({ microphone: { state: "off" }, camera: { state: "off" } });
  server.connection.answer("lobby.ready");
  expect(await ready).toEqual({ ok: true, saved: true });

  server.connection.say({ type: "view", data: circle(2) });
  await vi.advanceTimersByTimeAsync(0);
  expect(FakePeer.made).toHaveLength(1);
  expect(server.connection.commands("media.offer")).toHaveLength(1);
  expect(server.connection.commands("camera.set")).toMatchObject([{ data: { on: true } }]);

  const leaving = actions.leave();
  server.connection.answer("leave").say({ type: "bye", data: { why: "left", comeBack: false } });
  expect(await leaving).toMatchObject({ ok: true });
  expect(visit.getState()).toMatchObject({ stage: "over", why: "left", mayReturn: false });
  expect(FakePeer.made[0]?.connectionState).toBe("closed");
});

describe("a moment", () => {
  /** Arrives in the circle and turns both devices on. */
  async function inTheCircle(): Promise<Core> {
    const { actions } = await arrive();
    server.connection.say({ type: "view", data: circle(2) });
    void actions.setMicrophone(true);
    void actions.setCamera(true);
    await vi.advanceTimersByTimeAsync(0);
    server.connection.answer("mic.set").answer("camera.set");
    server.connection.say({ type: "view", data: circle(3, { microphone: true, camera: true }) });
    expect([machine.live("audio").length, machine.live("video").length]).toEqual([1, 1]);
    return core;
  }

  test("lets microphone and camera go before the server answers, and the server is told so", async () => {
    const { actions } = await inTheCircle();
    const away = actions.takeMoment();
    expect([machine.live("audio").length, machine.live("video").length]).toEqual([0, 0]);
    expect(server.connection.heard.slice(-3)).toMatchObject([
      { type: "mic.set", data: { on: false } },
      { type: "camera.set", data: { on: false } },
      { type: "moment.take" },
    ]);
    server.connection.answer("moment.take");
    expect(await away).toEqual({ ok: true, saved: true });
  });

  test("ends without turning anything on", async () => {
    const { actions } = await inTheCircle();
    void actions.takeMoment();
    server.connection.say({ type: "view", data: circle(4, { steppedAway: true }) });
    void actions.endMoment();
    server.connection.answer("moment.end").say({ type: "view", data: circle(5) });
    await vi.advanceTimersByTimeAsync(0);
    expect(machine.live("audio").length + machine.live("video").length).toBe(0);
    expect(server.connection.commands("mic.set").at(-1)).toMatchObject({ data: { on: false } });
  });

  test("with everything off mentions neither", async () => {
    const { actions } = await arrive();
    server.connection.say({ type: "view", data: circle(2) });
    void actions.takeMoment();
    expect(server.connection.commands("mic.set")).toEqual([]);
    expect(server.connection.commands("moment.take")).toHaveLength(1);
  });
});

test("whoever leaves as the last of the staff says what comes then", async () => {
  const { actions } = await arrive();
  void actions.leave();
  void actions.leave("hand-over");
  expect(server.connection.commands("leave").map(({ data }) => data.then)).toEqual([undefined, "hand-over"]);
});

test("a command that staff press carries what it names, and nothing else", async () => {
  const { actions } = await arrive();
  void actions.hold(4, "wellbeing");
  void actions.endForToday({ waiting: 2 }, "ground-rules");
  void actions.answerName({ seat: 3 }, true);
  expect(server.connection.heard.slice(-3)).toMatchObject([
    { type: "seat.hold", data: { seat: 4, reason: "wellbeing" } },
    { type: "person.end_today", data: { waiting: 2, reason: "ground-rules" } },
    { type: "name.answer", data: { seat: 3, agree: true } },
  ]);
});

describe("come back", () => {
  test("takes an ended visit up again by its ticket", async () => {
    const { actions, visit } = await arrive();
    server.connection.say({ type: "bye", data: { why: "denied", comeBack: false } });
    await vi.advanceTimersByTimeAsync(0);
    actions.comeBack();
    expect(visit.getState()).toMatchObject({ stage: "opening", phone: "(555) 0100" });
    const again = await server.accept();
    expect(again.heard).toMatchObject([{ type: "hello", data: { ticket: "ticket-1" } }]);
    again.say(welcome(), { type: "view", data: lobby() });
    expect(visit.getState().stage).toBe("here");
  });

  test("loads the page again when the server speaks another version", async () => {
    const { actions } = await arrive();
    server.connection.say({ type: "bye", data: { why: "reload", comeBack: false } });
    await vi.advanceTimersByTimeAsync(0);
    actions.comeBack();
    expect(page.reload).toHaveBeenCalledOnce();
  });

  test("does nothing for a visit that is over for good", async () => {
    const { actions, visit } = await arrive();
    server.connection.say({ type: "bye", data: { why: "today", comeBack: false } });
    await vi.advanceTimersByTimeAsync(0);
    actions.comeBack();
    expect(visit.getState()).toMatchObject({ stage: "over", why: "today" });
    expect(await actions.raiseHand()).toEqual({ ok: false, why: "line" });
  });

  test("is quick when the network is there again", async () => {
    await arrive();
    server.connection.drop();
    await vi.advanceTimersByTimeAsync(0);
    page.dispatchEvent(new Event("online"));
    await vi.advanceTimersByTimeAsync(0);
    expect(server.connections).toHaveLength(2);
    server.connection.open().say(welcome(), { type: "view", data: lobby() });
  });
});

test("a line that was just heard is made anew when the network was gone for a moment, and only then", async () => {
  await arrive();
  page.dispatchEvent(new Event("online"));
  await vi.advanceTimersByTimeAsync(0);
  expect(server.connections).toHaveLength(1);
  page.dispatchEvent(new Event("offline"));
  page.dispatchEvent(new Event("online"));
  await vi.advanceTimersByTimeAsync(0);
  expect(server.connections).toHaveLength(2);
  server.connection.open().say(welcome(), { type: "view", data: lobby() });
});

describe("a line that has been quiet is made anew at once", () => {
  test.each([
    ["the network is there again", () => page.dispatchEvent(new Event("online")), 2],
    ["the network is another one", () => page.connection.dispatchEvent(new Event("change")), 2],
    ["the page comes out of the browser's memory", () => page.dispatchEvent(new Event("pageshow")), 2],
    ["the page is seen again", () => page.show("visible"), 2],
    ["the page is hidden", () => page.show("hidden"), 1], // which changes nothing
  ])("when %s", async (_, happen, connections) => {
    await arrive();
    server.connection.say({ type: "ping", data: { n: 1 } });
    await vi.advanceTimersByTimeAsync(1_600);
    happen();
    await vi.advanceTimersByTimeAsync(0);
    expect(server.connections).toHaveLength(connections);
    if (connections === 2) server.connection.open().say(welcome(), { type: "view", data: lobby() });
  });
});

test("a gentle signal is shown for six seconds at most, and goes with the visit", async () => {
  const { visit } = await arrive();
  server.connection.say({ type: "view", data: circle(2) });
  server.connection.say({ type: "gesture", data: { seat: 2, gesture: "nod" } });
  await vi.advanceTimersByTimeAsync(5000);
  expect(visit.getState()).toMatchObject({ gestures: [{ seat: 2, gesture: "nod" }] });
  await vi.advanceTimersByTimeAsync(1000);
  expect(visit.getState()).toMatchObject({ gestures: [] });
  server.connection.say({ type: "gesture", data: { seat: 2, gesture: "thanks" } }); // still shown at the end
});

test("the server's time follows its pings, and small differences are told to nobody", async () => {
  const { ahead } = await arrive();
  const heard = vi.fn();
  ahead.subscribe(heard);
  const ping = (more: number) =>
    server.connection.say({ type: "ping", data: { n: 1, at: Date.now() + ahead.getState() + more } });
  ping(40);
  expect(heard).not.toHaveBeenCalled();
  const before = ahead.getState();
  ping(3_600_000);
  expect(ahead.getState()).toBe(before + 3_600_000);
});
