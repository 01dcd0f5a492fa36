// @vitest-environment node
import { describe, expect, it } from "vitest";
import type { Seat, Self, StaffPresence, View } from "../../protocol/messages";
import type { Devices, Here } from "../../state/visit";
import { deviceWords, nowOf, type Surroundings } from "./now";

const devices: Devices = {
  microphone: { state: "ready", deviceId: "m", label: "" },
  camera: { state: "blocked" },
  microphones: [],
  cameras: [],
  speakers: [],
  chosen: { microphone: "", camera: "", speaker: "" },
  lessNoise: true,
  blur: false,
  news: null,
};

const seat = (n: number, name: string, role = "client"): Seat => ({
  seat: n,
  name,
  role,
  microphone: true,
  camera: true,
  reconnecting: false,
});

const asked = { prompt: { kind: "" as const }, since: "" };

const circle = [seat(1, "Dana", "therapist"), seat(2, "Sam"), seat(3, "Mei"), seat(4, "Joy")];

function here(you: Partial<Self> = {}, more: Partial<Here> = {}, view: Partial<View> = {}): Here {
  return {
    stage: "here",
    phone: "",
    line: "steady",
    slots: [],
    speaking: [],
    gestures: [],
    messages: [],
    captions: [],
    toast: null,
    ...more,
    view: {
      version: 1,
      place: "circle",
      running: true,
      circle: { seats: circle, hands: [] },
      ...view,
      you: {
        role: "client",
        name: "Joy",
        seat: 4,
        ready: true,
        maySpeak: true,
        mayShow: true,
        microphone: false,
        camera: false,
        invited: false,
        held: false,
        ...you,
      },
    },
  };
}

const around: Surroundings = {
  soundBlocked: false,
  returned: false,
  trouble: null,
  devices,
  leaving: false,
  serverNow: 0,
};
const facts = (now: Here) => nowOf(now, around).facts.map(({ words }) => words);
const ask = (now: Here, more: Partial<Surroundings> = {}) => nowOf(now, { ...around, ...more }).ask;

const attended = (staff: StaffPresence): Partial<View> => ({ circle: { seats: circle, hands: [3], staff } });
const dana = { known: "yes", name: "Dana" };

