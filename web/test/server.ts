import { expect, vi } from "vitest";
import type { FromBrowser, FromServer } from "../src/protocol/messages";
import { faults } from "./schema";

/** One connection as the server sees it. Both directions are held to the published schema. */
export class FakeConnection extends EventTarget {
  static readonly OPEN = 1;
  readyState = 0;
  readonly heard: FromBrowser[] = [];

  constructor(readonly url: string) {
    super();
    FakeServer.current?.connections.push(this);
  }

  // What the page calls.
  send(text: string): void {
    const frame = JSON.parse(text) as FromBrowser;
    expect(faults("FromBrowser", frame), text).toBe("");
    this.heard.push(frame);
  }

  close(): void {
    this.readyState = 3;
  }

  // What the test calls.
  open(): this {
    this.readyState = FakeConnection.OPEN;
    this.dispatchEvent(new Event("open"));
    return this;
  }

  say(...frames: FromServer[]): this {
    for (const frame of frames) {
      expect(faults("FromServer", frame)).toBe("");
      this.sayRaw(JSON.stringify(frame));
    }
    return this;
  }

  sayRaw(data: unknown): void {
    this.dispatchEvent(new MessageEvent("message", { data }));
  }

  /** From now on the page hears nothing of it, not even that it ends. */
  freeze(): void {
    this.dispatchEvent = () => true;
  }

  drop(): void {
    this.readyState = 3;
    this.dispatchEvent(new Event("close"));
  }

  /** The commands of one type that the page has sent on this connection. */
  commands<T extends FromBrowser["type"]>(type: T): Extract<FromBrowser, { type: T }>[] {
    return this.heard.filter((frame): frame is Extract<FromBrowser, { type: T }> => frame.type === type);
  }

  /** Answers the newest command of a type with done, or with a refusal. */
  answer(type: FromBrowser["type"], code?: string): this {
    const id = this.commands(type).at(-1)?.id;
    if (!id) throw new Error(`no ${type} with an id was sent`);
    return this.say(
      code ? { type: "refused", data: { id, code } } : { type: "done", data: { id, saved: true } },
    );
  }
}

/** Stands in for the server: its WebSocket and its exchange. */
export class FakeServer {
  static current: FakeServer | null = null;
  readonly connections: FakeConnection[] = [];
  /** The secrets that were posted. */
  readonly exchanged: string[] = [];
  /** The answer to the next exchanges: a token, or a refusal. */
  answer: () => Response | Promise<Response> = () => Response.json({ token: "token-1" });

  constructor() {
    FakeServer.current = this;
    vi.stubGlobal("WebSocket", FakeConnection);
    vi.stubGlobal("fetch", async (url: string, request: RequestInit) => {
      expect(url).toBe("/api/exchange");
      this.exchanged.push((JSON.parse(String(request.body)) as { link: string }).link);
      return this.answer();
    });
  }

  get connection(): FakeConnection {
    const newest = this.connections.at(-1);
    if (!newest) throw new Error("nobody has connected");
    return newest;
  }

  /** Waits for the next connection and lets it open. */
  async accept(): Promise<FakeConnection> {
    await until(() => this.connections.at(-1)?.readyState === 0);
    return this.connection.open();
  }
}

/** Lets time pass, a millisecond at a time, until `condition` holds. Needs fake timers. */
export async function until(condition: () => boolean): Promise<void> {
  for (let ms = 0; !condition(); ms++) {
    if (ms > 20_000) throw new Error("it did not happen within 20 s");
    await vi.advanceTimersByTimeAsync(1);
  }
}

export const refusal = () => Response.json({ phone: "(555) 0100" }, { status: 403 });

export function welcome(ticket = "ticket-1", media: "fresh" | "kept" = "fresh"): FromServer {
  const data = { protocol: 1, serverTime: "2026-01-05T16:00:00Z", ticket, phone: "(555) 0100" };
  return { type: "welcome", data: { ...data, slots: { people: 3, screen: 1 }, media } };
}
