import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { FakeServer, refusal, until, welcome } from "../../test/server";
import { circle, lobby } from "../../test/views";
import { FakeWorker } from "../../test/worker";
import { createVisitStore, type VisitStore } from "../state/store";
import { Line, lostAfter } from "./line";
import type { Link } from "./link";
import { TicketKeeper } from "./ticket";

const personal: Link = { kind: "personal", secret: "secret" };
const here = { url: "ws://alcove.test/ws", tells: () => {} };

let server: FakeServer;
let over: AbortController;
let visit: VisitStore;
let tickets: TicketKeeper;
let ran: Promise<void>;

beforeEach(() => {
  // Not setImmediate: bodies of responses are read with it.
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "Date"] });
  vi.spyOn(Math, "random").mockReturnValue(0);
  sessionStorage.clear();
  server = new FakeServer();
  over = new AbortController();
  tickets = new TicketKeeper(sessionStorage);
});

afterEach(async () => {
  over.abort();
  await ran;
  await vi.advanceTimersByTimeAsync(0); // jsdom tells other windows about the storage a moment later
  expect(vi.getTimerCount(), "a timer outlived the visit").toBe(0);
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function start(link: Link | null): Line {
  visit = createVisitStore({ stage: "opening", phone: "", line: "steady" });
  const { tell } = visit;
  const line = new Line({ ...here, link, tickets, hear: tell, tell, signal: over.signal });
  ran = line.run();
  return line;
}

async function arrive(): Promise<Line> {
  const line = start(personal);
  (await server.accept()).say(welcome(), { type: "view", data: lobby() });
  return line;
}

/** The line breaks, and every further try does, until the page stops trying. */
async function loseIt(): Promise<void> {
  server.connection.drop();
  const busy = setInterval(() => server.connection.readyState === 0 && server.connection.drop(), 100);
  await vi.advanceTimersByTimeAsync(lostAfter + 10_000);
  clearInterval(busy);
  expect(visit.getState()).toMatchObject({ stage: "here", line: "lost" });
}

describe("arriving", () => {
  test("a personal link is exchanged, and the token is in the first frame", async () => {
    await arrive();
    expect(server.exchanged).toEqual(["secret"]);
    expect(server.connection.url).toBe("ws://alcove.test/ws");
    expect(server.connection.heard).toEqual([{ type: "hello", data: { protocol: 1, token: "token-1" } }]);
    expect(visit.getState()).toMatchObject({ stage: "here", line: "steady" });
    expect(sessionStorage.getItem("alcove.ticket")).toBe("ticket-1");
  });

  test("a portal's token is used as it is", async () => {
    start({ kind: "portal", token: "portal-token" });
    const connection = await server.accept();
    expect(connection.heard).toEqual([{ type: "hello", data: { protocol: 1, token: "portal-token" } }]);
    expect(server.exchanged).toEqual([]);
  });

  test("a reload resumes with this tab's ticket", async () => {
    tickets.keep("ticket-9");
    start(null);
    const connection = await server.accept();
    expect(connection.heard).toEqual([{ type: "hello", data: { protocol: 1, ticket: "ticket-9" } }]);
  });

  test("a refused link is the neutral refusal with the contact line", async () => {
    server.answer = refusal;
    start(personal);
    await ran;
    expect(visit.getState()).toEqual({ stage: "refused", phone: "(555) 0100" });
    expect(server.connections).toHaveLength(0);
  });

  test("no link and no ticket is the same refusal", async () => {
    server.answer = refusal;
    start(null);
    await ran;
    expect(server.exchanged).toEqual([""]);
    expect(visit.getState()).toEqual({ stage: "refused", phone: "(555) 0100" });
  });

  test("a ticket that is refused is forgotten, and the contact line is asked for", async () => {
    tickets.keep("ticket-9");
    start(null);
    server.answer = refusal;
    (await server.accept()).say({ type: "bye", data: { why: "refused", comeBack: false } });
    await ran;
    expect(visit.getState()).toEqual({ stage: "refused", phone: "(555) 0100" });
    expect(sessionStorage.getItem("alcove.ticket")).toBeNull();
  });

  test("a server that is not there yet is asked again", async () => {
    server.answer = () => new Response("", { status: 502 });
    start(personal);
    await until(() => server.exchanged.length === 1);
    server.answer = () => Promise.reject(new TypeError("network"));
    await vi.advanceTimersByTimeAsync(1_000);
    server.answer = () => Response.json({ token: "token-2" });
    await vi.advanceTimersByTimeAsync(5_000);
    expect((await server.accept()).heard).toMatchObject([{ data: { token: "token-2" } }]);
  });
});

describe("a server that can't answer yet", () => {
  const busy = (status: number, seconds = "") => {
    const headers = seconds ? { "Retry-After": seconds } : {};
    return Response.json({ phone: "(555) 0100" }, { status, headers });
  };

  test.each([
    [429, "5", 5_000],
    [503, "2", 2_000],
    [503, "3600", 30_000],
    [503, "", 300],
    [503, "tomorrow", 300],
  ])("with %i and Retry-After %j is asked again, not sooner", async (status, seconds, wait) => {
    server.answer = () => busy(status, seconds);
    start(personal);
    await until(() => visit.getState().stage === "opening" && server.exchanged.length === 1);
    await vi.advanceTimersByTimeAsync(1);
    expect(visit.getState()).toEqual({ stage: "opening", phone: "(555) 0100", line: "reconnecting" });
    server.answer = () => Response.json({ token: "token-2" });
    await vi.advanceTimersByTimeAsync(wait - 20);
    expect(server.exchanged).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(40);
    expect((await server.accept()).heard).toMatchObject([{ data: { token: "token-2" } }]);
  });

  test("is left alone for as long as it asks, whatever happens here", async () => {
    const line = await arrive();
    server.connection.say({ type: "bye", data: { why: "restart", comeBack: true, afterMs: 3_000 } });
    for (let ms = 0; ms < 2_900; ms += 100) {
      line.look();
      await vi.advanceTimersByTimeAsync(100);
    }
    expect(server.connections).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(150);
    expect(server.connections).toHaveLength(2);
  });

  test("and says so again and again is asked ever less often", async () => {
    await arrive();
    const times: number[] = [];
    for (let i = 0; i < 5; i++) {
      const count = server.connections.length;
      server.connection.say({ type: "bye", data: { why: "restart", comeBack: true } });
      const from = Date.now();
      await until(() => server.connections.length > count);
      times.push(Date.now() - from);
      server.connection.open();
    }
    expect(times).toEqual([300, 600, 1_200, 2_400, 4_800]);
  });
});

describe("while connected", () => {
  test("a ping is answered before anything else happens", async () => {
    await arrive();
    server.connection.say({ type: "ping", data: { n: 41 } });
    expect(server.connection.heard.at(-1)).toEqual({ type: "pong", data: { n: 41 } });
  });

  test("a rotated ticket replaces the one that is kept", async () => {
    await arrive();
    server.connection.say({ type: "ticket", data: { ticket: "ticket-2" } });
    expect(sessionStorage.getItem("alcove.ticket")).toBe("ticket-2");
  });

  test("each command gets its own answer, in whatever order", async () => {
    const line = await arrive();
    const raise = line.ask({ type: "hand.raise" });
    const mute = line.ask({ type: "seat.mute", data: { seat: 4 } });
    const [first, second] = server.connection.heard.slice(-2);
    expect([first?.type, second?.type]).toEqual(["hand.raise", "seat.mute"]);
    server.connection.answer("seat.mute", "staff").answer("hand.raise");
    expect(await raise).toEqual({ ok: true, saved: true });
    expect(await mute).toEqual({ ok: false, why: "refused", code: "staff" });
  });

  test("noise and messages of a newer server are ignored", async () => {
    await arrive();
    const before = visit.getState();
    for (const noise of [
      "",
      "{",
      "null",
      "[]",
      '{"type":"toString"}',
      '{"type":"weather","data":{}}',
      new Blob(),
    ]) {
      server.connection.sayRaw(noise);
    }
    expect(visit.getState()).toBe(before);
  });

  test.each(["a ping", "its welcome"])(
    "a server that falls silent after %s is left within three seconds",
    async (last) => {
      await arrive();
      const { connection } = server;
      if (last === "a ping") connection.say({ type: "ping", data: { n: 1 } });
      await vi.advanceTimersByTimeAsync(2_400);
      expect(connection.readyState).toBe(1);
      await vi.advanceTimersByTimeAsync(700);
      expect(connection.readyState).toBe(3);
      expect(visit.getState()).toMatchObject({ line: "reconnecting" });
    },
  );
});

/** The machine sleeps: the clock goes on while no timer fires. */
const sleep = (ms: number) => vi.setSystemTime(Date.now() + ms);

/** The server pings and is heard for so long. */
async function steady(ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += 500) {
    server.connection.say({ type: "ping", data: { n: passed } });
    await vi.advanceTimersByTimeAsync(500);
  }
}

describe("a machine that slept", () => {
  test("for some seconds does not take its own silence for the server's", async () => {
    await arrive();
    await steady(1_000);
    sleep(8_000);
    await vi.advanceTimersByTimeAsync(500);
    await steady(10_000);
    expect(server.connections).toHaveLength(1);
  });

  test("for long makes the line anew at once", async () => {
    await arrive();
    await steady(1_000);
    sleep(600_000);
    await vi.advanceTimersByTimeAsync(250);
    expect(server.connections).toHaveLength(2);
    expect((await server.accept()).heard).toMatchObject([{ data: { ticket: "ticket-1" } }]);
  });

  test("while the line was down tries again at once, and does not say that it is lost", async () => {
    await arrive();
    server.connection.drop();
    await vi.advanceTimersByTimeAsync(100);
    sleep(lostAfter + 600_000);
    await vi.advanceTimersByTimeAsync(150);
    expect(server.connections).toHaveLength(2);
    server.connection.drop();
    await vi.advanceTimersByTimeAsync(lostAfter + 1_000);
    expect(visit.getState(), "it was tried for less than two minutes").toMatchObject({
      line: "reconnecting",
    });
    await vi.advanceTimersByTimeAsync(lostAfter);
    expect(visit.getState()).toMatchObject({ line: "lost" });
  });

  test("after the line was lost tries again at once", async () => {
    await arrive();
    await loseIt();
    const tries = server.connections.length;
    sleep(600_000);
    await vi.advanceTimersByTimeAsync(250);
    expect(server.connections).toHaveLength(tries + 1);
    expect(visit.getState()).toMatchObject({ line: "reconnecting" });
  });

  test("and comes back after its place was given away is in the lobby, muted by the server", async () => {
    await arrive();
    server.connection.say({ type: "view", data: circle(9, { microphone: true }) });
    await steady(1_000);
    sleep(130_000);
    const again = await server.accept();
    again.say(welcome("ticket-2"), { type: "view", data: lobby(1) });
    expect(visit.getState()).toMatchObject({
      stage: "here",
      line: "steady",
      view: { place: "lobby", you: { ready: false, microphone: false } },
    });
  });
});

describe("when something has changed around it", () => {
  test("a line that is heard stays as it is", async () => {
    const line = await arrive();
    for (let i = 0; i < 10; i++) {
      await steady(500);
      line.look();
      line.suspect();
    }
    expect(server.connections).toHaveLength(1);
  });

  test("a line that was quiet for longer than three pings is made anew without waiting", async () => {
    const line = await arrive();
    await steady(500);
    await vi.advanceTimersByTimeAsync(1_100);
    line.look();
    await vi.advanceTimersByTimeAsync(0);
    expect(server.connections).toHaveLength(2);
  });

  test.each(["look", "suspect"] as const)("a line that falls silent is left sooner after %s", async (why) => {
    const line = await arrive();
    await steady(500);
    const { connection } = server;
    line[why]();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(connection.readyState).toBe(1);
    await vi.advanceTimersByTimeAsync(750);
    expect(connection.readyState).toBe(3);
  });

  test("a connection that is being made is given its time, and no more", async () => {
    const line = await arrive();
    server.connection.drop();
    await until(() => server.connections.length === 2);
    line.look();
    await vi.advanceTimersByTimeAsync(2_500);
    line.look();
    expect(server.connections).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(1_000);
    line.look();
    await vi.advanceTimersByTimeAsync(0);
    expect(server.connections).toHaveLength(3);
  });

  test("a connection that was being made when the network changed is given up by itself", async () => {
    const line = await arrive();
    server.connection.drop();
    await until(() => server.connections.length === 2);
    line.look();
    await vi.advanceTimersByTimeAsync(2_900);
    expect(server.connections).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(1_500);
    expect(server.connections).toHaveLength(3);
    await vi.advanceTimersByTimeAsync(9_000); // nobody doubts this one
    expect(server.connections).toHaveLength(3);
  });

  test("a page that was busy while the server pinged does not believe the watchdog", async () => {
    FakeWorker.made = [];
    vi.stubGlobal("Worker", FakeWorker);
    await arrive();
    await steady(500);
    const connection = server.connection.say({ type: "ping", data: { n: 1 } });
    FakeWorker.made[0]?.say("silent"); // before it heard of that ping
    await vi.advanceTimersByTimeAsync(1_000);
    expect(connection.readyState).toBe(1);
    await vi.advanceTimersByTimeAsync(1_750);
    expect(connection.readyState, "the watch goes on").toBe(3);
  });
});

describe("when the line breaks", () => {
  test("it is made again with the ticket, and a pending command is told so", async () => {
    const line = await arrive();
    const raise = line.ask({ type: "hand.raise" });
    server.connection.drop();
    expect(await raise).toEqual({ ok: false, why: "line" });
    await vi.advanceTimersByTimeAsync(0);
    expect(visit.getState()).toMatchObject({ stage: "here", line: "reconnecting" });
    expect(await line.ask({ type: "hand.raise" })).toEqual({ ok: false, why: "line" });

    const again = await server.accept();
    expect(again.heard).toEqual([{ type: "hello", data: { protocol: 1, ticket: "ticket-1" } }]);
    again.say(welcome("ticket-2"), { type: "view", data: lobby(1) });
    expect(visit.getState()).toMatchObject({ stage: "here", line: "steady" });
    expect(server.exchanged).toEqual(["secret"]);
  });

  test("nothing that an old connection still says is heard", async () => {
    await arrive();
    const old = server.connection;
    old.drop();
    old.say({ type: "view", data: lobby(99) });
    expect(visit.getState()).toMatchObject({ view: { version: 1 } });
  });

  test("the waits grow to eight seconds", async () => {
    await arrive();
    const waits: number[] = [];
    for (let i = 0; i < 8; i++) {
      const count = server.connections.length;
      server.connection.drop();
      const from = Date.now();
      while (server.connections.length === count) await vi.advanceTimersByTimeAsync(50);
      waits.push(Date.now() - from);
    }
    expect(waits).toEqual([300, 600, 1_200, 2_400, 4_800, 8_000, 8_000, 8_000]);
  });

  test("after two minutes the page stops and asks; one press tries again", async () => {
    const line = await arrive();
    await loseIt();
    const tries = server.connections.length;
    await vi.advanceTimersByTimeAsync(600_000);
    expect(server.connections).toHaveLength(tries);

    line.wake();
    (await server.accept()).say(welcome(), { type: "view", data: lobby() });
    expect(visit.getState()).toMatchObject({ stage: "here", line: "steady" });
  });
});

describe("handed over to another tab", () => {
  const elsewhere = { stage: "over", why: "elsewhere", mayReturn: false };

  test("the connection lives until the server ends it, and the ticket is kept no more", async () => {
    const line = await arrive();
    expect(line.handOver()).toBe("ticket-1");
    server.connection.say({ type: "ticket", data: { ticket: "ticket-2" } });
    await steady(5_000);
    expect(visit.getState()).toMatchObject({ stage: "here", line: "steady" });
    expect([line.handOver(), sessionStorage.length]).toEqual([null, 0]);
    server.connection.say({ type: "bye", data: { why: "elsewhere", comeBack: false } });
    await ran;
    expect(visit.getState()).toMatchObject(elsewhere);
  });

  test.each([
    ["breaks", () => server.connection.drop()],
    [
      "is to come back",
      () => server.connection.say({ type: "bye", data: { why: "restart", comeBack: true } }),
    ],
  ])("a connection that %s is not made again", async (_, end) => {
    const line = await arrive();
    line.handOver();
    end();
    await ran;
    expect(visit.getState()).toMatchObject(elsewhere);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(server.connections).toHaveLength(1);
  });

  test("a connection that is being made is given up: it could take the place back", async () => {
    const line = await arrive();
    server.connection.drop();
    await until(() => server.connections.length === 2);
    expect(line.handOver()).toBe("ticket-1");
    await ran;
    expect(server.connection.readyState).toBe(3);
    expect(visit.getState()).toMatchObject(elsewhere);
  });

  test("a page that has no ticket yet gives nothing, and goes on", async () => {
    const line = start(personal);
    expect(line.handOver()).toBeNull();
    (await server.accept()).say(welcome(), { type: "view", data: lobby() });
    expect(visit.getState()).toMatchObject({ stage: "here" });
  });
});

describe("bye", () => {
  test("come back waits at least as long as the server asks", async () => {
    await arrive();
    server.connection.say({ type: "bye", data: { why: "restart", comeBack: true, afterMs: 2_000 } });
    await vi.advanceTimersByTimeAsync(1_990);
    expect(server.connections).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(20);
    expect((await server.accept()).heard).toMatchObject([{ type: "hello", data: { ticket: "ticket-1" } }]);
  });

  test("the end of the visit forgets the ticket and tries nothing more", async () => {
    await arrive();
    server.connection.say({ type: "bye", data: { why: "elsewhere", comeBack: false } });
    await ran;
    expect(visit.getState()).toMatchObject({ stage: "over", why: "elsewhere" });
    expect(sessionStorage.getItem("alcove.ticket")).toBeNull();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(server.connections).toHaveLength(1);
  });

  test("an end that allows a return keeps the ticket", async () => {
    await arrive();
    server.connection.say({ type: "bye", data: { why: "denied", comeBack: false } });
    await ran;
    expect(sessionStorage.getItem("alcove.ticket")).toBe("ticket-1");
  });
});
