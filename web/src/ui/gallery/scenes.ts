import type {
  Circle,
  Message,
  Round,
  Seat,
  Self,
  Signal,
  StaffRound,
  View,
  Waiting,
} from "../../protocol/messages";
import type { DeviceState, Here, Visit } from "../../state/visit";
import type { Scene } from "./core";

const phone = "(555) 0100";

function person(seat: number, name: string, more: Partial<Seat> = {}): Seat {
  return { seat, name, role: "client", microphone: true, camera: true, reconnecting: false, ...more };
}

const group: Seat[] = [
  person(1, "Dana", { role: "therapist" }),
  person(2, "Ana R."),
  person(3, "Sam"),
  person(4, "Mei", { microphone: false }),
  person(5, "Ravi"),
  person(6, "Grace", { camera: false }),
  person(7, "Luis", { microphone: false, camera: false }),
  person(8, "Noor", { microphone: false }),
  person(9, "Tom", { reconnecting: true }),
  person(10, "Priya", { microphone: false }),
  person(11, "Walter", { microphone: false }),
  person(12, "Joy"),
  person(13, "Kofi"),
];

const joy: Self = {
  role: "client",
  name: "Joy",
  seat: 12,
  ready: true,
  maySpeak: true,
  mayShow: true,
  microphone: true,
  camera: true,
  invited: false,
  held: false,
};

function here(view: Partial<View>, more: Partial<Here> = {}): Here {
  return {
    stage: "here",
    phone,
    line: "steady",
    slots: [],
    speaking: [],
    messages: [],
    toast: null,
    view: { version: 1, place: "circle", running: true, you: joy, ...view },
    ...more,
  };
}

function circle(seats: Seat[] = group, more: Partial<Here> = {}, you: Partial<Self> = {}): Here {
  return here({ circle: { seats, hands: [8, 10] }, you: { ...joy, ...you } }, { speaking: [3], ...more });
}

function lobby(text: View["lobby"], more: Partial<View> = {}): Scene {
  const { seat: _, ...you } = joy;
  return { visit: here({ place: "lobby", running: false, you, ...(text ? { lobby: text } : {}), ...more }) };
}

const minutesAgo = (n: number) => new Date(Date.now() - n * 60_000 - 5000).toISOString();

function waiter(waiting: number, name: string, more: Partial<Waiting> = {}): Waiting {
  return {
    waiting,
    name,
    rosterName: name,
    role: "client",
    ready: true,
    held: false,
    secondDevice: false,
    reconnecting: false,
    since: minutesAgo(4),
    ...more,
  };
}

const waiting = [
  waiter(1, "Joy"),
  waiter(2, "Kofi", { ready: false, since: minutesAgo(1) }),
  waiter(3, "Ana", { secondDevice: true, since: minutesAgo(0) }),
  waiter(4, "Theo", { held: true, askedName: "Teddy" }),
];

const staffSeats = group
  .slice(0, 11)
  .map((seat) => ({ ...seat, rosterName: seat.name }))
  .map((seat) => (seat.seat === 11 ? { ...seat, muted: true, cameraOff: true, camera: false } : seat))
  .map((seat) => (seat.seat === 2 ? { ...seat, rosterName: "Ana", askedName: "Anita" } : seat))
  .map((seat) => (seat.seat === 4 ? { ...seat, invited: true } : seat));

const dana: Self = { ...joy, role: "therapist", name: "Dana", seat: 1 };

function staff(view: Partial<View> = {}, more: Partial<Here> = {}): Scene {
  return {
    visit: here(
      {
        you: dana,
        circle: { seats: staffSeats, hands: [8, 9] },
        staff: { waiting, full: false },
        ...view,
      },
      { speaking: [3], ...more },
    ),
  };
}

const walter: Signal = {
  signal: 1,
  seat: 11,
  name: "Walter",
  kind: "unsafe",
  words: "Shouting next door. Hard to listen.",
  since: minutesAgo(1),
  calls: 3,
};

const signalled = {
  staff: {
    waiting,
    full: false,
    signals: [
      walter,
      { ...walter, signal: 2, seat: 6, name: "Grace", kind: "hearing", words: "", since: minutesAgo(0) },
    ] satisfies Signal[],
    missed: [{ seat: 9, name: "Tom", since: minutesAgo(2) }],
  },
};

function message(number: number, from: string, text: string, more: Partial<Message> = {}): Message {
  return { number, at: minutesAgo(3), from, fromSeat: 1, to: "staff", text, ...more };
}

