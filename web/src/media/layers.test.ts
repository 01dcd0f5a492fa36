import { describe, expect, test, vi } from "vitest";
import { hear, media, mediaForEachTest, peer, sent, settle, sit, slots, view } from "../../test/media";
import { welcome } from "../../test/server";
import { circle } from "../../test/views";
import { FakeTrack, FakeVideo, layOut } from "../../test/webrtc";
import type { Slot } from "../protocol/messages";
import { offeredLayers, shapeLayers } from "./layers";

mediaForEachTest();

const ana: Slot = { mid: "5", seat: 2, kind: "video" };
const ben: Slot = { mid: "7", seat: 3, kind: "video" };
const wants = () => sent.filter((command) => command.type === "media.want").map((command) => command.data);
const aWhile = () => vi.advanceTimersByTimeAsync(200);

function watch(seat: number): FakeVideo {
  const video = new FakeVideo();
  media.pictures.attach(seat, video.element);
  return video;
}

describe("how large pictures are shown", () => {
  test("the server is told once for many changes, and again only of others", async () => {
    await sit();
    const [two, three] = [watch(2), watch(3)];
    hear(slots(ana, ben));
    layOut(two, 640, 360);
    layOut(three, 300, 100);
    layOut(three, 320, 100);
    await aWhile();
    expect(wants()).toEqual([
      {
        slots: [
          { mid: "5", height: 360 },
          { mid: "7", height: 180 },
        ],
      },
    ]);
    layOut(two, 639, 359);
    await aWhile();
    expect(wants()).toHaveLength(1);
    layOut(two, 640, 360, false);
    await aWhile();
    expect(wants().at(-1)).toEqual({
      slots: [
        { mid: "5", height: 0 },
        { mid: "7", height: 180 },
      ],
    });
  });

  test("what has not been laid out yet is not mentioned, and what nobody shows is off screen", async () => {
    await sit();
    watch(2);
    hear(slots(ana, ben));
    await aWhile();
    expect(wants()).toEqual([{ slots: [{ mid: "7", height: 0 }] }]);
  });

  test("of two elements of a seat the larger one counts", async () => {
    await sit();
    const [small, large] = [watch(2), watch(2)];
    hear(slots(ana));
    layOut(small, 160, 90);
    layOut(large, 640, 480);
    await aWhile();
    expect(wants()).toEqual([{ slots: [{ mid: "5", height: 480 }] }]);
  });

  test("another connection is told everything again", async () => {
    await sit();
    const two = watch(2);
    hear(slots(ana));
    layOut(two, 640, 360);
    await aWhile();
    hear({ type: "media.answer", data: { sdp: "another" } });
    await aWhile();
    expect(wants()).toHaveLength(2);
    expect(wants()[1]).toEqual(wants()[0]);
  });

  test("nothing is told before the server has answered", async () => {
    hear(welcome(), view(circle(2, {}, [{ seat: 2, camera: true }])), slots(ana));
    layOut(watch(2), 640, 360);
    await aWhile();
    expect(wants()).toEqual([]);
    hear({ type: "media.answer", data: { sdp: "answer" } });
    await aWhile();
    expect(wants()).toEqual([{ slots: [{ mid: "5", height: 360 }] }]);
  });
});

describe("the encodings of the camera", () => {
  const shaped = (width: number, height: number, useful: string[] | null = null) => {
    const encodings = structuredClone([...offeredLayers]);
    shapeLayers(encodings, { size: { width, height }, useful });
    return encodings.map(({ rid, active, scaleResolutionDownBy }) =>
      active ? `${rid}/${scaleResolutionDownBy}` : rid,
    );
  };

  test.each<[string, [number, number, (string[] | null)?], string[]]>([
    ["three of a large picture", [1280, 720], ["q/4", "h/2", "f/1"]],
    ["three from 960×540", [960, 540], ["q/4", "h/2", "f/1"]],
    ["two of a middling one", [640, 360], ["q/2", "h/1", "f"]],
    ["two of the same held upright", [360, 640], ["q/2", "h/1", "f"]],
    ["one of a small one", [320, 180], ["q/1", "h", "f"]],
    ["those that somebody receives", [1280, 720, ["q", "h"]], ["q/4", "h/2", "f"]],
    ["the smallest at least", [640, 360, []], ["q/2", "h", "f"]],
    ["not those that it is too small for", [640, 360, ["f"]], ["q/2", "h", "f"]],
  ])("are %s", (_, [width, height, useful], want) => {
    expect(shaped(width, height, useful)).toEqual(want);
  });

  test("each has the bits that its size needs", () => {
    const encodings = structuredClone([...offeredLayers]);
    shapeLayers(encodings, { size: { width: 1280, height: 720 }, useful: null });
    expect(encodings.map((encoding) => encoding.maxBitrate)).toEqual([150_000, 500_000, 1_500_000]);
  });

  const sends = () =>
    peer()
      .lines[1]?.encodings.filter((encoding) => encoding.active)
      .map((encoding) => encoding.rid);

  test("are stopped and started as the server says", async () => {
    FakeTrack.size = { width: 1280, height: 720 };
    await sit();
    void media.set("camera", true);
    await settle();
    expect(sends()).toEqual(["q", "h", "f"]);
    hear({ type: "media.layers", data: { active: ["q"] } });
    await settle();
    expect(sends()).toEqual(["q"]);
    hear({ type: "media.layers", data: { active: ["q", "h", "f"] } });
    await settle();
    expect(sends()).toEqual(["q", "h", "f"]);
  });

  test("are as the server has said when the camera comes on later", async () => {
    await sit();
    hear({ type: "media.layers", data: { active: ["q"] } });
    void media.set("camera", true);
    await settle();
    expect(sends()).toEqual(["q"]);
  });
});
