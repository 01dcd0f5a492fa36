import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { welcome } from "../../test/server";
import { peer, Stay, settle, view } from "../../test/stay";
import { circle } from "../../test/views";
import { FakePeer } from "../../test/webrtc";

let stay: Stay;

beforeEach(() => {
  stay = new Stay();
});

afterEach(() => stay.end());

describe("a path that is lost", () => {
  /** The line to the server breaks and comes back; the server says what it has of the peer connection. */
  async function comeBack(kept: "kept" | "fresh", you = {}): Promise<void> {
    stay.visit.tell({ type: "local.line", line: "reconnecting" });
    await vi.advanceTimersByTimeAsync(3_000);
    stay.hear(welcome("ticket-2", kept), view(circle(3, you, [{ seat: 2, camera: true }])));
    await settle();
  }
  const answerIt = async () => {
    stay.hear({ type: "media.answer", data: { sdp: "another answer" } });
    await settle();
  };
  const restart = { type: "media.offer", data: { sdp: "offer 1 restart 1" } };

  test("with the line is replaced by an ICE restart of the same connection", async () => {
    await stay.sit();
    await stay.media.set("microphone", true);
    stay.hear(view(circle(3, { microphone: true })));
    const track = peer().sends("microphone");
    await comeBack("kept", { microphone: true });
    expect(stay.sent.at(-1)).toEqual(restart);
    await answerIt();
    await vi.advanceTimersByTimeAsync(20_000);
    expect(FakePeer.made).toHaveLength(1);
    expect([peer().answered, peer().sends("microphone")]).toEqual(["another answer", track]);
    expect(stay.types()).toEqual(["media.offer", "mic.set", "media.offer"]);
  });

  test("is not given up while the line is down, however long that is", async () => {
    await stay.sit();
    stay.visit.tell({ type: "local.line", line: "reconnecting" });
    peer().cut = true;
    peer().become("disconnected");
    await vi.advanceTimersByTimeAsync(60_000);
    peer().become("failed");
    await vi.advanceTimersByTimeAsync(1_000);
    expect([FakePeer.made.length, peer().connectionState, stay.types()]).toEqual([
      1,
      "failed",
      ["media.offer"],
    ]);
    await comeBack("kept");
    expect(stay.sent.at(-1)).toEqual(restart);
  });

  test("is not tried twice at once, and goes on when the line breaks in the middle of a restart", async () => {
    await stay.sit();
    peer().become("disconnected");
    peer().become("failed");
    await settle();
    expect(peer().restarts).toBe(1);
    stay.visit.tell({ type: "local.line", line: "reconnecting" });
    await vi.advanceTimersByTimeAsync(20_000);
    await comeBack("kept");
    await answerIt();
    await vi.advanceTimersByTimeAsync(20_000);
    expect([FakePeer.made.length, peer().restarts]).toEqual([1, 2]);
  });

  test("is the old one only for a new connection, if the room has grown meanwhile", async () => {
    await stay.sit();
    const grown = welcome("ticket-2", "kept");
    if (grown.type === "welcome") grown.data.slots = { people: 5, screen: 1 };
    stay.visit.tell({ type: "local.line", line: "reconnecting" });
    stay.hear(grown, view(circle(3)));
    await settle();
    expect(FakePeer.made.map((p) => p.restarts)).toEqual([0, 0]);
  });

  test.each<[string, () => Promise<void>]>([
    ["ICE says so", async () => peer().become("disconnected")],
    [
      "nothing arrives any more",
      async () => {
        await vi.advanceTimersByTimeAsync(10_000);
        expect(peer().restarts).toBe(0);
        peer().cut = true;
        await vi.advanceTimersByTimeAsync(4_000);
      },
    ],
  ])("is sought anew on a steady line when %s", async (_, lose) => {
    await stay.sit();
    await vi.advanceTimersByTimeAsync(2_000);
    expect(stay.doubts).toBe(0);
    await lose();
    await settle();
    expect(stay.sent.at(-1)).toEqual(restart);
    expect(stay.doubts, "the line is looked at, too").toBe(1);
    peer().cut = false;
    await answerIt();
    await vi.advanceTimersByTimeAsync(20_000);
    expect([FakePeer.made.length, peer().restarts]).toEqual([1, 1]);
  });

  test("is given up for a new connection when the restart brings nothing", async () => {
    await stay.sit();
    peer().cut = true;
    peer().become("disconnected");
    await answerIt();
    peer().become("connected"); // what ICE says is not enough
    await vi.advanceTimersByTimeAsync(4_900);
    expect(FakePeer.made).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(500);
    expect(FakePeer.made.map((p) => p.connectionState)).toEqual(["closed", "new"]);
  });

  test("is given up at once when the server refuses to restart", async () => {
    await stay.sit();
    await comeBack("kept");
    stay.hear({ type: "refused", data: { code: "media" } });
    await vi.advanceTimersByTimeAsync(300);
    expect(FakePeer.made.map((p) => p.connectionState)).toEqual(["closed", "new"]);
  });
});
