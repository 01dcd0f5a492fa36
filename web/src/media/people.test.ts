import { describe, expect, test, vi } from "vitest";
import { welcome } from "../../test/server";
import { hear, media, paused, peer, settle, sit, slots, view, visit } from "../../test/stage";
import { circle, lobby } from "../../test/views";
import { FakeAudio, FakeVideo } from "../../test/webrtc";
import type { Slot } from "../protocol/messages";

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
