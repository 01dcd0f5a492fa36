import { vi } from "vitest";
import type { FakeDevices } from "./webrtc";

/** What a page is of use for here: its address, its events, its storage and its channel to other tabs. */
export class FakePage extends EventTarget {
  readonly document = Object.assign(new EventTarget(), { visibilityState: "visible" });
  readonly connection = new EventTarget();
  readonly navigator: unknown;
  readonly location;
  readonly history = {
    replaceState: (_state: unknown, _unused: string, path: string) => {
      Object.assign(this.location, { pathname: path, hash: "" });
    },
  };
  /** Where the page was sent in the place of its own address. */
  readonly replace = vi.fn();
  onLine = true;
  readonly reload = vi.fn();
  BroadcastChannel: unknown;

  constructor(
    machine: FakeDevices,
    address: string,
    readonly sessionStorage: Storage = new FakeStorage(),
  ) {
    super();
    const [pathname = "", hash = ""] = address.split(/(?=#)/);
    this.location = {
      pathname,
      hash,
      host: "alcove.test",
      protocol: "https:",
      reload: this.reload,
      replace: this.replace,
    };
    const page = this;
    this.navigator = {
      get onLine() {
        return page.onLine;
      },
      mediaDevices: machine,
      connection: this.connection,
    };
  }

  get window(): Window {
    return this as unknown as Window;
  }

  /** The page is hidden or seen again. */
  show(visibilityState: "visible" | "hidden"): void {
    this.document.visibilityState = visibilityState;
    this.document.dispatchEvent(new Event("visibilitychange"));
  }
}

/** A tab's own storage. */
export class FakeStorage implements Storage {
  private readonly items: Map<string, string>;

  constructor(from?: FakeStorage) {
    this.items = new Map(from?.items);
  }

  get length(): number {
    return this.items.size;
  }

  clear = () => this.items.clear();
  getItem = (key: string) => this.items.get(key) ?? null;
  key = (n: number) => [...this.items.keys()][n] ?? null;
  removeItem = (key: string) => void this.items.delete(key);
  setItem = (key: string, value: string) => void this.items.set(key, value);
}

/** What the tabs of one browser share. */
export class FakeBrowser {
  private readonly channels = new Set<FakeChannel>();

  /** Gives a page the way to the other tabs. */
  connect(page: FakePage): FakeChannel {
    const channel = new FakeChannel(this.channels);
    page.BroadcastChannel = function BroadcastChannel() {
      return channel;
    };
    return channel;
  }
}

/** One tab's end of the channel. While it is frozen it hears nothing; what it missed comes when it is thawed. */
export class FakeChannel extends EventTarget {
  private missed: unknown[] | null = null;

  constructor(private readonly all: Set<FakeChannel>) {
    super();
    all.add(this);
  }

  postMessage(data: unknown): void {
    for (const other of this.all) if (other !== this) queueMicrotask(() => other.take(structuredClone(data)));
  }

  freeze(): void {
    this.missed ??= [];
  }

  thaw(): void {
    const missed = this.missed ?? [];
    this.missed = null;
    for (const data of missed) this.take(data);
  }

  close(): void {
    this.all.delete(this);
  }

  private take(data: unknown): void {
    if (this.missed) this.missed.push(data);
    else if (this.all.has(this)) this.dispatchEvent(new MessageEvent("message", { data }));
  }
}
