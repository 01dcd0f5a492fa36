// @vitest-environment node
import { describe, expect, it } from "vitest";
import type { Circle, Seat, StaffPresence, View } from "../../protocol/messages";
import { announcements } from "./announcements";

const seat = (n: number, name: string, more: Partial<Seat> = {}): Seat => ({
  seat: n,
  name,
  role: "client",
  microphone: false,
  camera: false,
  reconnecting: false,
  ...more,
});

function view(more: {
  role?: string;
  seats?: Seat[];
  hands?: number[];
  you?: Partial<View["you"]>;
  waiting?: number;
  staff?: StaffPresence;
  floor?: NonNullable<Circle["floor"]>;
}): View {
  const waiting = Array.from({ length: more.waiting ?? 0 }, (_, i) => ({
    waiting: i,
    name: "",
    rosterName: "",
    role: "client",
    ready: true,
    held: false,
    secondDevice: false,
    reconnecting: false,
    since: "",
  }));
  const role = more.role ?? "client";
  return {
    version: 1,
    place: "circle",
    running: true,
    you: {
      role,
      name: "Joy",
      seat: 1,
      ready: true,
      maySpeak: true,
      mayShow: true,
      microphone: false,
      camera: false,
      invited: false,
      held: false,
      ...more.you,
    },
    circle: {
      seats: more.seats ?? [seat(1, "Joy")],
      hands: more.hands ?? [],
      ...(more.floor ? { floor: more.floor } : {}),
      ...(more.staff ? { staff: more.staff } : {}),
    },
    ...(role === "therapist" ? { staff: { waiting, full: false } } : {}),
  };
}

const said = (before: View, after: View) => announcements(before, after).map(({ id }) => id);

describe("assistive technology", () => {
  it("is told who is here", () => {
    expect(announcements(view({}), view({ seats: [seat(1, "Joy"), seat(2, "Ana R.")] }))).toEqual([
      { id: "heard.arrived", values: { name: "Ana R." } },
    ]);
  });

  it("is not told who left", () => {
    expect(said(view({ seats: [seat(1, "Joy"), seat(2, "Ana")] }), view({}))).toEqual([]);
  });

  it("is told what a floor means for oneself, and staff are not", () => {
    const on = view({ you: { microphone: true }, floor: "open" });
    const closed = (floor: NonNullable<Circle["floor"]>) => view({ you: { floorClosed: true }, floor });
    expect(said(on, closed("cool-down"))).toEqual(["heard.microphoneOff", "floor.coolDownTeam"]);
    expect(said(on, closed("hand-first"))).toEqual(["heard.microphoneOff", "floor.handFirst"]);
    expect(said(closed("hand-first"), closed("cool-down"))).toEqual(["floor.coolDownTeam"]);
    expect(said(closed("cool-down"), view({ floor: "open" }))).toEqual(["heard.floorOpen"]);
    expect(said(closed("cool-down"), view({ floor: "open", you: { maySpeak: false } }))).toEqual([
      "heard.muted",
    ]);
    const staff = (floor: NonNullable<Circle["floor"]>) => view({ role: "therapist", floor });
    expect(said(staff("open"), staff("cool-down"))).toEqual([]);
  });

  it("is told when one's turn to speak is over, and of an invitation only that", () => {
    const mine = view({ you: { microphone: true }, floor: "one-voice" });
    const closed = view({ you: { floorClosed: true }, floor: "one-voice" });
    expect(said(mine, closed)).toEqual(["heard.microphoneOff", "floor.oneVoice"]);
    expect(said(closed, view({ you: { invited: true }, floor: "one-voice" }))).toEqual(["heard.invited"]);
  });

  it("is told of one's own mute, and not twice", () => {
    const before = view({ you: { microphone: true } });
    expect(said(before, view({ you: { maySpeak: false } }))).toEqual(["heard.muted"]);
  });

  it("is told of an invitation", () => {
    expect(said(view({}), view({ you: { invited: true } }))).toEqual(["heard.invited"]);
  });

  it("tells only staff of hands and of who waits", () => {
    const seats = [seat(1, "Dana", { role: "therapist" }), seat(2, "Noor")];
    const before = { seats };
    const after = { seats, hands: [2], waiting: 2 };
    expect(said(view({ ...before, role: "therapist" }), view({ ...after, role: "therapist" }))).toEqual([
      "heard.hand",
      "heard.waiting",
    ]);
    expect(said(view(before), view(after))).toEqual([]);
  });

  it("is told nothing of the circle on the way into it", () => {
    const lobby: View = { ...view({}), place: "lobby" };
    expect(said(lobby, view({ seats: [seat(1, "Joy"), seat(2, "Ana")] }))).toEqual([]);
  });

  it("tells the circle that staff are gone, and that they are back, once each", () => {
    const seats = [seat(1, "Joy"), seat(2, "Dana", { role: "therapist" })];
    const gone = [seat(1, "Joy"), seat(2, "Dana", { role: "therapist", reconnecting: true })];
    const here = view({ seats, staff: { state: "here" }, you: { microphone: true, camera: true } });
    const away = view({ seats: gone, staff: { state: "away", name: "Dana" }, you: { microphone: true } });
    const paused = view({ seats: gone, staff: { state: "paused", name: "Dana" } });
    const back = view({ seats, staff: { state: "here" } });
    expect(said(here, { ...away, you: here.you })).toEqual(["staff.away"]);
    expect(said(away, away)).toEqual([]);
    expect(said(away, paused)).toEqual(["staff.paused"]); // and not that the microphone is off, besides
    expect(said(paused, back)).toEqual(["staff.back", "staff.offUntilYou"]);
    expect(said(away, { ...back, you: away.you })).toEqual(["staff.back"]);
  });

  it("tells staff of a pause nothing that they did themselves", () => {
    const before = view({ role: "therapist", staff: { state: "paused", name: "Dana" } });
    expect(said(before, view({ role: "therapist", staff: { state: "here" } }))).toEqual([]);
  });

  it("is told of one's own moment, and not of anybody else's", () => {
    const on = view({ you: { microphone: true, camera: true } });
    const away = view({ you: { steppedAway: true } });
    expect(said(on, away)).toEqual(["moment.title", "moment.lead"]);
    expect(said(away, view({}))).toEqual(["heard.cameBack"]);
    expect(said(away, view({ you: { microphone: true } }))).toEqual([]);
    const ana = (steppedAway: boolean) => view({ seats: [seat(1, "Joy"), seat(2, "Ana", { steppedAway })] });
    expect(said(ana(false), ana(true))).toEqual([]);
  });
});

