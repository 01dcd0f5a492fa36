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
import { circle, lobby } from "../../test/views";
import { FakeAudio, FakePeer, FakeVideo } from "../../test/webrtc";
import type { Slot } from "../protocol/messages";
import type { Outcome } from "../state/actions";

mediaForEachTest();

describe("the peer connection", () => {
  test("is not made in the lobby", async () => {
    hear(welcome(), view(lobby()));
    await settle();
    expect(FakePeer.made).toHaveLength(0);
  });

  test("has one offer: four send lines, a pair for each person, a pair for the screen, Opus and VP8 only", async () => {
    const { lines, answered } = await sit();
    expect(lines.map((line) => `${line.direction} ${line.kind}`)).toEqual([
      "sendonly audio",
      "sendonly video",
      "sendonly video",
      "sendonly audio",
      ...[
        "recvonly audio",
        "recvonly video",
        "recvonly audio",
        "recvonly video",
        "recvonly audio",
        "recvonly video",
      ],
      "recvonly video",
      "recvonly audio",
    ]);
    const codecs = new Set(lines.flatMap((line) => line.codecs.map((codec) => codec.mimeType)));
    expect([...codecs].sort()).toEqual(["audio/opus", "video/VP8", "video/rtx"]);
    expect(sent).toEqual([{ type: "media.offer", data: { sdp: "offer 1" } }]);
    expect(answered).toBe("answer");
  });

  test("is torn down on the way back to the lobby and made anew on the next admission", async () => {
    const first = await sit();
    hear(view(lobby(3, { ready: true, held: true })));
    expect(first.connectionState).toBe("closed");
    hear(view(circle(4)));
    await settle();
    expect(FakePeer.made).toHaveLength(2);
  });

  test("is made anew if the server has lost it, and what was on goes on", async () => {
    await sit();
    await media.set("microphone", true);
    hear(view(circle(3, { microphone: true })));
    const track = peer().sends("microphone");
    visit.tell({ type: "local.line", line: "reconnecting" });
    expect(FakePeer.made).toHaveLength(1);
    await sit({ microphone: true });
    expect(FakePeer.made.map((p) => p.connectionState)).toEqual(["closed", "connected"]);
    expect(peer().sends("microphone")).toBe(track);
    expect(types()).toEqual(["media.offer", "mic.set", "media.offer"]);
  });

  test("is made again when no answer comes, or when it fails before it was there", async () => {
    hear(welcome(), view(circle(2)));
    await vi.advanceTimersByTimeAsync(10_000 + 600);
    expect(FakePeer.made.map((p) => p.connectionState)).toEqual(["closed", "new"]);
    peer().become("failed");
    await vi.advanceTimersByTimeAsync(600);
    expect(FakePeer.made.map((p) => p.connectionState)).toEqual(["closed", "closed", "new"]);
  });

  test("is closed when the visit is over", async () => {
    const { connectionState } = await sit();
    hear({ type: "bye", data: { why: "session-over", comeBack: false } });
    expect([connectionState, peer().connectionState]).toEqual(["connected", "closed"]);
  });
});