const written = [
  message(1, "Joy", "May I go later today?", { mine: true, fromSeat: 12 }),
  message(2, "Dana", "Of course. The sheet is at https://example.com/sheet.", { fromStaff: true, to: "one" }),
];

const inbox = [
  message(1, "Ana R.", "May I go later today?", { fromSeat: 2 }),
  message(2, "Dana", "Of course.", { mine: true, fromStaff: true, to: "one", toName: "Ana R.", toSeat: 2 }),
  message(3, "Dana", "The sheet: https://example.com/sheet", { mine: true, fromStaff: true, to: "all" }),
];

const alone = [person(1, "Dana", { role: "therapist", microphone: false, camera: false })];
const joining: Partial<Self> = { ready: false, microphone: false, camera: false };
const state = (state: Exclude<DeviceState["state"], "ready">): DeviceState => ({ state });

function join(more: Partial<Scene>, you: Partial<Self> = {}, line: Here["line"] = "steady"): Scene {
  const { seat: _, ...self } = joy;
  const view = { place: "lobby", running: false, lobby: { hostName: "Dana", full: false } } as const;
  return {
    visit: here({ ...view, you: { ...self, ...joining, ...you } }, { line }),
    level: 0.55,
    preview: true,
    ...more,
  };
}

function over(why: Extract<Visit, { stage: "over" }>["why"], mayReturn = false): Scene {
  return { visit: { stage: "over", why, reason: "wellbeing", phone, mayReturn } };
}

const states = group.map((seat) => {
  if (seat.seat === 7) return { ...seat, camera: true, microphone: true, poorLine: true };
  return seat.seat === 10 ? { ...seat, camera: false, steppedAway: true } : seat;
});

/** So many people, one of them with the longest name there may be. */
function many(n: number): Scene {
  const others = [
    "Dana",
    "Sam",
    "Mei",
    "Ravi",
    "Grace",
    "Luis",
    "Noor",
    "Tom",
    "Priya",
    "Walter",
    "Amina",
    "Leo",
  ];
  const seats = Array.from({ length: n }, (_, i) => person(i + 1, others[i % others.length] ?? ""));
  seats[0] = person(1, "Dana", { role: "therapist" });
  if (n > 2) seats[2] = person(3, "Maximiliano José Hernández Ortiz", { microphone: false });
  if (n > 3) seats[3] = person(4, "Wilhelmina-Theodora Featherstone", { reconnecting: true });
  seats[n - 1] = person(n, "Joy");
  return { visit: circle(seats, { speaking: n > 1 ? [1] : [] }, { seat: n }) };
}

/** A circle whose staff are gone: `offPurpose`, or because the connection dropped. */
function unattended(state: "away" | "paused", offPurpose = false, more: Partial<Here> = {}): Scene {
  const dana = group
    .slice(0, 1)
    .map((seat) => ({ ...seat, reconnecting: true, microphone: false, camera: false }));
  const others = group
    .slice(1)
    .map((seat) => (state === "paused" ? { ...seat, microphone: false, camera: false } : seat));
  const off = state === "paused" ? { microphone: false, camera: false } : {};
  return {
    visit: here(
      {
        you: { ...joy, ...off },
        circle: {
          seats: offPurpose ? others : [...dana, ...others],
          hands: [],
          staff: { state, name: "Dana", ...(offPurpose ? { decided: true } : {}) },
        },
      },
      { speaking: state === "away" ? [3] : [], ...more },
    ),
  };
}

/** The circle while one person at most has the floor: nobody else but staff is on. */
function oneVoice(seats: Seat[], holder = 3): Seat[] {
  return seats.map((seat) => {
    if (seat.role === "therapist") return seat;
    const { invited: _, ...rest } = seat;
    return seat.seat === holder ? { ...rest, hasFloor: true } : { ...rest, microphone: false };
  });
}

/** Two people have the floor: Sam speaks, Ravi doesn't yet. */
function handFirst(seats: Seat[]): Seat[] {
  return oneVoice(seats).map((seat) =>
    seat.seat === 5 ? { ...seat, hasFloor: true, microphone: true } : seat,
  );
}