describe("in a round", () => {
  const during = (
    round: Partial<NonNullable<NonNullable<View["circle"]>["round"]>>,
    role = "client",
  ): View => {
    const before = view({ role, seats: [seat(1, "Joy"), seat(2, "Sam"), seat(3, "Mei")] });
    const staff = { waiting: [], full: false, round: { waiting: [], again: [], done: 0, of: 3, over: 0 } };
    return {
      ...before,
      circle: {
        seats: before.circle?.seats ?? [],
        hands: [],
        round: { prompt: { kind: "" }, since: "", ...round },
      },
      ...(role === "therapist" ? { staff } : {}),
    };
  };
  const said = (before: View, after: View) => announcements(before, after).map(({ id }) => id);

  it("hears the person whose turn comes, and the one who is next, and nobody else", () => {
    expect(said(during({ turn: 2 }), during({ turn: 1 }))).toEqual(["heard.turn"]);
    expect(said(during({ turn: 1 }), during({ turn: 1, begun: true }))).toEqual([]);
    expect(said(during({ turn: 2, next: 3 }), during({ turn: 2, next: 1 }))).toEqual(["heard.next"]);
    expect(said(during({ turn: 2, next: 1 }), during({ turn: 3, next: 1 }))).toEqual([]);
    expect(said(during({ turn: 2 }), during({ turn: 3 }))).toEqual([]);
  });

  it("staff hear that it goes on, and that everybody has been asked", () => {
    expect(said(during({ turn: 2 }, "therapist"), during({ turn: 3 }, "therapist"))).toEqual(["now.turn"]);
    expect(said(during({ turn: 3 }, "therapist"), during({ turn: 3, begun: true }, "therapist"))).toEqual([]);
    expect(said(during({ turn: 3 }, "therapist"), during({}, "therapist"))).toEqual(["round.over"]);
  });
});
