import { asideScenes } from "./asideScenes";
import type { Scene } from "./core";
import { outsideScenes } from "./outsideScenes";
import {
  alone,
  circle,
  dana,
  floorOf,
  group,
  handFirst,
  here,
  inbox,
  join,
  joy,
  lastStaff,
  lobby,
  many,
  minutesAgo,
  oneVoice,
  person,
  quietly,
  resting,
  round,
  session,
  signalled,
  staff,
  staffRound,
  staffSeats,
  state,
  states,
  unattended,
  waiter,
  waiting,
  withPreferences,
  written,
} from "./parts";
import { talkScenes } from "./talkScenes";

/** Every screen, by name. */
export const scenes: Readonly<Record<string, Scene>> = {
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
  "join-preferences": join({}, { preferences: quietly }),
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
  "circle-turn-listening": {
    visit: round({ turn: 12 }, { microphone: false, preferences: quietly }),
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
  "circle-grounding": {
    visit: here({
      you: joy,
      circle: {
        seats: group,
        hands: [],
        grounding: { kind: "senses", began: new Date(Date.now() - 22_000).toISOString() },
      },
    }),
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
  "circle-back": { visit: circle(group, { toast: { about: "back" } }, { microphone: false, camera: false }) },
  "circle-staff-private": {
    visit: here({
      you: joy,
      circle: { seats: group.map(resting), hands: [], staff: { state: "away", name: "Dana" } },
    }),
  },
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
  "staff-preferences": staff({ circle: { seats: withPreferences(staffSeats), hands: [8, 9] } }),
  "circle-gestures": {
    visit: circle(group, {
      gestures: [
        { seat: 2, gesture: "with-you" },
        { seat: 5, gesture: "thanks" },
        { seat: 12, gesture: "me-too" },
        { seat: 13, gesture: "nod" },
      ],
    }),
  },
  "circle-session": {
    visit: here(
      {
        you: joy,
        circle: { seats: group, hands: [8], session: session(52, "Saying no, kindly and in time") },
      },
      { speaking: [3] },
    ),
  },
  "staff-session": staff({
    circle: { seats: staffSeats, hands: [8], session: session(66, "Saying no, kindly and in time") },
  }),
  "staff-session-over": staff({ circle: { seats: staffSeats, hands: [], session: session(80) } }),
  "staff-exits": staff({
    staff: { waiting, full: false, exits: [{ rosterName: "Mei Tanaka", at: minutesAgo(1) }] },
    circle: {
      seats: staffSeats.map((seat) =>
        seat.seat === 10 ? { ...seat, steppedAway: true, longAway: true } : seat,
      ),
      hands: [8],
      grounding: { kind: "breath", began: minutesAgo(0) },
    },
  }),
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
  ...asideScenes,
  ...talkScenes,
  ...outsideScenes,
};