/** What Joy sees of a floor. */
function floorOf(floor: NonNullable<Circle["floor"]>, seats: Seat[], you: Partial<Self>): Scene {
  const own = seats.map((seat) => (seat.seat === 12 ? { ...seat, microphone: false } : seat));
  const heard = floor === "cool-down" ? 1 : 3;
  const speaking = seats.some((seat) => seat.seat === heard && seat.microphone) ? [heard] : [];
  return {
    visit: here({ circle: { seats: own, hands: [8, 10], floor }, you: { ...joy, ...you } }, { speaking }),
  };
}

const asks = { prompt: { kind: "helped" }, since: minutesAgo(3) } as const;

function round(more: Partial<Round>, you: Partial<Self> = {}): Here {
  const seats = group.slice(0, 12);
  return here(
    { circle: { seats, hands: [], round: { ...asks, ...more } }, you: { ...joy, ...you } },
    { speaking: [] },
  );
}

function staffRound(more: Partial<Round>, besides: Partial<StaffRound> = {}): Scene {
  const order: StaffRound = { waiting: [4, 5, 6, 2], again: [2], done: 3, of: 8, over: 4, canUndo: true };
  return staff({
    circle: { seats: staffSeats, hands: [8], round: { ...asks, ...more } },
    staff: { waiting: waiting.slice(0, 1), full: false, round: { ...order, ...besides } },
  });
}

const lastStaff = { waiting: [], full: false, lastStaff: true };

