import { i18n } from "@lingui/core";
import { messages as english } from "../src/locales/en.po";
import type {
  Circle,
  FromServer,
  Gesture,
  Message,
  OwnAside,
  OwnSignal,
  Preferences,
  Round,
  Seat,
  Self,
  Session,
  Signal,
  StaffRound,
  StaffView,
  TalkFigures,
  View,
  Waiting,
} from "../src/protocol/messages";
import { readFrame } from "../src/signal/socket";
import { type Local, nextVisit } from "../src/state/next";
import { hintOf } from "../src/state/session";
import { type Devices, type Here, paused, type Visit } from "../src/state/visit";
import { roleWord } from "../src/ui/circle/seatWords";
import { nowOf } from "../src/ui/room/now";
import { nextReturn } from "../src/ui/room/staffWords";
import { softLeft } from "../src/ui/session/sessionWords";
import type { Phrase } from "../src/ui/words/say";
import { faults } from "./schema";

/** What one person is shown, one fact for each thing that can change by itself: "Ana's hand" → "1". */
export type Facts = Record<string, string>;

/** What came of one step for one person. */
export type Shown = {
  facts: Facts;
  /** Facts that were there during the step, and neither before nor after it. */
  flashes: string[];
};

/** What a person's browser noticed or was sent, as JSON, by steps. */
export type Recording = {
  base: string;
  /** When each step was over, in milliseconds since `base`. */
  at: number[];
  people: Record<string, string[][]>;
};

/** What the page itself does that is no part of its state: it is covered by a plain page, or gone for good. */
type Cover = { type: "page.covered" } | { type: "page.shown" } | { type: "page.gone" };

/** The server's time, in milliseconds: when the recording began, and the end of the step that is looked at. */
type Clock = { began: number; now: number };

/** Everything that decides what a person sees. */
type Page = { visit: Visit; cover: "covered" | "gone" | null; back: Phrase | null };

const newPage: Page = { visit: { stage: "door" }, cover: null, back: null };

/** Goes through a recording with the page's own reducer, and says what everybody was shown after each step. */
export function shownIn({ base, at, people }: Recording): Record<string, Shown[]> {
  i18n.loadAndActivate({ locale: "en", messages: english });
  const began = Date.parse(base);
  return Object.fromEntries(Object.entries(people).map(([name, steps]) => [name, shownTo(steps, at, began)]));
}

function shownTo(steps: readonly string[][], at: readonly number[], began: number): Shown[] {
  let page = newPage;
  let before = factsOf(page, { began, now: began });
  return steps.map((events, n) => {
    const clock = { began, now: began + (at[n] ?? 0) };
    const told: string[] = [];
    const between: Facts[] = [];
    for (const text of events) {
      const event = read(text);
      if (typeof event === "string") {
        told.push(event);
        continue;
      }
      page = after(page, event);
      told.push(...tellings(page, event));
      page = { ...page, visit: nextVisit(page.visit, { type: "local.toast_dismissed" }) };
      if (page.visit.stage !== "opening") between.push(factsOf(page, clock));
    }
    const facts = factsOf(page, clock);
    const flashes = flashesIn(between, before, facts);
    before = facts;
    return { facts: told.length > 0 ? { ...facts, told: told.join(", ") } : facts, flashes };
  });
}

