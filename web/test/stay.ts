import { expect, vi } from "vitest";
import { OwnDevices } from "../src/media/devices";
import { Media } from "../src/media/media";
import type { Command } from "../src/protocol/command";
import type { FromServer, Slot, View } from "../src/protocol/messages";
import type { Outcome } from "../src/state/actions";
import { createVisitStore, type VisitStore } from "../src/state/store";
import { welcome } from "./server";
import { circle } from "./views";
import { type FakeDevices, FakePeer, fakeWebRTC } from "./webrtc";

export const done: Outcome = { ok: true, saved: true };

export const view = (data: View): FromServer => ({ type: "view", data });
export const slots = (...list: Slot[]): FromServer => ({ type: "media.slots", data: { slots: list } });
export const settle = () => vi.advanceTimersByTimeAsync(0);

/** The newest peer connection. */
export function peer(): FakePeer {
  const newest = FakePeer.made.at(-1);
  if (!newest) throw new Error("no peer connection was made");
  return newest;
}

/** The media of one visit, in a browser and before a server of fakes, in a time that the test moves. */
export class Stay {
  readonly machine: FakeDevices;
  readonly visit: VisitStore = createVisitStore({ stage: "opening", phone: "", line: "steady" });
  readonly media: Media;
  /** Everything that was sent. */
  readonly sent: Command[] = [];
  /** How the next commands are answered. */
  answer: (command: Command) => Promise<Outcome> = async () => done;
  /** How often the line was doubted. */
  doubts = 0;
  private readonly over = new AbortController();

  constructor() {
    vi.useFakeTimers();
    vi.spyOn(Math, "random").mockReturnValue(0);
    this.machine = fakeWebRTC();
    const signal = {
      ask: (command: Command) => {
        this.sent.push(command);
        return this.answer(command);
      },
      say: (command: Command) => this.sent.push(command) > 0,
      suspect: () => {
        this.doubts++;
      },
    };
    const devices = new OwnDevices(this.machine as unknown as MediaDevices, undefined);
    this.media = new Media(this.visit, signal, devices);
    this.media.start(this.over.signal);
  }

  /** Ends the visit; nothing of it may be left. */
  end(): void {
    this.over.abort();
    expect(vi.getTimerCount(), "a timer outlived the visit").toBe(0);
    const open = this.machine.live("audio").length + this.machine.live("video").length;
    expect(open, "a device stayed open").toBe(0);
    vi.useRealTimers();
    vi.unstubAllGlobals();
  }

  hear(...frames: FromServer[]): void {
    for (const frame of frames) {
      this.media.hear(frame);
      this.visit.tell(frame);
    }
  }

  /** The types of what was sent. */
  types(): Command["type"][] {
    return this.sent.map((command) => command.type);
  }

  /** In the circle, connected, with Ana on seat 2. */
  async sit(you = {}): Promise<FakePeer> {
    this.hear(welcome(), view(circle(2, you, [{ seat: 2, camera: true }])));
    await settle();
    this.hear({ type: "media.answer", data: { sdp: "answer" } });
    await settle();
    peer().become("connected");
    return peer();
  }
}