/** Every screen, by name. */
export const scenes: Readonly<Record<string, Scene>> = {
  door: { visit: { stage: "door" } },
  opening: { visit: { stage: "opening", phone: "", line: "steady" } },
  "opening-lost": { visit: { stage: "opening", phone: "", line: "lost" } },
  "other-tab": { visit: { stage: "other-tab", phone } },
  refused: { visit: { stage: "refused", phone } },
  join: join({}),
  "join-staff": join({}, { role: "therapist", name: "Dana" }),
  "join-blocked": join({
    devices: { microphone: state("blocked"), camera: state("blocked"), microphones: [], cameras: [] },
    preview: false,
  }),
  "join-busy": join(
    {
      devices: { microphone: state("missing"), camera: state("busy"), microphones: [], cameras: [] },
      preview: false,
    },
    { askedName: "Joyce" },
  ),
  "join-blurring": join({ devices: { camera: { state: "blurring" }, blur: true }, preview: false }),
  "join-unblurred": join({ devices: { camera: { state: "unblurred" }, blur: true }, preview: false }),
  "join-slow": join({ devices: { camera: { state: "slow" }, blur: true }, preview: false }),
  "join-reconnecting": join({}, {}, "reconnecting"),
  lobby: lobby({ hostName: "Dana", full: false }),
  "lobby-nameless": lobby({ full: false }),
  "lobby-late": lobby({ hostName: "Dana", full: false }, { running: true }),
  "lobby-full": lobby({ hostName: "Dana", full: true }, { running: true }),
  "lobby-held": lobby({ hostName: "Dana", full: false }, { running: true, you: { ...joy, held: true } }),
  circle: { visit: circle() },
  "circle-hand": {
    visit: here({
      circle: { seats: group, hands: [8, 12] },
      you: { ...joy, microphone: false, camera: false },
    }),
  },
  "circle-1": { visit: circle([person(12, "Joy")], { speaking: [] }) },
  "circle-2": {
    visit: circle([person(1, "Dana", { role: "therapist" }), person(12, "Joy")], { speaking: [1] }),
  },
  "circle-4": { visit: circle([...group.slice(0, 3), person(12, "Joy")]) },
  "circle-9": { visit: circle([...group.slice(0, 8), person(12, "Joy")]) },
  "circle-share": {
    visit: here({ circle: { seats: group, hands: [8, 10], screen: 1 }, you: joy }, { speaking: [3] }),
  },
  "circle-share-2": {
    visit: here({
      circle: { seats: [...group.slice(0, 1), person(12, "Joy")], hands: [], screen: 1 },
      you: joy,
    }),
  },
  "circle-of-1": many(1),
  "circle-of-2": many(2),
  "circle-of-7": many(7),
  "circle-of-12": many(12),
  "circle-of-16": many(16),
  "circle-16": {
    visit: circle([...group, person(14, "Amina"), person(15, "Leo"), person(16, "Maximiliano José")]),
  },
  "circle-invited": { visit: circle(group, {}, { invited: true, microphone: false }) },
  "circle-muted": { visit: circle(group, {}, { maySpeak: false, microphone: false }) },
  "circle-camera-off": {
    visit: circle(group, {}, { mayShow: false, camera: false, cameraReason: "privacy" }),
  },
  "circle-listening": {
    visit: circle(group, {}, { microphone: false, camera: false }),
    devices: { microphone: state("blocked"), camera: state("blocked"), microphones: [], cameras: [] },
  },
  "circle-found": {
    visit: circle(),
    devices: { news: { about: "found", label: "Wireless headphones of Joy", ids: { microphone: "m3" } } },
  },
  "circle-replaced": {
    visit: circle(),
    devices: { news: { about: "replaced", kind: "speaker", by: "Built-in speaker" } },
    preview: true,
  },
  "circle-unblurred": {
    visit: circle(group, {}, { camera: false }),
    devices: { camera: { state: "unblurred" }, blur: true, news: { about: "unblurred" } },
  },
  "circle-turn": { visit: round({ turn: 12, next: 4 }, { microphone: false }) },
  "circle-turn-begun": { visit: round({ turn: 12, begun: true, paceSeconds: 120 }) },
  "circle-turn-again": {
    visit: round({ turn: 12, second: true, prompt: { kind: "own", words: "What helped on Monday" } }),
  },
  "circle-turn-next": { visit: round({ turn: 3, begun: true, next: 12 }) },
  "circle-turn-theirs": { visit: round({ turn: 3, next: 4 }) },
  "circle-sound": { visit: circle(), soundBlocked: true },
  "circle-states": { visit: circle(states) },
  "circle-slow-line": {
    visit: circle(group.map((seat) => (seat.seat === 12 ? { ...seat, poorLine: true } : seat))),
  },
  "circle-pictures-off": {
    visit: circle(
      group.map((seat) => (seat.seat === 12 ? { ...seat, poorLine: true } : seat)),
      { slots: group.map(({ seat }) => ({ mid: String(seat), seat, kind: "video", paused: true })) },
    ),
  },
  "circle-pictures-off-share": {
    visit: here(
      {
        circle: {
          seats: group.map((seat) => (seat.seat === 12 ? { ...seat, poorLine: true } : seat)),
          hands: [],
          screen: 1,
        },
        you: joy,
      },
      { speaking: [3], slots: [{ mid: "40", seat: 1, kind: "screen", paused: true }] },
    ),
  },
  "circle-moment": {
    visit: circle(
      group.map((s) => (s.seat === 12 ? { ...s, microphone: false, camera: false, steppedAway: true } : s)),
      {},
      { microphone: false, camera: false, steppedAway: true },
    ),
  },
  "circle-staff-away": unattended("away"),
  "circle-staff-gone": unattended("away", true),
  "circle-paused": unattended("paused"),
  "circle-paused-decided": unattended("paused", true),
  "circle-paused-press": unattended("paused", false, { toast: { about: "refused", code: "paused" } }),
  "circle-staff-back": {
    visit: here(
      {
        you: { ...joy, microphone: false, camera: false },
        circle: {
          seats: group.map((s) => (s.seat === 1 ? s : { ...s, microphone: false, camera: false })),
          hands: [],
          staff: { state: "here" },
        },
      },
      { speaking: [1] },
    ),
    before: unattended("paused").visit,
  },
  "circle-reconnecting": { visit: circle(group, { line: "reconnecting", speaking: [] }) },
  "circle-lost": { visit: circle(group, { line: "lost", speaking: [] }) },
  "circle-refused": { visit: circle(group, { toast: { about: "refused", code: "fault" } }) },
  "staff-start": {
    visit: here({
      running: false,
      you: { ...dana, microphone: false, camera: false },
      circle: { seats: alone, hands: [] },
      staff: { waiting: waiting.slice(0, 2), full: false },
    }),
  },
  staff: staff(),
  "staff-empty": staff(
    { staff: { waiting: [], full: false }, circle: { seats: alone, hands: [] } },
    { speaking: [] },
  ),
  "staff-all": staff({
    staff: { waiting: [waiter(1, "Joy"), waiter(2, "Kofi"), waiter(5, "Lena")], full: false },
  }),
  "staff-last": staff({ staff: lastStaff }),
  "staff-relief": staff({ staff: { ...lastStaff, relief: "Theo Lindqvist" } }),
  "staff-states": staff({
    circle: { seats: states.map((seat) => ({ ...seat, rosterName: seat.name })), hands: [] },
  }),
  "staff-share": {
    ...staff({ circle: { seats: staffSeats, hands: [8, 9], screen: 1 } }),
    share: { state: "on", whole: true },
  },
  "staff-share-window": {
    ...staff({ circle: { seats: staffSeats, hands: [8, 9], screen: 1 } }),
    share: { state: "on", whole: false },
  },
  "staff-share-other": staff({
    circle: {
      seats: [...staffSeats, person(14, "Theo", { role: "co-therapist" })],
      hands: [8, 9],
      screen: 14,
    },
  }),
  "floor-staff": staff({
    circle: { seats: handFirst(staffSeats), hands: [8, 9], floor: "hand-first" },
    staff: { waiting, full: false, template: "skills", undo: { act: "floor", number: 1 } },
  }),
  "floor-staff-one-voice": staff({
    circle: { seats: oneVoice(staffSeats), hands: [8, 9], floor: "one-voice" },
    staff: { waiting, full: false, template: "support" },
  }),
  "floor-staff-cool-down": staff(
    {
      circle: { seats: oneVoice(staffSeats, 0), hands: [8, 9], floor: "cool-down" },
      staff: { waiting: [], full: false, template: "process", undo: { act: "floor", number: 2 } },
    },
    { speaking: [1] },
  ),
  "floor-staff-muted": staff({
    circle: { seats: oneVoice(staffSeats, 0), hands: [8], floor: "open" },
    staff: { waiting: [], full: false, template: "process", undo: { act: "mute-all", number: 3 } },
  }),
  "floor-hand-first": floorOf("hand-first", handFirst(group), { floorClosed: true, microphone: false }),
  "floor-one-voice": floorOf("one-voice", oneVoice(group), { floorClosed: true, microphone: false }),
  "floor-yours": floorOf("one-voice", oneVoice(group, 12), { microphone: false }),
  "floor-invited": floorOf("one-voice", oneVoice(group, 0), { microphone: false, invited: true }),
  "floor-cool-down": floorOf("cool-down", oneVoice(group, 0), { floorClosed: true, microphone: false }),
  "staff-round": staffRound({ turn: 3, begun: true, next: 4, paceSeconds: 120 }),
  "staff-round-last": staffRound({ turn: 3 }, { waiting: [], again: [3], done: 7, of: 8 }),
  "staff-round-over": staffRound({}, { waiting: [], again: [], done: 8, of: 8 }),
  "staff-phone": { ...staff(), share: { state: "impossible" } },
  "circle-asked": {
    visit: circle(
      group,
      {},
      { signals: [{ kind: "unsafe", words: "Shouting next door.", state: "waiting" }] },
    ),
  },
  "circle-seen": {
    visit: circle(group, {}, { signals: [{ kind: "support", state: "seen", seenBy: "Dana" }] }),
  },
  "circle-unanswered": {
    visit: circle(
      group,
      {},
      { signals: [{ kind: "unsafe", words: "", wordsLost: true, state: "unanswered" }] },
    ),
  },
  "circle-written": { visit: circle(group, { messages: written }) },
  "staff-signals": staff(signalled, { messages: inbox }),
  "staff-line": {
    ...staff(),
    line: {
      state: "good",
      rttMs: 38.2,
      lossUp: 0,
      lossDown: 0.4,
      sends: { size: 3, of: 3 },
      receives: { small: 8, medium: 2, large: 0, only: 1 },
      path: "udp",
    },
  },
  "staff-line-slow": {
    ...staff(),
    line: {
      state: "poor",
      poorUp: true,
      poorDown: true,
      rttMs: 1240,
      lossUp: 12.5,
      lossDown: 31,
      sends: { size: 1, of: 3 },
      receives: { small: 0, medium: 0, large: 0, only: 0 },
      path: "tcp",
    },
  },
  "staff-line-new": {
    ...staff(),
    line: {
      state: "new",
      sends: { size: 0, of: 0 },
      receives: { small: 0, medium: 0, large: 0, only: 0 },
    },
  },
  "staff-unshared": staff({}, { toast: { about: "unshared" } }),
  "staff-declined": staff({}, { toast: { about: "declined", seat: 4 } }),
  "over-unattended": over("unattended"),
  "over-idle": over("idle"),
  "over-session": over("session-over"),
  "over-left": over("left"),
  "over-today": over("today"),
  "over-denied": over("denied"),
  "over-elsewhere": over("elsewhere"),
  "over-restart": over("restart", true),
  "over-away": over("away", true),
  "over-slow": over("too-slow", true),
  "over-reload": over("reload"),
  "over-revoked": over("revoked"),
};
