// @vitest-environment node
import { expect, it } from "vitest";
import type { Seat, Self, View } from "../../protocol/messages";
import { askedAbout, bannerWords } from "./observers";

const you: Self = {
  role: "client",
  name: "Joy",
  seat: 2,
  ready: true,
  maySpeak: true,
  mayShow: true,
  microphone: false,
  camera: false,
  invited: false,
  held: false,
};

function seat(n: number, name: string, role = "client"): Seat {
  return { seat: n, name, role, microphone: false, camera: false, reconnecting: false };
}

function view(self: Partial<Self>, seats: Seat[] = [], helpers?: string[]): View {
  const circle = { seats, hands: [], ...(helpers ? { helpers } : {}) };
  return { version: 1, place: "circle", running: true, you: { ...you, ...self }, circle };
}

it("asks about one observer at a time, the first who has no answer", () => {
  const robin = { observer: 1, name: "Robin" };
  const lee = { observer: 2, name: "Lee" };
  expect(askedAbout(view({}))).toBeNull();
  expect(askedAbout(view({ observers: [robin, lee] }))).toBe(robin);
  expect(askedAbout(view({ observers: [{ ...robin, answer: "declined" }, lee] }))).toBe(lee);
  expect(askedAbout(view({ observers: [{ ...robin, answer: "agreed" }] }))).toBeNull();
});

it.each<[string, View, string[]]>([
  ["nobody but the group", view({}, [seat(1, "Dana", "therapist"), seat(2, "Joy")]), []],
  ["an observer", view({}, [seat(2, "Joy"), seat(3, "Robin", "observer")]), ["observer.here Robin"]],
  [
    "the observer themselves, beside another one",
    view({ role: "observer", seat: 3 }, [seat(3, "Robin", "observer"), seat(4, "Lee", "observer")]),
    ["observer.you ", "observer.here Lee"],
  ],
  ["somebody who looks after connections", view({}, [seat(2, "Joy")], ["Tess"]), ["helper.here Tess"]],
])("the banner names who is here beside the group: %s", (_, now, words) => {
  expect(bannerWords(now).map(({ id, values }) => `${id} ${values?.name ?? ""}`)).toEqual(words);
});
