import { createHash } from "node:crypto";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { FakeCover } from "../../test/cover";
import { FakeBrowser, type FakeChannel, FakePage, FakeStorage } from "../../test/page";
import { type FakeConnection, FakeServer, welcome } from "../../test/server";
import { lobby } from "../../test/views";
import { type FakeDevices, fakeWebRTC } from "../../test/webrtc";
import { openCore } from "../core";
import type { Core } from "../state/hooks";
import { answerTime } from "./tabs";

/** One tab of the browser that is tested. */
type Tab = { core: Core; page: FakePage; storage: FakeStorage; channel: FakeChannel | null };

let machine: FakeDevices;
let server: House;
let browser: FakeBrowser;
let tabs: Tab[];

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "Date"] });
  vi.spyOn(Math, "random").mockReturnValue(0);
  vi.spyOn(crypto.subtle, "digest").mockImplementation(async (_, text) => {
    const hash = createHash("sha256").update(new Uint8Array(text as ArrayBuffer));
    return new Uint8Array(hash.digest()).buffer; // at once, not from another thread
  });
  machine = fakeWebRTC();
  server = new House();
  browser = new FakeBrowser();
  tabs = [];
});

afterEach(async () => {
  server.closeDown();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(vi.getTimerCount(), "a timer outlived the visits").toBe(0);
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** A server that lets everybody in, and keeps one connection for each visit: the newest one. */
class House extends FakeServer {
  private readonly seen = new Set<FakeConnection>();
  private readonly visits = new Map<string, FakeConnection>();
  private tickets = 0;
  private closed = false;

  constructor() {
    super();
    // The token tells of no link: whoever exchanges anew is a new visit.
    this.answer = () => {
      const good = !this.closed && this.exchanged.at(-1) !== "";
      return answerAtOnce(good ? 200 : 403, good ? { token: `visit${this.exchanged.length}` } : {});
    };
  }

  /** Answers what is new. */
  serve(): void {
    for (const connection of this.connections) {
      if (this.seen.has(connection) || connection.readyState !== 0) continue;
      this.seen.add(connection);
      this.greet(connection.open());
    }
  }

  /** The connections that are alive. */
  live(): FakeConnection[] {
    return this.connections.filter((connection) => connection.readyState <= 1);
  }

  open(): void {
    this.closed = false;
  }

  closeDown(): void {
    this.closed = true;
    for (const connection of this.live()) {
      connection.say({ type: "bye", data: { why: "session-over", comeBack: false } });
    }
  }

  private greet(connection: FakeConnection): void {
    const [hello] = connection.heard;
    if (hello?.type !== "hello") throw new Error("no hello");
    const visit = (hello.data.ticket ?? hello.data.token ?? "").replace(/\..*/, "");
    const old = this.visits.get(visit);
    this.visits.set(visit, connection);
    if (old && old.readyState === 1) old.say({ type: "bye", data: { why: "elsewhere", comeBack: false } });
    connection.say(welcome(`${visit}.${++this.tickets}`), { type: "view", data: lobby() });
  }
}

/** An answer whose body is read without waiting, so that what happens first is always the same. */
function answerAtOnce(status: number, body: object): Response {
  return { status, headers: new Headers(), json: async () => body } as Response;
}

/** Time passes, and the server answers whoever comes. */
async function pass(ms: number): Promise<void> {
  for (let passed = 0; passed <= ms; passed += 50) {
    await vi.advanceTimersByTimeAsync(50);
    server.serve();
    for (const connection of server.live()) {
      if (connection.readyState === 1) connection.say({ type: "ping", data: { n: passed } });
    }
  }
}

/** Opens an address in a new tab, which has this storage. */
async function open(address: string, storage = new FakeStorage(), alone = false): Promise<Tab> {
  const page = new FakePage(machine, address, storage);
  page.location.host = `tab${tabs.length}`; // so that its connections can be told from others
  const channel = alone ? null : browser.connect(page);
  const tab = { core: openCore(page.window, new FakeCover()), page, storage, channel };
  tabs.push(tab);
  if (stage(tab) === "door") tab.core.actions.enter();
  await pass(answerTime + 100);
  return tab;
}

/** The browser's own "Duplicate tab": the address, and a copy of the storage. */
const duplicate = (tab: Tab) => open("/join", new FakeStorage(tab.storage));

/** Loads a tab again. What it was before hears and says nothing more. */
function reload(tab: Tab): Promise<Tab> {
  const storage = new FakeStorage(tab.storage);
  tab.channel?.close();
  for (const old of connectionsOf(tab)) {
    if (old.readyState === 1) old.say({ type: "bye", data: { why: "session-over", comeBack: false } });
  }
  return open("/join", storage);
}

const state = (tab: Tab) => tab.core.visit.getState();
const stage = (tab: Tab) => state(tab).stage;
const connectionsOf = (tab: Tab) =>
  server.connections.filter((one) => one.url === `wss://${tab.page.location.host}/ws`);
const over = { stage: "over", why: "elsewhere", mayReturn: false };

describe.each([
  ["a tab that was duplicated", duplicate],
  ["a tab with the same link", () => open("/join#anas-link")],
])("%s", (_, another) => {
  test("asks before it goes in, and disturbs nobody", async () => {
    const first = await open("/join#anas-link");
    const second = await another(first);
    expect([stage(first), stage(second)]).toEqual(["here", "other-tab"]);
    await pass(60_000);
    expect(server.connections).toHaveLength(1);
    expect(server.exchanged).toEqual(["anas-link"]);
  });

  test("has the place once the person says so; the other is over and never tries again", async () => {
    const first = await open("/join#anas-link");
    const second = await another(first);
    second.core.actions.moveHere();
    await pass(1_000);
    expect(stage(second)).toBe("here");
    expect(state(first)).toMatchObject(over);
    expect(connectionsOf(second)[0]?.heard[0]).toMatchObject({ data: { ticket: "visit1.1" } });
    expect(server.exchanged, "the same visit goes on").toEqual(["anas-link"]);
    expect([first.storage.length, second.storage.length]).toEqual([0, 2]);
    await pass(60_000);
    expect([connectionsOf(first).length, connectionsOf(second).length]).toEqual([1, 1]);
  });

  test("is over if the person stays with the other one", async () => {
    const first = await open("/join#anas-link");
    const second = await another(first);
    second.core.actions.stayThere();
    expect(state(second)).toMatchObject(over);
    expect(second.storage.length).toBe(0);
    second.core.actions.moveHere();
    second.core.actions.comeBack();
    second.core.actions.enter();
    await pass(60_000);
    expect(stage(first)).toBe("here");
    expect(server.connections).toHaveLength(1);
  });

  test("goes in by itself if the other one is gone when the person presses", async () => {
    const first = await open("/join#anas-link");
    const second = await another(first);
    first.channel?.close();
    second.core.actions.moveHere();
    await pass(1_000);
    expect(stage(second)).toBe("here");
  });

  test("has the place also from one whose line is down, which then stays down", async () => {
    const first = await open("/join#anas-link");
    const second = await another(first);
    connectionsOf(first)[0]?.drop();
    await vi.advanceTimersByTimeAsync(10);
    expect(state(first)).toMatchObject({ line: "reconnecting" });
    second.core.actions.moveHere();
    await vi.advanceTimersByTimeAsync(10);
    expect(state(first)).toMatchObject(over);
    await pass(60_000);
    expect(stage(second)).toBe("here");
    expect([connectionsOf(first).length, connectionsOf(second).length]).toEqual([1, 1]);
  });
});

describe("nobody is asked", () => {
  test("about another person's link on the same computer", async () => {
    const ana = await open("/join#anas-link");
    const sam = await open("/join#sams-link");
    expect([stage(ana), stage(sam)]).toEqual(["here", "here"]);
    expect(server.live()).toHaveLength(2);
  });

  test("when a tab is loaded again", async () => {
    const again = await reload(await open("/join#anas-link"));
    expect(stage(again)).toBe("here");
    expect(connectionsOf(again)[0]?.heard[0]).toMatchObject({ data: { ticket: "visit1.1" } });
  });

  test("once the other tab's visit is over", async () => {
    const first = await open("/join#anas-link");
    connectionsOf(first)[0]?.say({ type: "bye", data: { why: "left", comeBack: false } });
    await pass(0);
    expect(stage(await open("/join#anas-link"))).toBe("here");
  });

  test("in a browser without channels: the server decides, and the older tab doesn't try again", async () => {
    const first = await open("/join#anas-link", new FakeStorage(), true);
    const second = await open("/join", new FakeStorage(first.storage), true);
    expect(stage(second)).toBe("here");
    expect(state(first)).toMatchObject(over);
    await pass(60_000);
    expect(server.connections).toHaveLength(2);
  });
});

test("a press on a link while the tabs are asked is one press", async () => {
  const tab = open("/join#anas-link");
  tabs[0]?.core.actions.enter();
  await tab;
  expect(server.exchanged).toHaveLength(1);
});

test("of two tabs that are restored together one goes in, and the other asks", async () => {
  const before = await open("/join#anas-link");
  const copies = [new FakeStorage(before.storage), new FakeStorage(before.storage)];
  await reload(before);
  for (const tab of tabs) tab.channel?.close(); // the browser was closed
  server.closeDown();
  server.open();
  const restored = await Promise.all(copies.map((copy) => open("/join", copy)));
  expect(restored.map(stage).sort()).toEqual(["here", "other-tab"]);
  await pass(60_000);
  expect(restored.map((tab) => connectionsOf(tab).length).sort()).toEqual([0, 1]);
});

test("a tab that was frozen while another went in does not take the place back when it wakes", async () => {
  const first = await open("/join#anas-link");
  first.channel?.freeze();
  const [frozen] = connectionsOf(first);
  frozen?.freeze();
  const second = await duplicate(first);
  expect(stage(second)).toBe("here");
  first.channel?.thaw();
  await pass(60_000);
  expect(state(first)).toMatchObject(over);
  expect(stage(second)).toBe("here");
  expect([connectionsOf(first).length, connectionsOf(second).length]).toEqual([1, 1]);
});

describe("whatever is pressed in whichever tab", () => {
  test.each(Array.from({ length: 12 }, (_, seed) => seed + 1))(
    "nobody plays ping-pong (%i)",
    async (seed) => {
      const random = dice(seed);
      await open("/join#anas-link");
      for (let step = 0; step < 25; step++) {
        const tab = tabs[random(tabs.length)];
        if (!tab) throw new Error("no tab");
        const { actions } = tab.core;
        const deeds = [
          () => actions.moveHere(),
          () => actions.moveHere(),
          () => actions.stayThere(),
          () => actions.comeBack(),
          () => connectionsOf(tab).at(-1)?.drop(),
          () => tab.page.show("visible"),
          () => void (tabs.length < 6 && duplicate(tab)),
          () => void (tabs.length < 6 && open("/join#anas-link")),
        ];
        deeds[random(deeds.length)]?.();
        await pass(random(2) * 1_500 + 50); // sometimes a press comes before the last one has had its effect
      }
      await pass(3_000);
      expect(server.live().length).toBeLessThanOrEqual(1);
      const made = server.connections.length;
      await pass(30_000);
      expect(server.connections, "connections while nobody presses anything").toHaveLength(made);
    },
  );
});

/** Numbers below `n` that look random and are the same for the same seed (mulberry32). */
function dice(seed: number): (n: number) => number {
  let a = seed;
  return (n) => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % n;
  };
}
