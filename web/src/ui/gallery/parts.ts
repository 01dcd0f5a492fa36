import type {
  Circle,
  Message,
  Preferences,
  Round,
  Seat,
  Self,
  Session,
  Signal,
  StaffRound,
  View,
  Waiting,
} from "../../protocol/messages";
import type { DeviceState, Here } from "../../state/visit";
import type { Scene } from "./core";

export const phone = "(555) 0100";

export function person(seat: number, name: string, more: Partial<Seat> = {}): Seat {
  return { seat, name, role: "client", microphone: true, camera: true, reconnecting: false, ...more };
}

export const group: Seat[] = [
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

export const joy: Self = {
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

export function here(view: Partial<View>, more: Partial<Here> = {}): Here {
  return {
    stage: "here",
    phone,
    line: "steady",
    slots: [],
    speaking: [],
    gestures: [],
    messages: [],
    captions: [],
    toast: null,
    view: { version: 1, place: "circle", running: true, you: joy, ...view },
    ...more,
  };
}

export function circle(seats: Seat[] = group, more: Partial<Here> = {}, you: Partial<Self> = {}): Here {
  return here({ circle: { seats, hands: [8, 10] }, you: { ...joy, ...you } }, { speaking: [3], ...more });
}

export function lobby(text: View["lobby"], more: Partial<View> = {}): Scene {
  const { seat: _, ...you } = joy;
  return { visit: here({ place: "lobby", running: false, you, ...(text ? { lobby: text } : {}), ...more }) };
}

export const minutesAgo = (n: number) => new Date(Date.now() - n * 60_000 - 5000).toISOString();

export function waiter(waiting: number, name: string, more: Partial<Waiting> = {}): Waiting {
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

export const waiting = [
  waiter(1, "Joy"),
  waiter(2, "Kofi", { ready: false, since: minutesAgo(1) }),
  waiter(3, "Ana", { secondDevice: true, since: minutesAgo(0) }),
  waiter(4, "Theo", { held: true, askedName: "Teddy" }),
];

export const staffSeats = group
  .slice(0, 11)
  .map((seat) => ({ ...seat, rosterName: seat.name }))
  .map((seat) => (seat.seat === 11 ? { ...seat, muted: true, cameraOff: true, camera: false } : seat))
  .map((seat) => (seat.seat === 2 ? { ...seat, rosterName: "Ana", askedName: "Anita" } : seat))
  .map((seat) => (seat.seat === 4 ? { ...seat, invited: true } : seat));

export const quietly: Preferences = {
  part: "listening",
  pronouns: "they/them",
  language: "Español",
  camera: "off",
};

/** What some have said of how they like to take part: little, as much as there can be, and something in between. */
export function withPreferences(seats: Seat[]): Seat[] {
  const said: Record<number, Preferences> = {
    2: { part: "invite" },
    3: quietly,
    6: { ...quietly, pronouns: "she/her or they/them", part: "myself", camera: "breaks" },
  };
  return seats.map((seat) => ({ ...seat, ...(said[seat.seat] ? { preferences: said[seat.seat] } : {}) }));
}

/** A session that began so many minutes ago. */
export const session = (minutes: number, objective?: string): Session => ({
  began: minutesAgo(minutes),
  minutes: 75,
  ...(objective ? { objective } : {}),
});

export const dana: Self = { ...joy, role: "therapist", name: "Dana", seat: 1 };

export function staff(view: Partial<View> = {}, more: Partial<Here> = {}): Scene {
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

export const signalled = {
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

export const written = [
  message(1, "Joy", "May I go later today?", { mine: true, fromSeat: 12 }),
  message(2, "Dana", "Of course. The sheet is at https://example.com/sheet.", { fromStaff: true, to: "one" }),
];

export const inbox = [
  message(1, "Ana R.", "May I go later today?", { fromSeat: 2 }),
  message(2, "Dana", "Of course.", { mine: true, fromStaff: true, to: "one", toName: "Ana R.", toSeat: 2 }),
  message(3, "Dana", "The sheet: https://example.com/sheet", { mine: true, fromStaff: true, to: "all" }),
];

export const alone = [person(1, "Dana", { role: "therapist", microphone: false, camera: false })];
const joining: Partial<Self> = { ready: false, microphone: false, camera: false };
export const state = (state: Exclude<DeviceState["state"], "ready">): DeviceState => ({ state });

export function join(more: Partial<Scene>, you: Partial<Self> = {}, line: Here["line"] = "steady"): Scene {
  const { seat: _, ...self } = joy;
  const view = { place: "lobby", running: false, lobby: { hostName: "Dana", full: false } } as const;
  return {
    visit: here({ ...view, you: { ...self, ...joining, ...you } }, { line }),
    level: 0.55,
    preview: true,
    ...more,
  };
}

export const states = group.map((seat) => {
  if (seat.seat === 7) return { ...seat, camera: true, microphone: true, poorLine: true };
  if (seat.seat === 8) return { ...seat, camera: false, private: true };
  return seat.seat === 10 ? { ...seat, camera: false, steppedAway: true } : seat;
});

/** So many people, one of them with the longest name there may be. */
export function many(n: number): Scene {
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
export function unattended(state: "away" | "paused", offPurpose = false, more: Partial<Here> = {}): Scene {
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
export function oneVoice(seats: Seat[], holder = 3): Seat[] {
  return seats.map((seat) => {
    if (seat.role === "therapist") return seat;
    const { invited: _, ...rest } = seat;
    return seat.seat === holder ? { ...rest, hasFloor: true } : { ...rest, microphone: false };
  });
}

/** Two people have the floor: Sam speaks, Ravi doesn't yet. */
export function handFirst(seats: Seat[]): Seat[] {
  return oneVoice(seats).map((seat) =>
    seat.seat === 5 ? { ...seat, hasFloor: true, microphone: true } : seat,
  );
}

/** What Joy sees of a floor. */
export function floorOf(floor: NonNullable<Circle["floor"]>, seats: Seat[], you: Partial<Self>): Scene {
  const own = seats.map((seat) => (seat.seat === 12 ? { ...seat, microphone: false } : seat));
  const heard = floor === "cool-down" ? 1 : 3;
  const speaking = seats.some((seat) => seat.seat === heard && seat.microphone) ? [heard] : [];
  return {
    visit: here({ circle: { seats: own, hands: [8, 10], floor }, you: { ...joy, ...you } }, { speaking }),
  };
}

const asks = { prompt: { kind: "helped" }, since: minutesAgo(3) } as const;

export function round(more: Partial<Round>, you: Partial<Self> = {}): Here {
  const seats = group.slice(0, 12);
  return here(
    { circle: { seats, hands: [], round: { ...asks, ...more } }, you: { ...joy, ...you } },
    { speaking: [] },
  );
}

export function staffRound(more: Partial<Round>, besides: Partial<StaffRound> = {}): Scene {
  const order: StaffRound = { waiting: [4, 5, 6, 2], again: [2], done: 3, of: 8, over: 4, canUndo: true };
  return staff({
    circle: { seats: staffSeats, hands: [8], round: { ...asks, ...more } },
    staff: { waiting: waiting.slice(0, 1), full: false, round: { ...order, ...besides } },
  });
}

export const resting = (seat: Seat) => (seat.seat === 1 ? { ...seat, private: true, camera: false } : seat);
export const lastStaff = { waiting: [], full: false, lastStaff: true };