describe("the now line", () => {
  it("says who is speaking, and oneself if nobody else is", () => {
    expect(facts(here({}, { speaking: [2] }))).toEqual([{ id: "now.speaking", values: { name: "Sam" } }]);
    expect(facts(here({}, { speaking: [4] }))).toEqual([{ id: "now.speakingYou" }]);
    expect(facts(here({}, { speaking: [] }))).toEqual([{ id: "now.quiet" }]);
    expect(facts(here({}, { speaking: [4, 2] }))).toEqual([{ id: "now.speaking", values: { name: "Sam" } }]);
    expect(facts(here({}, { speaking: [2, 3] }))).toEqual([
      { id: "now.speakingTwo", values: { name: "Sam", other: "Mei" } },
    ]);
    expect(facts(here({}, { speaking: [1, 2, 3] }))).toEqual([{ id: "now.speakingMany" }]);
  });

  it("names the hands in the group's order", () => {
    expect(facts(here({}, {}, { circle: { seats: circle, hands: [3, 4, 2] } }))[1]).toEqual({
      id: "now.hands",
      values: { names: "Mei, Sam" },
    });
  });

  it("says nothing of hands that nobody can be seen for", () => {
    expect(facts(here({}, {}, { circle: { seats: circle, hands: [9] } }))).toEqual([{ id: "now.quiet" }]);
  });

  it("greets the first person", () => {
    expect(facts(here({}, {}, { circle: { seats: [seat(4, "Joy")], hands: [] } }))).toEqual([
      { id: "now.first" },
    ]);
    const alone = { circle: { seats: [seat(4, "Joy", "therapist")], hands: [] } };
    expect(facts(here({ role: "therapist" }, {}, alone))).toEqual([{ id: "now.firstStaff" }]);
  });

  it("names who muted one only if that is certain", () => {
    expect(facts(here({ maySpeak: false }))[0]).toEqual({ id: "now.mutedBy", values: { name: "Dana" } });
    const two = { seats: [...circle, seat(5, "Ida", "co-therapist")], hands: [] };
    expect(facts(here({ maySpeak: false }, {}, { circle: two }))[0]).toEqual({ id: "now.muted" });
  });

  it("does not tell an observer that they are muted", () => {
    expect(facts(here({ role: "observer", maySpeak: false, mayShow: false }))).toEqual([{ id: "now.quiet" }]);
  });

  it("says why the camera was turned off", () => {
    expect(facts(here({ mayShow: false, cameraReason: "privacy" }))[0]).toEqual({
      id: "now.cameraOff.privacy",
    });
    expect(facts(here({ mayShow: false }))[0]).toEqual({ id: "now.cameraOff" });
  });

  it("says what is in the way of a device that was switched on", () => {
    const now = nowOf(here(), { ...around, trouble: "camera" });
    expect(now.facts[0]?.words.id).toBe("device.camera.blocked");
    expect(deviceWords("camera", "ready")).toBeNull();
  });

  it("asks one thing at a time: the line, the moment, the sound, the invitation, then what staff who are back leave open", () => {
    const invited = { invited: true };
    const all = { soundBlocked: true, returned: true };
    expect(ask(here({ ...invited, steppedAway: true }, { line: "lost" }), all)).toBe("lost");
    expect(ask(here(invited), all)).toBe("sound");
    expect(ask(here(invited), { returned: true })).toBe("invited");
    expect(ask(here(), { returned: true })).toBe("return");
    expect(ask(here())).toBeNull();
  });

  it("says that somebody without a microphone is here to listen, and not where it would be no news", () => {
    const without: Devices = { ...devices, microphone: { state: "missing" } };
    const ids = (now: Here, more: Partial<Surroundings> = {}) =>
      nowOf(now, { ...around, devices: without, ...more }).facts.map(({ words }) => words.id);
    expect(ids(here())[0]).toBe("now.listening");
    expect(facts(here()).map(({ id }) => id)).not.toContain("now.listening");
    for (const quiet of [
      ids(here({ role: "observer" })),
      ids(here({ maySpeak: false })),
      ids(here({ microphone: true })),
      ids(here(), { trouble: "microphone" }),
      ids(here({}, {}, attended({ state: "paused" }))),
      ids(here(), { devices: { ...without, news: { about: "gone", kind: "microphone" } } }),
    ])
      expect(quiet).not.toContain("now.listening");
  });

  it("tells what has become of a device, and asks about one that was found after everything else", () => {
    const known = (news: Devices["news"]): Partial<Surroundings> => ({ devices: { ...devices, news } });
    const lost = known({ about: "replaced", kind: "speaker", by: "" });
    expect(nowOf(here(), { ...around, ...lost }).facts[0]?.words).toEqual({
      id: "news.speakerReplaced",
      values: { known: "no", by: "" },
    });
    const found = known({ about: "found", label: "Buds", ids: { speaker: "s" } });
    expect(ask(here(), found)).toBe("device");
    expect(ask(here({ invited: true }), found)).toBe("invited");
  });

  it("asks only staff to start the session", () => {
    expect(ask(here({}, {}, { running: false }))).toBeNull();
    expect(ask(here({ role: "therapist" }, {}, { running: false }))).toBe("start");
  });

  it("says nothing about the circle while the line is down", () => {
    expect(facts(here({}, { line: "reconnecting", speaking: [2] }))).toEqual([{ id: "now.reconnecting" }]);
  });

  it("says that staff are away, whom to call, and who is heard meanwhile", () => {
    const now = nowOf(here({}, { speaking: [2] }, attended({ state: "away", name: "Dana" })), around);
    expect(now.down).toBe(true);
    expect(now.facts).toMatchObject([
      { words: { id: "staff.away", values: dana }, call: true, minor: false },
      { words: { id: "now.speaking" }, call: false },
      { words: { id: "now.hands" } },
    ]);
  });

  it.each<[StaffPresence, string]>([
    [{ state: "away", name: "Dana", decided: true }, "staff.awayDecided"],
    [{ state: "paused", name: "Dana" }, "staff.paused"],
    [{ state: "paused", name: "Dana", decided: true }, "staff.pausedDecided"],
  ])("says of %j why nobody of the staff is here", (staff, id) => {
    expect(facts(here({}, {}, attended(staff)))[0]).toEqual({ id, values: dana });
  });

  it("says nothing else of a circle that is paused, and asks for no sound", () => {
    const paused = attended({ state: "paused" });
    expect(facts(here({}, { speaking: [2] }, paused))).toEqual([
      { id: "staff.paused", values: { known: "no", name: "" } },
    ]);
    expect(ask(here({ invited: true }, {}, paused), { soundBlocked: true })).toBeNull();
  });

  it("says nothing of staff while they are here, nor while the reader's own line is down", () => {
    expect(facts(here({}, {}, attended({ state: "here" })))[0]).toEqual({ id: "now.quiet" });
    const down = here({}, { line: "reconnecting" }, attended({ state: "paused", name: "Dana" }));
    expect(facts(down)).toEqual([{ id: "now.reconnecting" }]);
  });

  it("says that the reader's own line is slow, and of nobody else's", () => {
    const slow = (n: number) => circle.map((s) => (s.seat === n ? { ...s, poorLine: true } : s));
    expect(facts(here({}, {}, { circle: { seats: slow(4), hands: [] } }))[0]).toEqual({ id: "now.slowLine" });
    expect(facts(here({}, {}, { circle: { seats: slow(2), hands: [] } }))).toEqual([{ id: "now.quiet" }]);
  });
});

describe("a round in the now line", () => {
  const during = (
    round: Partial<NonNullable<NonNullable<View["circle"]>["round"]>>,
    you: Partial<Self> = {},
  ) => nowOf(here(you, {}, { circle: { seats: circle, hands: [], round: { ...asked, ...round } } }), around);
  const ids = (now: ReturnType<typeof nowOf>) => now.facts.map(({ words }) => words.id);

  it("asks the person whose turn it is, also if they were invited, and nobody else", () => {
    expect(during({ turn: 4 }, { invited: true }).ask).toBe("turn");
    expect(during({ turn: 2 }).ask).toBeNull();
    expect(during({}).ask).toBeNull();
  });

  it("says whose turn it is, and who comes next", () => {
    expect(ids(during({ turn: 2 }))).toContain("now.turn");
    expect(ids(during({ turn: 2, next: 3 }))).toContain("now.turnThen");
    expect(ids(during({ turn: 2, next: 4 }))).toContain("now.turnThenYou");
    expect(ids(during({ turn: 2, prompt: { kind: "keep" } }))).toContain("prompt.keep");
    expect(
      during({ turn: 2, prompt: { kind: "own", words: "Rain" } }).facts.map((f) => f.words.values?.words),
    ).toContain("Rain");
  });

  it("says nothing of somebody who is not in the circle any more", () => {
    expect(ids(during({ turn: 99 }))).not.toContain("now.turn");
  });
});