describe("one's own microphone and camera", () => {
  test("are off on entering, whatever was open before", async () => {
    hear(welcome(), view(lobby()));
    await media.startCheck();
    expect(machine.live("audio")).toHaveLength(1);
    media.endCheck({ camera: false });
    expect(machine.live("audio").length + machine.live("video").length).toBe(0);
    const { lines } = await sit();
    expect(lines.map((line) => line.sender.track).filter(Boolean)).toEqual([]);
  });

  test("the camera goes on when the circle opens if that was chosen, and not after a hold", async () => {
    hear(welcome(), view(lobby()));
    media.endCheck({ camera: true });
    await sit();
    expect(peer().sends("camera")).toBe(machine.live("video")[0]);
    expect(sent.at(-1)).toEqual({ type: "camera.set", data: { on: true } });
    hear(view(circle(3, { camera: true })), view(lobby(4, { ready: true, held: true })));
    expect(machine.live("video")).toHaveLength(0);
    hear(view(circle(5)));
    await settle();
    expect(machine.live("video")).toHaveLength(0);
  });

  test("a press opens the device, attaches it without another offer, and tells the server", async () => {
    await sit();
    expect(await media.set("microphone", true)).toEqual(done);
    expect(peer().sends("microphone")).toBe(machine.live("audio")[0]);
    expect(types()).toEqual(["media.offer", "mic.set"]);
  });

  test("the other press lets the device go before the server answers", async () => {
    await sit();
    await media.set("camera", true);
    hear(view(circle(3, { camera: true })));
    answerWith(() => new Promise(() => {}));
    void media.set("camera", false);
    expect(peer().sends("camera")).toBeNull();
    expect(machine.live("video")).toHaveLength(0);
    expect(sent.at(-1)).toEqual({ type: "camera.set", data: { on: false } });
  });

  test("a refusal takes the track off again", async () => {
    await sit();
    answerWith(async () => ({ ok: false, why: "refused", code: "no-permission" }));
    expect(await media.set("microphone", true)).toMatchObject({ why: "refused" });
    expect(peer().sends("microphone")).toBeNull();
    expect(machine.live("audio")).toHaveLength(0);
  });

  test("a mute by staff takes the track off at once", async () => {
    await sit();
    await media.set("microphone", true);
    hear(view(circle(3, { microphone: true })), view(circle(4, { microphone: false, maySpeak: false })));
    expect(peer().sends("microphone")).toBeNull();
    expect(machine.live("audio")).toHaveLength(0);
  });

  test("a view that is older than the press does not, nor does one that changes something else", async () => {
    await sit();
    let saidYes = (_: Outcome) => {};
    answerWith(() => new Promise((resolve) => (saidYes = resolve)));
    const pressed = media.set("microphone", true);
    await settle();
    hear(view(circle(3)));
    saidYes(done);
    await pressed;
    hear({ type: "media.speaking", data: { seats: [2] } });
    expect(peer().sends("microphone")).not.toBeNull();
    hear(view(circle(4, { microphone: true })));
    expect(peer().sends("microphone")).not.toBeNull();
  });

  test("a mute between the press and its answer wins", async () => {
    await sit();
    let saidYes = (_: Outcome) => {};
    answerWith(() => new Promise((resolve) => (saidYes = resolve)));
    const pressed = media.set("microphone", true);
    await settle();
    hear(view(circle(3, { microphone: true })), view(circle(4, { microphone: false })));
    saidYes(done);
    await pressed;
    expect(machine.live("audio")).toHaveLength(0);
  });

  test("leaving the circle while the browser still asks lets the device go when it opens", async () => {
    await sit();
    let open = () => {};
    machine.gate = new Promise((resolve) => (open = resolve));
    const pressed = media.set("camera", true);
    hear(view(lobby(3, { held: true })));
    open();
    expect(await pressed).toEqual({ ok: false, why: "withdrawn" });
    expect(machine.live("video")).toHaveLength(0);
    expect(types()).toEqual(["media.offer"]);
  });

  test("a press while the session is paused opens nothing, sends nothing, and is answered", async () => {
    await sit();
    hear(paused(9));
    const before = sent.length;
    expect(await media.set("camera", true)).toEqual({ ok: false, why: "refused", code: "paused" });
    expect([sent.length, machine.live("video").length]).toEqual([before, 0]);
    expect(visit.getState()).toMatchObject({ toast: { about: "refused", code: "paused" } });
  });

  test("a device that does not open is never told to the server", async () => {
    await sit();
    machine.wrong.audio = "NotReadableError";
    expect(await media.set("microphone", true)).toEqual({ ok: false, why: "device" });
    expect(media.devices.known.getState().microphone).toEqual({ state: "busy" });
    expect(types()).toEqual(["media.offer"]);
  });

  test("after a reload the server is told that what it remembers as on is off", async () => {
    await sit({ microphone: true, camera: true });
    expect(sent.filter((command) => command.type !== "media.offer")).toEqual([
      { type: "mic.set", data: { on: false } },
      { type: "camera.set", data: { on: false } },
    ]);
    expect(machine.opened).toHaveLength(0);
  });
});

