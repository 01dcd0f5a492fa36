import { afterEach, beforeEach, expect, vi } from "vitest";
import { OwnDevices } from "../src/media/devices";
import { Media } from "../src/media/media";
import type { Command } from "../src/protocol/command";
import type { FromServer, Slot, View } from "../src/protocol/messages";
import type { Outcome } from "../src/state/actions";
import { createVisitStore, type VisitStore } from "../src/state/store";
import { FakeBlur } from "./blur";
import { welcome } from "./server";
import { attended, circle } from "./views";
import { type FakeDevices, FakePeer, fakeWebRTC } from "./webrtc";

export const done: Outcome = { ok: true, saved: true };

export let machine: FakeDevices;
export let visit: VisitStore;
export let media: Media;
let over: AbortController;
/** Everything that was sent. */
export let sent: Command[];
/** How often the line was doubted. */
export let doubts: number;
let answer: (command: Command) => Promise<Outcome>;

/** Each test of the file has a page of its own, whose visit is over at its end. */
export function mediaForEachTest(): void {
  beforeEach(begin);
  afterEach(end);
}

/** How the next commands are answered. */
export function answerWith(next: typeof answer): void {
  answer = next;
}

function begin(): void {
  vi.useFakeTimers();
  vi.spyOn(Math, "random").mockReturnValue(0);
  machine = fakeWebRTC();
  FakeBlur.made = [];
  sent = [];
  doubts = 0;
  answer = async () => done;
  visit = createVisitStore({ stage: "opening", phone: "", line: "steady" });
  const signal = {
    ask: (command: Command) => {
      sent.push(command);
      return answer(command);
    },
    say: (command: Command) => sent.push(command) > 0,
    suspect: () => {
      doubts++;
    },
  };
  const devices = machine as unknown as MediaDevices;
  media = new Media(visit, signal, new OwnDevices(devices, undefined, FakeBlur.start), devices);
  over = new AbortController();
  media.start(over.signal);
}

function end(): void {
  over.abort();
  expect(vi.getTimerCount(), "a timer outlived the visit").toBe(0);
  expect(machine.live("audio").length + machine.live("video").length, "a device stayed open").toBe(0);
  expect(
    FakeBlur.made.filter(({ blurred }) => blurred.readyState === "live"),
    "a blur went on",
  ).toEqual([]);
  vi.useRealTimers();
  vi.unstubAllGlobals();
}

export function hear(...frames: FromServer[]): void {
  for (const frame of frames) {
    media.hear(frame);
    visit.tell(frame);
  }
}

export const view = (data: View): FromServer => ({ type: "view", data });
export const slots = (...list: Slot[]): FromServer => ({ type: "media.slots", data: { slots: list } });
export const types = () => sent.map((command) => command.type);
export const settle = () => vi.advanceTimersByTimeAsync(0);

export function peer(): FakePeer {
  const newest = FakePeer.made.at(-1);
  if (!newest) throw new Error("no peer connection was made");
  return newest;
}

/** Nobody of the staff is there; that Ana's camera is still on is what the page must not rely on. */
export const paused = (version: number) =>
  view(attended(circle(version, {}, [{ seat: 2, camera: true }]), { state: "paused", name: "Dana" }));

/** In the circle, connected, with Ana on seat 2. */
export async function sit(you = {}): Promise<FakePeer> {
  hear(welcome(), view(circle(2, you, [{ seat: 2, camera: true }])));
  await settle();
  hear({ type: "media.answer", data: { sdp: "answer" } });
  await settle();
  peer().become("connected");
  return peer();
}
