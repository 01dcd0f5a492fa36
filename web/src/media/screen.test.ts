import { describe, expect, test, vi } from "vitest";
import {
  answerWith,
  done,
  hear,
  machine,
  media,
  mediaForEachTest,
  paused,
  peer,
  sent,
  settle,
  sit,
  slots,
  types,
  view,
  visit,
} from "../../test/media";
import { welcome } from "../../test/server";
import { circle, seat } from "../../test/views";
import { FakePeer, FakeVideo } from "../../test/webrtc";
import type { Slot, View } from "../protocol/messages";
import { OwnScreen } from "./screen";

mediaForEachTest();

/** The circle in which the screen of a seat is shared. */
function sharedBy(screen: number | undefined, version: number): View {
  const { circle: _, ...rest } = circle(version);
  const seats = [seat({ seat: 1, name: "Joy" }), seat({ seat: 2 })];
  return { ...rest, circle: { seats, hands: [], ...(screen ? { screen } : {}) } };
}

const state = () => media.screen.share.getState();
const onTheLines = () => [peer().sends("screen"), peer().sends("screenSound")];
const open = () => machine.live("video").length + machine.live("audio").length;

async function share(): Promise<void> {
  await sit();
  expect(await media.shareScreen(true)).toEqual(done);
  hear(view(sharedBy(1, 3)));
  expect(onTheLines()).toEqual(machine.opened);
  expect(state()).toEqual({ state: "on", whole: false });
}

describe("one's own screen", () => {
  test("leaves this machine only once the server has agreed", async () => {
    await sit();
    let agree = () => {};
    answerWith(
      () =>
        new Promise((resolve) => {
          agree = () => resolve(done);
        }),
    );
    const press = media.shareScreen(true);
    await settle();
    expect(sent.at(-1)).toEqual({ type: "screen.set", data: { on: true } });
    expect([onTheLines(), state().state]).toEqual([[null, null], "choosing"]);
    hear(view(sharedBy(undefined, 3))); // older than the press
    agree();
    await press;
    hear(view(sharedBy(undefined, 4)));
    expect([onTheLines(), state().state]).toEqual([machine.opened, "on"]);
    expect(types()).toEqual(["media.offer", "screen.set"]);
  });

  test("knows whether it is all of a screen", async () => {
    machine.display = "monitor";
    await sit();
    await media.shareScreen(true);
    expect(state()).toEqual({ state: "on", whole: true });
  });

  test("changes nothing when the browser's question is closed, and says so", async () => {
    machine.display = null;
    await sit();
    await media.shareScreen(true);
    expect([state().state, types()]).toEqual(["off", ["media.offer"]]);
    expect(visit.getState()).toMatchObject({ toast: { about: "unshared" } });
  });

  test("is let go when the server refuses it", async () => {
    await sit();
    answerWith(async () => ({ ok: false, why: "refused", code: "sharing" }));
    expect(await media.shareScreen(true)).toMatchObject({ why: "refused" });
    expect([state().state, onTheLines(), open()]).toEqual(["off", [null, null], 0]);
  });

  test.each<[string, () => void]>([
    ["its owner presses", () => void media.shareScreen(false)],
    ["it is stopped in the browser's own bar", () => machine.live("video")[0]?.unplug()],
    ["the server has ended it", () => hear(view(sharedBy(undefined, 4)))],
    ["the line is down", () => visit.tell({ type: "local.line", line: "reconnecting" })],
    ["everything is turned off", () => media.rest()],
    ["the visit is over", () => hear({ type: "bye", data: { why: "left", comeBack: false } })],
  ])("ends at once when %s", async (_, happen) => {
    await share();
    happen();
    expect([state().state, onTheLines(), open()]).toEqual(["off", [null, null], 0]);
  });

  test("the server is told when it is stopped in the browser's own bar", async () => {
    await share();
    machine.live("video")[0]?.unplug();
    expect(sent.at(-1)).toEqual({ type: "screen.set", data: { on: false } });
  });

  test("goes on over another peer connection", async () => {
    await share();
    peer().become("failed");
    await vi.advanceTimersByTimeAsync(6_000);
    expect(FakePeer.made.length).toBeGreaterThan(1);
    expect(onTheLines()).toEqual(machine.opened);
  });

  test("can't be shared where the browser has no such thing", async () => {
    const ask = vi.fn();
    const phone = new OwnScreen({ media: {} as MediaDevices, ask, attach: vi.fn() });
    expect(phone.share.getState()).toEqual({ state: "impossible" });
    await phone.set(true);
    phone.leave();
    expect([phone.share.getState().state, ask.mock.calls.length]).toEqual(["impossible", 0]);
  });
});

describe("another's screen", () => {
  // With one slot for a screen its picture is on the last line but one.
  const slot = (): Slot => ({ mid: `${peer().lines.length - 2}`, seat: 2, kind: "screen" });

  test.each<[string, () => void]>([
    ["the slot is empty", () => hear(slots())],
    ["nobody shares, by the newest view", () => hear(view(sharedBy(undefined, 9)))],
    ["somebody else shares", () => hear(view(sharedBy(3, 9)))],
    ["the session is paused", () => hear(paused(9))],
    ["one's own line is down", () => visit.tell({ type: "local.line", line: "reconnecting" })],
    ["slots may have changed hands", () => hear(welcome("ticket-2", "kept"))],
  ])("is shown, and blank at once when %s", async (_, happen) => {
    await sit();
    const [screen, camera] = [new FakeVideo(), new FakeVideo()];
    media.screens.attach(2, screen.element);
    media.pictures.attach(2, camera.element);
    hear(view(sharedBy(2, 3)), slots(slot()));
    screen.draw(performance.now());
    expect([screen.blank, media.screens.showing.getState().has(2), camera.blank]).toEqual([
      false,
      true,
      true,
    ]);
    happen();
    expect(screen.blank).toBe(true);
  });
});