describe("the people of the circle", () => {
  // Lines 0 to 3 send; 5 and 7 are the first two pictures, 4 the first voice.
  const ana: Slot = { mid: "5", seat: 2, kind: "video" };

  function watch(seat: number): FakeVideo {
    const video = new FakeVideo();
    media.pictures.attach(seat, video.element);
    return video;
  }

  test("a picture is shown when one has been received since its slot was bound", async () => {
    await sit();
    const video = watch(2);
    expect(video.blank).toBe(true);
    const before = performance.now();
    await vi.advanceTimersByTimeAsync(5);
    hear(slots(ana));
    expect(video.track).toBe(peer().lines[5]?.receiver.track);
    video.draw(before);
    expect([video.style.visibility, media.pictures.showing.getState().has(2)]).toEqual(["hidden", false]);
    video.draw(performance.now());
    expect([video.style.visibility, media.pictures.showing.getState().has(2)]).toEqual(["", true]);
  });

  test("where the browser doesn't say when a picture came, the second one is shown", async () => {
    await sit();
    const video = watch(2);
    hear(slots(ana));
    video.draw();
    expect(media.pictures.showing.getState().has(2)).toBe(false);
    video.draw();
    expect(media.pictures.showing.getState().has(2)).toBe(true);
  });

  test.each<[string, () => void]>([
    ["the slot is empty", () => hear(slots())],
    ["the slot is given to somebody else", () => hear(slots({ ...ana, seat: 3 }))],
    ["the server holds it back from a slow line", () => hear(slots({ ...ana, paused: true }))],
    ["the camera is off", () => hear(view(circle(9, {}, [{ seat: 2, camera: false }])))],
    ["the person is reconnecting", () => hear(view(circle(9, {}, [{ seat: 2, reconnecting: true }])))],
    ["the person has left", () => hear(view(circle(9)))],
    ["the session is paused", () => hear(paused(9))],
    ["one's own line is down", () => visit.tell({ type: "local.line", line: "reconnecting" })],
    ["the path is lost", () => peer().become("failed")],
    [
      "the line is back, until the server has listed the slots again",
      () => hear(welcome("ticket-2", "kept")),
    ],
    ["the visit is over", () => hear({ type: "bye", data: { why: "left", comeBack: false } })],
  ])("a seat is blank at once when %s", async (_, happen) => {
    await sit();
    const video = watch(2);
    hear(slots(ana));
    video.draw(performance.now());
    expect(video.blank).toBe(false);
    happen();
    expect(video.blank).toBe(true);
    expect(media.pictures.showing.getState().size).toBe(0);
    video.draw(performance.now() + 1);
    expect(video.blank).toBe(true);
  });

  test("an element that is taken away is blank, and another one for the same seat is not", async () => {
    await sit();
    hear(slots(ana));
    const [first, second] = [new FakeVideo(), watch(2)];
    const detach = media.pictures.attach(2, first.element);
    detach();
    expect([first.blank, second.blank]).toEqual([true, false]);
  });

  test("a second element of a seat shows at once what the first one shows already", async () => {
    await sit();
    const first = watch(2);
    hear(slots(ana));
    expect(watch(2).style.visibility).toBe("hidden");
    first.draw(performance.now());
    expect(watch(2).style.visibility).toBe("");
  });

  test("a slot that changes hands shows the newcomer only after a new picture", async () => {
    await sit();
    const [two, three] = [watch(2), watch(3)];
    hear(view(circle(3, {}, [{ seat: 2 }, { seat: 3 }])), slots(ana));
    two.draw(performance.now());
    hear(slots({ ...ana, seat: 3 }));
    expect(two.blank).toBe(true);
    expect(three.style.visibility).toBe("hidden");
    three.draw(performance.now());
    expect(media.pictures.showing.getState()).toEqual(new Set([3]));
  });

  test("a picture of whoever had the line before is not shown, however late it comes", async () => {
    await sit();
    const video = watch(2);
    hear(slots({ ...ana, after: 0xffff_ff00 }));
    for (const late of [0xffff_f000, 0xffff_ff00]) {
      video.draw(performance.now() + 1, late);
      expect(video.style.visibility).toBe("hidden");
    }
    video.draw(performance.now() + 1, 0x100); // after the timestamps have begun again
    expect(video.style.visibility).toBe("");
  });

  test("a slot that has changed hands between two lists, and is as it was, is blank at once", async () => {
    await sit();
    const video = watch(2);
    hear(slots({ ...ana, after: 1 }));
    video.draw(performance.now(), 2);
    hear(slots({ ...ana, after: 1 }));
    expect(video.style.visibility).toBe("");
    hear(slots({ ...ana, after: 9 }));
    expect([video.style.visibility, media.pictures.showing.getState().size]).toEqual(["hidden", 0]);
    video.draw(performance.now() + 1, 9);
    expect(video.style.visibility).toBe("hidden");
    video.draw(performance.now() + 1, 10);
    expect(video.style.visibility).toBe("");
  });

  test("no sound plays while the session is paused", async () => {
    await sit();
    hear(slots({ mid: "4", seat: 2, kind: "audio" }), paused(9));
    expect(FakeAudio.playing()).toHaveLength(0);
    hear(view(circle(10, {}, [{ seat: 2 }])));
    expect(FakeAudio.playing()).toHaveLength(1);
  });

  test("sound plays for bound slots only, and stops with the circle", async () => {
    await sit();
    hear(slots({ mid: "4", seat: 2, kind: "audio" }, { mid: "6", seat: 3, kind: "audio" }));
    expect(FakeAudio.playing()).toHaveLength(2);
    hear(slots({ mid: "6", seat: 3, kind: "audio" }));
    expect(FakeAudio.playing()).toHaveLength(1);
    hear(view(lobby(9, { held: true })));
    expect(FakeAudio.playing()).toHaveLength(0);
  });

  test("sound that the browser holds back can be started by a tap", async () => {
    await sit();
    FakeAudio.holdsBack = true;
    hear(slots({ mid: "4", seat: 2, kind: "audio" }));
    await settle();
    expect(media.sound.blocked.getState()).toBe(true);
    FakeAudio.holdsBack = false;
    media.sound.unblock();
    await settle();
    expect(media.sound.blocked.getState()).toBe(false);
    expect(FakeAudio.playing()).toHaveLength(1);
  });

  test("sound that the system paused, as for a phone call, can be started by a tap", async () => {
    await sit();
    hear(slots({ mid: "4", seat: 2, kind: "audio" }));
    FakeAudio.made[0]?.dispatchEvent(new Event("pause"));
    expect(media.sound.blocked.getState()).toBe(true);
  });
});
