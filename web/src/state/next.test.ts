// @vitest-environment node
import { describe, expect, test } from "vitest";
import { circle, lobby } from "../../test/views";
import type { Bye, FromServer, Gesture } from "../protocol/messages";
import { type Local, nextVisit } from "./next";
import type { Here, Line, Visit } from "./visit";

const opening: Visit = { stage: "opening", phone: "(555) 0100", line: "steady" };

function here(change: Partial<Here> = {}): Here {
  const base = {
    stage: "here",
    phone: "(555) 0100",
    line: "steady",
    slots: [],
    speaking: [],
    gestures: [],
    messages: [],
    captions: [],
    toast: null,
  } as const;
  return { ...base, slots: [], speaking: [], gestures: [], messages: [], view: circle(5), ...change };
}

function hearing(visit: Visit, ...messages: (FromServer | Local)[]): Visit {
  return messages.reduce(nextVisit, visit);
}

const bye = (why: Bye["why"], comeBack = false): FromServer => ({ type: "bye", data: { why, comeBack } });
const line = (line: Line): Local => ({ type: "local.line", line });
const slots: FromServer = { type: "media.slots", data: { slots: [{ mid: "7", seat: 2, kind: "video" }] } };
const speaking: FromServer = { type: "media.speaking", data: { seats: [2] } };

describe("the first view", () => {
  test("brings the visit here, with the contact line of the welcome", () => {
    const welcome: FromServer = {
      type: "welcome",
      data: {
        protocol: 1,
        serverTime: "",
        ticket: "t",
        phone: "(555) 0199",
        slots: { people: 18, screen: 1 },
        media: "fresh",
      },
    };
    const visit = hearing({ stage: "door" }, { type: "local.enter" }, welcome, {
      type: "view",
      data: lobby(),
    });
    expect(visit).toMatchObject({
      stage: "here",
      phone: "(555) 0199",
      line: "steady",
      view: { place: "lobby" },
    });
  });

  test("does not open a door that nobody pressed, nor a visit that is over", () => {
    const view: FromServer = { type: "view", data: lobby() };
    expect(hearing({ stage: "door" }, view)).toEqual({ stage: "door" });
    const over = hearing(here(), bye("today"));
    expect(hearing(over, view, slots, speaking, line("lost"))).toBe(over);
  });
});

describe("the newest view wins", () => {
  test("an older or equal one is dropped", () => {
    const now = here({ view: circle(5) });
    expect(hearing(now, { type: "view", data: circle(4) })).toBe(now);
    expect(hearing(now, { type: "view", data: circle(5) })).toBe(now);
    expect(hearing(now, { type: "view", data: circle(6) })).toMatchObject({ view: { version: 6 } });
  });

  test("after a broken line any version does, for the server may have begun again, and the line is steady", () => {
    const visit = hearing(here({ view: circle(500) }), line("reconnecting"), {
      type: "view",
      data: circle(1),
    });
    expect(visit).toMatchObject({ line: "steady", view: { version: 1 } });
  });

  test("a view of the lobby blanks every slot", () => {
    const visit = hearing(here(), slots, speaking, { type: "view", data: lobby(6, { held: true }) });
    expect(visit).toMatchObject({ view: { place: "lobby" }, slots: [], speaking: [] });
  });

  test("a view of the circle leaves the slots as they are", () => {
    expect(hearing(here(), slots, { type: "view", data: circle(6) })).toMatchObject({ slots: [{ seat: 2 }] });
  });
});

describe("captions", () => {
  const caption = (text: string): FromServer => ({ type: "caption", data: { text } });

  test("the newest lines are kept, each with a number of its own", () => {
    const visit = hearing(here(), caption("We begin."), caption("We begin."));
    expect(visit).toMatchObject({
      captions: [
        { number: 1, text: "We begin." },
        { number: 2, text: "We begin." },
      ],
    });
    const many = hearing(here(), ...Array.from({ length: 30 }, (_, i) => caption(`${i}`)));
    expect(many).toMatchObject({ captions: Array.from({ length: 20 }, (_, i) => ({ text: `${i + 10}` })) });
  });

  test("outside of the circle none are kept", () => {
    expect(hearing(here(), caption("We begin."), { type: "view", data: lobby(6) })).toMatchObject({
      captions: [],
    });
  });
});

