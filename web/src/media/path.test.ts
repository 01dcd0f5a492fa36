import { describe, expect, test, vi } from "vitest";
import {
  doubts,
  hear,
  media,
  mediaForEachTest,
  peer,
  sent,
  settle,
  sit,
  types,
  view,
  visit,
} from "../../test/media";
import { welcome } from "../../test/server";
import { circle } from "../../test/views";
import { FakePeer } from "../../test/webrtc";

mediaForEachTest();

describe("a path that is lost", () => {
  /** The line to the server breaks and comes back; the server says what it has of the peer connection. */
  async function comeBack(kept: "kept" | "fresh", you = {}): Promise<void> {
    visit.tell({ type: "local.line", line: "reconnecting" });
    await vi.advanceTimersByTimeAsync(3_000);
    hear(welcome("ticket-2", kept), view(circle(3, you, [{ seat: 2, camera: true }])));
    await settle();
  }
  const answerIt = async () => {
    hear({ type: "media.answer", data: { sdp: "another answer" } });
    await settle();
  };
  const restart = { type: "media.offer", data: { sdp: "offer 1 restart 1" } };

  test("with the line is replaced by an ICE restart of the same connection", async () => {
    await sit();
    await media.set("microphone", true);
    hear(view(circle(3, { microphone: true })));
    const track = peer().sends("microphone");
    await comeBack("kept", { microphone: true });
    expect(sent.at(-1)).toEqual(restart);
    await answerIt();
    await vi.advanceTimersByTimeAsync(20_000);
    expect(FakePeer.made).toHaveLength(1);
    expect([peer().answered, peer().sends("microphone")]).toEqual(["another answer", track]);
    expect(types()).toEqual(["media.offer", "mic.set", "media.offer"]);
  });

  test("is not given up while the line is down, however long that is", async () => {
    await sit();
    visit.tell({ type: "local.line", line: "reconnecting" });
    peer().cut = true;
    peer().become("disconnected");
    await vi.advanceTimersByTimeAsync(60_000);
    peer().become("failed");
    await vi.advanceTimersByTimeAsync(1_000);
    expect([FakePeer.made.length, peer().connectionState, types()]).toEqual([1, "failed", ["media.offer"]]);
    await comeBack("kept");
    expect(sent.at(-1)).toEqual(restart);
  });

  test("is not tried twice at once, and goes on when the line breaks in the middle of a restart", async () => {
    await sit();
    peer().become("disconnected");
    peer().become("failed");
    await settle();
    expect(peer().restarts).toBe(1);
    visit.tell({ type: "local.line", line: "reconnecting" });
    await vi.advanceTimersByTimeAsync(20_000);
    await comeBack("kept");
    await answerIt();
    await vi.advanceTimersByTimeAsync(20_000);
    expect([FakePeer.made.length, peer().restarts]).toEqual([1, 2]);
  });

  test("is the old one only for a new connection, if the room has grown meanwhile", async () => {
    await sit();
    const grown = welcome("ticket-2", "kept");
    if (grown.type === "welcome") grown.data.slots = { people: 5, screen: 1 };
    visit.tell({ type: "local.line", line: "reconnecting" });
    hear(grown, view(circle(3)));
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
    await sit();
    await vi.advanceTimersByTimeAsync(2_000);
    expect(doubts).toBe(0);
    await lose();
    await settle();
    expect(sent.at(-1)).toEqual(restart);
    expect(doubts, "the line is looked at, too").toBe(1);
    peer().cut = false;
    await answerIt();
    await vi.advanceTimersByTimeAsync(20_000);
    expect([FakePeer.made.length, peer().restarts]).toEqual([1, 1]);
  });

  test("is given up for a new connection when the restart brings nothing", async () => {
    await sit();
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
    await sit();
    await comeBack("kept");
    hear({ type: "refused", data: { code: "media" } });
    await vi.advanceTimersByTimeAsync(300);
    expect(FakePeer.made.map((p) => p.connectionState)).toEqual(["closed", "new"]);
  });
});