/** Reads a frame as the page does. A text is what is wrong with it, also by the published schema. */
function read(text: string): FromServer | Local | Cover | string {
  if (/^{"type":"(local|page)\./.test(text)) return JSON.parse(text) as Local | Cover;
  const frame = readFrame(text);
  const fault = frame && faults("FromServer", frame);
  if (!frame || fault) return `no frame of the protocol: ${fault || text}`;
  return frame;
}

function after(page: Page, event: FromServer | Local | Cover): Page {
  switch (event.type) {
    case "page.covered":
      return { ...page, cover: "covered" };
    case "page.shown":
      return { ...page, cover: null };
    case "page.gone":
      return { ...page, cover: "gone" };
    default: {
      const open = page.cover === "gone" ? newPage : page; // whoever left for good has to open another one
      const visit = nextVisit(open.visit, event);
      return { ...open, visit, back: backAfter(open, visit) };
    }
  }
}

function backAfter({ visit, back }: Page, next: Visit): Phrase | null {
  if (visit.stage !== "here" || next.stage !== "here") return null;
  return visit.view === next.view ? back : nextReturn(back, visit.view, next.view);
}

/** What a person is told once, by an event. */
function tellings({ visit }: Page, event: FromServer | Local | Cover): string[] {
  switch (event.type) {
    case "line.details":
      return [`the line of seat ${event.data.seat} is ${event.data.state}`];
    case "media.answer":
      return ["the answer to the offer"];
    case "gesture":
      return [gestureWords(visit, event.data)];
    case "caption":
      return [`caption ${event.data.text}`];
    case "talk.figures":
      return [talkWords(visit, event.data)];
    default: {
      const toast = visit.stage === "here" ? visit.toast : null;
      if (!toast) return [];
      const { about, ...what } = toast;
      return [[about, ...Object.values(what)].join(" ")];
    }
  }
}

function gestureWords(visit: Visit, { seat, gesture, ...rest }: Gesture): string {
  const nameOf = namesOf(visit.stage === "here" ? visit.view.circle?.seats : []);
  return joined([`${nameOf(seat)} shows ${gesture}`, worded(rest)]);
}

function talkWords(visit: Visit, figures: TalkFigures): string {
  const { people, seconds, staffSeconds, balance, silences, longSilences, quieterFirst, ...rest } = figures;
  const nameOf = namesOf(visit.stage === "here" ? visit.view.circle?.seats : []);
  const spoke = people.filter((one) => one.turns > 0 || one.backChannels > 0 || one.doubted);
  const each = spoke.map(({ seat, seconds, turns, backChannels, sinceSpoke, doubted, ...rest }) =>
    joined([
      `${nameOf(seat)} ${seconds} s in ${turns}`,
      backChannels > 0 && `${backChannels} brief`,
      sinceSpoke !== undefined && `${sinceSpoke} s ago`,
      doubted && "doubted",
      worded(rest),
    ]),
  );
  return [
    ...each,
    `${people.length - spoke.length} others none`,
    `in all ${seconds} s, ${staffSeconds} s by staff`,
    `balance ${balance?.toFixed(2) ?? "unknown"}`,
    `${silences} silences, ${longSilences} long`,
    `quieter first ${quieterFirst.map(nameOf).join(", ") || "nobody"}${worded(rest)}`,
  ].join("; ");
}

function flashesIn(between: readonly Facts[], before: Facts, now: Facts): string[] {
  const found = new Set<string>();
  for (const facts of between) {
    for (const [key, value] of Object.entries(facts)) {
      if (before[key] !== value && now[key] !== value) found.add(`${key} = ${value}`);
    }
  }
  return [...found];
}

function factsOf({ visit, cover, back }: Page, clock: Clock): Facts {
  if (cover === "gone") return { screen: "a plain page" };
  const facts = new Writer(clock);
  facts.put("my page", cover ?? "");
  if (visit.stage !== "here") {
    facts.put("screen", visit.stage === "over" ? `over, ${visit.why}` : visit.stage);
    if (visit.stage === "over") facts.put("my reason", visit.reason ?? "");
    return facts.all;
  }
  hereFacts(facts, visit);
  nowFacts(facts, visit, back);
  return facts.all;
}

/** Collects facts. What is empty, zero or false is no fact. */
class Writer {
  readonly all: Facts = {};

  constructor(readonly clock: Clock) {}

  put(key: string, value: unknown): void {
    const text = worded(value);
    if (text === "") return;
    if (key in this.all) throw new Error(`two facts are called "${key}"`);
    this.all[key] = text;
  }

  /** Whatever has no word of its own: so nothing that is sent is passed over, also if it was added yesterday. */
  rest(prefix: string, fields: object): void {
    for (const [field, value] of Object.entries(fields)) this.put(`${prefix}${field}`, value);
  }

  /** When something was, since the session's beginning: "0:21:00". */
  when(time: string): string {
    return new Date(Date.parse(time) - this.clock.began).toISOString().slice(12, 19);
  }
}

function worded(value: unknown): string {
  if (value === undefined || value === null || value === false || value === 0) return "";
  if (value === true) return "yes";
  if (typeof value === "object") return Object.keys(value).length > 0 ? JSON.stringify(value) : "";
  return String(value);
}

function hereFacts(facts: Writer, here: Here): void {
  const {
    stage: _,
    phone: _phone,
    view,
    line,
    slots,
    speaking,
    gestures: _gestures,
    messages,
    captions: _captions,
    toast: _toast,
    ...rest
  } = here;
  const { version: _version, place, running, you, lobby, lines, circle, staff, ...others } = view;
  const waits = you.ready ? "the waiting room" : "the device check";
  facts.put("screen", place === "circle" ? "the circle" : waits);
  facts.put("my line", line === "steady" ? "" : line);
  facts.put("session", running && "runs");
  ownFacts(facts, you, view);
  const { hostName, full, ...rest2 } = lobby ?? { full: false };
  facts.put("my host", hostName);
  facts.put("my place", full && "taken");
  facts.rest("lobby ", rest2);
  facts.put("my lines", lines?.map(({ seat, state }) => (state ? `${seat} ${state}` : seat)).join(", "));
  if (circle) circleFacts(facts, circle, speaking);
  if (staff) staffFacts(facts, staff, view);
  else if (circle?.session && !paused(view)) {
    facts.put("time left", said(softLeft(circle.session, facts.clock.now)));
  }
  for (const [n, message] of messages.entries()) facts.put(`my message ${n + 1}`, letter(message));
  facts.rest("slot ", slots);
  facts.rest("", others);
  facts.rest("", rest);
}

function ownFacts(facts: Writer, you: Self, { place, circle }: View): void {
  const { role, name, seat, ready: _, maySpeak, mayShow, floorClosed, invited, ...more } = you;
  const { microphone, camera, cameraReason, askedName, held, steppedAway, hushed, ...most } = more;
  const { signals, preferences, aside, observers, helping, groupAsked, ...rest } = most;
  facts.put("I am", [name, role, ...(seat ? [`seat ${seat}`] : [])].join(", "));
  if (place === "circle") {
    // Nobody speaks in a lobby, whatever they may.
    facts.put("I may not", joined([!maySpeak && "speak", !mayShow && "be seen"]));
    facts.put("my floor", floorClosed && "closed");
  }
  facts.put("my microphone", microphone && "on");
  facts.put("my camera", camera && "on");
  facts.put("my camera is off because", cameraReason);
  facts.put("my invitation", invited && "to speak");
  facts.put("my wished name", askedName);
  facts.put("my preferences", preferences && preferred(preferences));
  facts.put("my talk", aside && talk(aside, namesOf(circle?.seats)));
  facts.put("my help", helping && "wanted");
  facts.put("my question", groupAsked && "the group is asked");
  for (const { observer: _, name, here, answer, ...rest } of observers ?? []) {
    facts.put(`my answer about ${name}`, joined([answer || "none yet", here && "who is here", worded(rest)]));
  }
  facts.put("my hold", held && "in the waiting room");
  facts.put("my moment", steppedAway && (hushed ? "without sound" : "with sound"));
  for (const signal of signals ?? []) facts.put(`my signal ${signal.kind}`, ownSignal(signal));
  facts.rest("my ", rest);
}

function talk(aside: OwnAside, nameOf: (n: number) => string): string {
  const { with: other, askedBy, asked, ...rest } = aside;
  return joined([
    other && `with ${nameOf(other)}`,
    askedBy && `asked by ${nameOf(askedBy)}`,
    asked && `asked ${nameOf(asked)}`,
    worded(rest),
  ]);
}

/** What the reader's circle calls whoever sits on a seat. */
function namesOf(seats: readonly Seat[] = []): (n: number) => string {
  return (n) => seats.find(({ seat }) => seat === n)?.name ?? `seat ${n}`;
}

function preferred({ part, pronouns, language, camera, ...rest }: Preferences): string {
  return joined([part, pronouns, language, camera, worded(rest)]);
}

function ownSignal({ kind: _, words, state, seenBy, wordsLost, ...rest }: OwnSignal): string {
  const parts = [
    state === "seen" ? `seen by ${seenBy}` : state,
    quoted(words),
    lost(wordsLost),
    worded(rest),
  ];
  return joined(parts);
}

function circleFacts(facts: Writer, circle: Circle, speaking: readonly number[]): void {
  const { seats, hands, floor, grounding, screen, session, round, staff, helpers, ...rest } = circle;
  const nameOf = namesOf(seats);
  for (const seat of seats) seatFacts(facts, seat, nameOf);
  for (const [n, seat] of hands.entries()) facts.put(`${nameOf(seat)}'s hand`, n + 1);
  for (const seat of speaking) facts.put(`${nameOf(seat)}'s voice`, "heard");
  facts.put("floor", floor);
  facts.put("exercise", grounding && `${grounding.kind} since ${facts.when(grounding.began)}`);
  facts.put("shared screen", screen && nameOf(screen));
  facts.put("helpers", helpers?.join(", "));
  if (session) sessionFacts(facts, session);
  if (staff) {
    const { state, name, decided, steppedAway, ...more } = staff;
    const how = [decided && "by their own decision", steppedAway && "for a moment"];
    facts.put("staff", joined([state, name, ...how, worded(more)]));
  }
  if (round) roundFacts(facts, round, nameOf);
  facts.rest("circle ", rest);
}

function sessionFacts(facts: Writer, session: Session): void {
  const { objective, began, minutes, ...rest } = session;
  facts.put("objective", objective || "an open agenda");
  facts.put("planned", joined([`${minutes} min since ${facts.when(began)}`, worded(rest)]));
}

function seatFacts(facts: Writer, { name, ...seat }: Seat, nameOf: (n: number) => string): void {
  const { seat: n, role, microphone, camera, reconnecting, poorLine, steppedAway, longAway, ...more } = seat;
  const { private: paused, hasFloor, rosterName, askedName, muted, cameraOff, invited, ...most } = more;
  const { preferences, asideWith, ...rest } = most;
  facts.put(`${name}'s talk`, asideWith && `with ${nameOf(asideWith)}`);
  facts.put(name, joined([`seat ${n}`, roleWord(role) ? role : "", rosterName]));
  facts.put(`${name}'s microphone`, microphone && "on");
  facts.put(`${name}'s camera`, camera && "on");
  facts.put(`${name}'s line`, joined([reconnecting && "lost", poorLine && "poor"]));
  facts.put(`${name}'s moment`, steppedAway && (longAway ? "a long one" : "taken"));
  facts.put(`${name}'s pause`, paused);
  facts.put(`${name}'s floor`, hasFloor && "given");
  facts.put(`${name} wants to be called`, askedName);
  facts.put(`${name} may not`, joined([muted && "speak", cameraOff && "be seen"]));
  facts.put(`${name}'s preferences`, preferences && preferred(preferences));
  facts.put(`${name}'s invitation`, invited && "to speak");
  facts.rest(`${name}'s `, rest);
}

function roundFacts(facts: Writer, round: Round, nameOf: (n: number) => string): void {
  // Since when it is somebody's turn moves with the turn.
  const { prompt, paceSeconds, turn, begun, since: _, next, second, ...rest } = round;
  facts.put(
    "round",
    joined([prompt.kind || "no prompt", quoted(prompt.words), paceSeconds && `${paceSeconds} s each`]),
  );
  facts.put("turn", joined([turn ? nameOf(turn) : "nobody", begun && "has begun"]));
  facts.put("next turn", next && nameOf(next));
  facts.put("my turn", second && "the second");
  facts.rest("round ", rest);
}

function staffFacts(facts: Writer, staff: StaffView, { circle }: View): void {
  facts.put("hint", circle?.session && hintOf(circle.session, facts.clock.now));
  // The count of restrictions says nothing to its reader: it goes back with what they press.
  const { waiting, full, restrictions: _, template, undo, signals, missed, ...more } = staff;
  const { lastStaff, relief, exits, round, minutes, ...rest } = more;
  facts.put("waiting room", waiting.map(waiter).join("; "));
  facts.put("places", full && "all taken");
  facts.put("led as", template);
  facts.put("the group plans", minutes && `${minutes} min`);
  facts.put("undo", undo?.act);
  for (const signal of signals ?? []) facts.put(`${signal.name} asks, ${signal.kind}`, asked(signal));
  for (const { name } of missed ?? []) facts.put(`${name} is missed`, true);
  facts.put("I am the last of staff", lastStaff);
  facts.put("my relief", relief);
  facts.put(
    "left by quick exit",
    exits?.map(({ rosterName, at }) => `${rosterName} at ${facts.when(at)}`).join("; "),
  );
  if (round && circle) staffRoundFacts(facts, round, circle);
  facts.rest("staff ", rest);
}

// Numbers that only go back with a press, and times that the page counts from, move with what is told here.
function waiter(person: Waiting): string {
  const { waiting: _, since: _since, name, rosterName, role, ready, held, ...more } = person;
  const { secondDevice, reconnecting, askedName, groupAsked, helping, ...rest } = more;
  const state = [
    ready ? "ready" : "checking",
    held && "held",
    secondDevice && "another device",
    reconnecting && "line lost",
    askedName && `wants to be called ${askedName}`,
    groupAsked && "the group is asked",
    helping && "helps",
    roleWord(role) && role,
    worded(rest),
  ];
  return `${name === rosterName.split(" ")[0] ? rosterName : `${name}, ${rosterName}`} (${joined(state)})`;
}

function asked(signal: Signal): string {
  const { signal: _, name: _name, kind: _kind, since: _since, edition: _edition, ...more } = signal;
  const { seat, waiting, words, wordsLost, calls, ...rest } = more;
  const where = seat ? "in the circle" : waiting ? "in the waiting room" : "gone";
  return joined([where, quoted(words), lost(wordsLost), calls > 1 && `called ${calls} times`, worded(rest)]);
}

function staffRoundFacts(facts: Writer, round: StaffRound, { seats }: Circle): void {
  const { waiting, again, done, of, over: _, canUndo, ...rest } = round;
  const nameOf = namesOf(seats);
  facts.put("still to be asked", waiting.map(nameOf).join(", "));
  facts.put("asked before", again.map(nameOf).join(", "));
  facts.put("have shared", `${done} of ${of}`);
  facts.put("last turn", canUndo && "can come back");
  facts.rest("round of staff ", rest);
}

function letter(message: Message): string {
  const {
    number: _,
    at: _at,
    mine,
    from,
    fromSeat: _seat,
    fromStaff,
    to,
    toName,
    toSeat: _to,
    text,
    ...rest
  } = message;
  const writer = mine ? "me" : joined([from, fromStaff && "staff"]);
  return joined([`from ${writer} to ${to === "one" ? (mine ? toName : "me") : to}: ${text}`, worded(rest)]);
}

// What is minor in the now line repeats who speaks, whose hand is up and what a round asks.
function nowFacts(facts: Writer, here: Here, back: Phrase | null): void {
  if (here.view.place !== "circle") return;
  const now = nowOf(here, {
    soundBlocked: false,
    returned: back !== null,
    leaving: false,
    trouble: null,
    devices,
    serverNow: facts.clock.now,
  });
  const words = now.facts.filter(({ minor }) => !minor).map(({ words }) => said(words));
  facts.put("my now line", words.join(" "));
  facts.put("I am asked", now.ask ?? "");
}

/** Devices that all work. */
const devices: Devices = {
  microphone: { state: "off" },
  camera: { state: "off" },
  microphones: [],
  cameras: [],
  speakers: [],
  chosen: { microphone: "", camera: "", speaker: "" },
  lessNoise: false,
  blur: false,
  news: null,
};

function said({ id, values }: Phrase): string {
  return i18n._(id, values);
}

function joined(parts: readonly unknown[]): string {
  return parts.filter(Boolean).join(", ");
}

function quoted(words: string | undefined): string {
  return words ? `"${words}"` : "";
}

function lost(words: boolean | undefined): string {
  return words ? "the words are lost" : "";
}