describe("bye", () => {
  test("with come back keeps everything and waits for the line", () => {
    const visit = hearing(here(), bye("restart", true));
    expect(visit).toMatchObject({ stage: "here", line: "reconnecting", view: { version: 5 } });
    expect(hearing(opening, bye("too-many", true))).toMatchObject({ stage: "opening", line: "reconnecting" });
  });

  test("without come back ends the visit, and says whether it can be taken up again", () => {
    const ended = (why: Bye["why"]) => hearing(here(), bye(why));
    expect(ended("session-over")).toEqual({
      stage: "over",
      why: "session-over",
      reason: null,
      phone: "(555) 0100",
      mayReturn: false,
    });
    expect(ended("today")).toMatchObject({ mayReturn: false });
    expect(ended("elsewhere")).toMatchObject({ mayReturn: false });
    expect(ended("away")).toMatchObject({ mayReturn: true });
    expect(ended("denied")).toMatchObject({ mayReturn: true });
  });

  test("a refusal is the one neutral refusal, and the contact line may come later", () => {
    const refused = hearing({ stage: "opening", phone: "", line: "steady" }, bye("refused"));
    expect(refused).toEqual({ stage: "refused", phone: "" });
    expect(hearing(refused, { type: "local.refused", phone: "(555) 0100" })).toEqual({
      stage: "refused",
      phone: "(555) 0100",
    });
  });
});

describe("one person, one place", () => {
  const asked: Visit = { stage: "other-tab", phone: "(555) 0100" };

  test("another tab in the same place is a question, on the way in only", () => {
    expect(hearing(opening, { type: "local.other_tab" })).toEqual(asked);
    const now = here();
    expect(hearing(now, { type: "local.other_tab" })).toBe(now);
  });

  test("whoever stays there is over here, and whoever comes here opens the door", () => {
    expect(hearing(asked, { type: "local.other_tab_kept" })).toEqual({
      stage: "over",
      why: "elsewhere",
      reason: null,
      phone: "(555) 0100",
      mayReturn: false,
    });
    expect(hearing(asked, { type: "local.enter" })).toEqual(opening);
  });

  test("a place that was given away is over here, as if the server had said so", () => {
    expect(hearing(here(), { type: "local.handed_over" })).toEqual(hearing(here(), bye("elsewhere")));
    const over = hearing(here(), bye("today"));
    expect(hearing(over, { type: "local.handed_over" })).toBe(over);
  });

  test("nothing that the line says answers the question", () => {
    expect(hearing(asked, line("lost"), { type: "view", data: lobby() }, bye("today"))).toBe(asked);
  });
});

test("the contact line is known as soon as somebody says it, also without letting anybody in", () => {
  const first: Visit = { stage: "opening", phone: "", line: "steady" };
  expect(hearing(first, { type: "local.phone", phone: "(555) 0100" })).toEqual(opening);
  const now = here({ phone: "(555) 0199" });
  expect(hearing(now, { type: "local.phone", phone: "(555) 0100" })).toBe(now);
});

