// @vitest-environment node
import { describe, expect, it } from "vitest";
import { circle, lobby, seat } from "../../../test/views";
import type { OwnSignal, View } from "../../protocol/messages";
import { helperOf, ownSignalsHeard, stateWords } from "./asideWords";

const dana = seat({ seat: 2, name: "Dana", role: "therapist" });

describe("who is named as the one who helps", () => {
  it.each<[string, View, string | null]>([
    ["the one member of staff", circle(1, {}, [dana]), "Dana"],
    ["nobody where there are two", circle(1, {}, [dana, seat({ seat: 3, role: "co-therapist" })]), null],
    ["whoever was there last", away("Dana"), "Dana"],
    ["nobody where nobody was", circle(1), null],
    ["the host in the waiting room", lobby(), "Dana"],
  ])("%s", (_, view, name) => {
    expect(helperOf(view)).toBe(name);
  });
});

function away(name: string): View {
  const view = circle(1);
  const ring = view.circle ?? { seats: [], hands: [] };
  return { ...view, circle: { ...ring, staff: { state: "away", name } } };
}

function asked(...signals: OwnSignal[]): View {
  return circle(1, { signals }, [dana]);
}

describe("what is said of one's own signal", () => {
  it("names who has seen it, and not who might have", () => {
    const seen: OwnSignal = { kind: "support", state: "seen", seenBy: "Theo" };
    expect(stateWords(seen, "Dana")).toEqual({ id: "signal.seen", values: { known: "yes", name: "Theo" } });
  });

  it("is heard when it is sent, seen and unanswered, once each", () => {
    const waiting: OwnSignal = { kind: "unsafe", state: "waiting" };
    const steps: [View, View, string[]][] = [
      [asked(), asked(waiting), ["heard.sent"]],
      [asked(waiting), asked(waiting), []],
      [asked(waiting), asked({ ...waiting, state: "unanswered" }), ["signal.unanswered"]],
      [asked(waiting), asked({ ...waiting, state: "seen", seenBy: "Dana" }), ["signal.seen"]],
      [asked(waiting), asked(), []],
    ];
    for (const [before, after, ids] of steps) {
      expect(ownSignalsHeard(before, after).map(({ id }) => id)).toEqual(ids);
    }
  });
});