describe("a toast", () => {
  test("says nothing of a refused offer, which nobody has pressed for", () => {
    expect(hearing(here(), { type: "refused", data: { code: "media" } })).toMatchObject({ toast: null });
  });

  test("says that a command was refused, until it is dismissed", () => {
    const visit = hearing(here(), { type: "refused", data: { id: 3, code: "full" } });
    expect(visit).toMatchObject({ toast: { about: "refused", code: "full" } });
    expect(hearing(visit, { type: "local.toast_dismissed" })).toMatchObject({ toast: null });
  });

  test("says the same of a press that was never sent", () => {
    const visit = hearing(here(), { type: "local.held_back", code: "paused" });
    expect(visit).toMatchObject({ toast: { about: "refused", code: "paused" } });
  });

  test("is a new object for a repeat", () => {
    const refused: FromServer = { type: "refused", data: { code: "full" } };
    const [first, second] = [hearing(here(), refused) as Here, hearing(here(), refused, refused) as Here];
    expect(second.toast).not.toBe(first.toast);
    expect(second.toast).toEqual(first.toast);
  });

  test("says when something is in force but not saved, and nothing when all is well", () => {
    const now = here();
    expect(hearing(now, { type: "done", data: { id: 1, saved: true } })).toBe(now);
    expect(hearing(now, { type: "done", data: { id: 1, saved: false } })).toMatchObject({
      toast: { about: "unsaved" },
    });
  });

  test("tells the asker, by seat, that an invitation was declined", () => {
    expect(hearing(here(), { type: "invite.declined", data: { seat: 4 } })).toMatchObject({
      toast: { about: "declined", seat: 4 },
    });
  });
});

test("when the peer connection is gone no slot shows anybody and nobody speaks", () => {
  const visit = hearing(here(), slots, speaking, { type: "local.media_closed" });
  expect(visit).toMatchObject({ slots: [], speaking: [] });
  expect(hearing(visit, { type: "local.media_closed" })).toBe(visit);
});

test("frames that are for others change nothing", () => {
  const now = here();
  expect(
    hearing(
      now,
      { type: "ping", data: { n: 1 } },
      { type: "ticket", data: { ticket: "t" } },
      { type: "media.answer", data: { sdp: "" } },
    ),
  ).toBe(now);
});

describe("messages", () => {
  const one = { number: 7, at: "", from: "Dana", fromSeat: 2, to: "one", text: "Hello" } as const;
  const two = { ...one, number: 9, text: "There" };
  const told = (...messages: (typeof one | typeof two)[]): FromServer => ({
    type: "messages",
    data: { messages },
  });

  test("stand in the order of their numbers, each once", () => {
    expect(hearing(here(), told(two), told(one, two))).toMatchObject({ messages: [one, two] });
  });

  test("are kept through a lost line and gone with the visit", () => {
    const back: FromServer = { type: "view", data: circle(1) };
    expect(hearing(here(), told(one), line("reconnecting"), back)).toMatchObject({ messages: [one] });
    expect(hearing(here(), told(one), bye("session-over"))).not.toHaveProperty("messages");
  });
});

describe("a gentle signal", () => {
  const gesture = (seat: number, kind: Gesture["gesture"]): FromServer => ({
    type: "gesture",
    data: { seat, gesture: kind },
  });
  const over = (visit: Visit, i: number): Local => ({
    type: "local.gesture_over",
    gesture: (visit as Here).gestures[i] as Gesture,
  });

  test("is shown until it is over, one of a seat", () => {
    const two = hearing(here(), gesture(2, "nod"), gesture(3, "thanks"));
    const again = hearing(two, gesture(2, "me-too"));
    expect(again).toMatchObject({
      gestures: [
        { seat: 3, gesture: "thanks" },
        { seat: 2, gesture: "me-too" },
      ],
    });
    // The time of the first one ends, and the second one stays its own.
    expect(hearing(again, over(two, 0))).toMatchObject({ gestures: [{ seat: 3 }, { seat: 2 }] });
    expect(hearing(again, over(again, 1))).toMatchObject({ gestures: [{ seat: 3 }] });
  });

  test("is gone with the circle, and nothing before it", () => {
    const shown = hearing(here(), gesture(2, "nod"));
    expect(hearing(shown, { type: "view", data: lobby(6, { held: true }) })).toMatchObject({ gestures: [] });
    expect(hearing({ stage: "door" }, gesture(2, "nod"))).toEqual({ stage: "door" });
  });
});
