import {
  AudioLines,
  Clock,
  Ear,
  EyeOff,
  Hand,
  type LucideIcon,
  MicOff,
  MonitorUp,
  Pause,
  Plug,
  RefreshCw,
  Rows3,
  Sprout,
  Users,
  VideoOff,
} from "lucide-react";
import type { WordId } from "../../locales/ids";
import type { Circle, Reason, Seat, View } from "../../protocol/messages";
import { hintOf } from "../../state/session";
import { type DeviceNews, type Devices, type Here, paused } from "../../state/visit";
import { SlowLine } from "../parts/SlowLine";
import { askedAbout } from "../roles/observers";
import { promptWords, turnIn } from "../round/roundWords";
import { hintWords, softLeft } from "../session/sessionWords";
import { type Phrase, phrase } from "../words/say";
import { abilitiesOf, isStaff } from "./abilities";
import { newsWords } from "./deviceNews";
import { floorWords } from "./floor";
import { lineWords, ownLineOf } from "./ownLine";
import { absenceWords } from "./staffWords";

/** Something the reader can answer in the now line. */
export type Ask =
  | "lost"
  | "sound"
  | "asked"
  | "alone"
  | "asking"
  | "invited"
  | "return"
  | "start"
  | "device"
  | "turn"
  | "observer";

/** One thing that is true now. */
export type Fact = {
  icon: LucideIcon;
  words: Phrase;
  /** Gives way on a phone. */
  minor: boolean;
  /** Followed by the number to call, if there is one. */
  call: boolean;
};

/** What the now line says. */
export type Now = {
  ask: Ask | null;
  /** The reader's line is down, or no staff are there: a dashed edge, no colour. */
  down: boolean;
  facts: Fact[];
};

/** Which of one's own devices did not open at the last press. */
export type Trouble = "microphone" | "camera" | null;

/** What this page knows beside the visit. */
export type Surroundings = {
  soundBlocked: boolean;
  /** Staff have ended a pause, and the reader has turned nothing on yet. */
  returned: boolean;
  trouble: Trouble;
  devices: Devices;
  /** The reader has yet to say whether to leave the group without staff for a private talk. */
  leaving: boolean;
  /** The server's time in milliseconds, as far as the minutes that are left go. */
  serverNow: number;
};

/** What is happening now, in the order in which it matters to the reader. */
export function nowOf(here: Here, surroundings: Surroundings): Now {
  const { trouble, devices, serverNow } = surroundings;
  const ask = askOf(here, surroundings);
  const lineDown = here.line !== "steady";
  const absence = lineDown ? [] : absenceFacts(here);
  return {
    ask,
    down: lineDown || (absence.length > 0 && !here.view.you.aside?.with),
    facts: [
      ...(here.line === "reconnecting" ? [fact(RefreshCw, phrase("now.reconnecting"))] : []),
      ...(lineDown ? [] : talkFacts(here)),
      ...absence,
      ...(lineDown ? [] : slowLineFacts(here)),
      ...ownFacts(here),
      ...troubleFacts(trouble, devices),
      ...newsFacts(devices.news),
      ...(trouble === "microphone" ? [] : listeningFacts(here, devices)),
      ...(lineDown ? [] : circleFacts(here)),
      ...(lineDown || ask ? [] : sessionFacts(here.view, serverNow)),
    ],
  };
}

function askOf({ line, view }: Here, { soundBlocked, returned, leaving, devices }: Surroundings): Ask | null {
  if (line === "lost") return "lost";
  if (paused(view)) return null; // nothing could be heard, or said
  if (soundBlocked) return "sound";
  if (leaving) return "alone";
  if (view.you.aside?.askedBy) return "asked";
  if (turnIn(view).whose === "mine") return "turn";
  if (view.you.invited && !view.you.microphone) return "invited";
  if (returned) return "return";
  if (askedAbout(view)) return "observer";
  if (!view.running && isStaff(view.you.role)) return "start";
  if (view.you.aside?.asked) return "asking";
  return devices.news?.about === "found" ? "device" : null;
}

// Whoever talks in private reads with whom, above all: it is what they rely on.
function talkFacts({ view: { circle, you } }: Here): Fact[] {
  const name = circle?.seats.find((seat) => seat.seat === you.aside?.with)?.name;
  return name === undefined ? [] : [fact(EyeOff, phrase("aside.with", { name }))];
}

function absenceFacts({ view }: Here): Fact[] {
  const state = view.circle?.staff?.state;
  if (view.you.aside?.with && (state === "away" || state === "paused")) {
    return [fact(Clock, phrase(state === "away" ? "aside.groupAlone" : "aside.groupPaused"))];
  }
  const words = absenceWords(view.circle);
  if (!words) return [];
  return [{ ...fact(paused(view) ? Pause : Clock, words), call: true }];
}

function slowLineFacts(here: Here): Fact[] {
  const words = lineWords(ownLineOf(here));
  return words ? [fact(SlowLine, words)] : [];
}

function ownFacts({ view }: Here): Fact[] {
  const { you } = view;
  const role = abilitiesOf(you.role);
  const facts: Fact[] = [];
  const floor = paused(view) ? null : floorWords(view);
  const muted = role.speaks && !you.maySpeak;
  // Whoever is muted hears how to speak again, but for a pause together, which is for all.
  if (floor && (!muted || view.circle?.floor === "cool-down")) facts.push(fact(floorIcon(view), floor));
  else if (muted) facts.push(fact(MicOff, byStaff(view.circle?.seats ?? [], "now.mutedBy", "now.muted")));
  if (role.shows && !you.mayShow) {
    facts.push(fact(VideoOff, cameraWords(you.cameraReason)));
  }
  return facts;
}

function troubleFacts(trouble: Trouble, devices: Devices): Fact[] {
  if (!trouble) return [];
  const words = deviceWords(trouble, devices[trouble].state);
  return words ? [fact(trouble === "microphone" ? MicOff : VideoOff, phrase(words))] : [];
}

function newsFacts(news: DeviceNews | null): Fact[] {
  if (!news || news.about === "found") return []; // what was found is a question
  return [fact(Plug, newsWords(news))];
}

// Somebody without a microphone is here to listen, and the way out of it is always the same.
function listeningFacts({ view }: Here, { microphone, news }: Devices): Fact[] {
  const { you } = view;
  const able = abilitiesOf(you.role).speaks && you.maySpeak && !paused(view);
  if (!able || you.microphone || news?.about === "gone") return [];
  return deviceWords("microphone", microphone.state) ? [fact(Ear, phrase("now.listening"))] : [];
}

/** The words for a device that can't be used, or null if nothing is in the way. */
export function deviceWords(
  device: "microphone" | "camera",
  state: Devices["camera"]["state"],
): WordId | null {
  if (state === "unblurred" || state === "slow") return `device.camera.${state}`;
  if (state !== "blocked" && state !== "missing" && state !== "busy") return null;
  return `device.${device}.${state}`;
}

function circleFacts({ view, speaking }: Here): Fact[] {
  const { circle, running, you } = view;
  if (!circle || !running || paused(view)) return [];
  const shared = [...sharedFacts(circle, you.seat), ...roundFacts(view)];
  if (circle.seats.length === 1) {
    return [...shared, minor(Users, phrase(isStaff(you.role) ? "now.firstStaff" : "now.first"))];
  }
  const names = (seats: readonly number[]) => seats.flatMap((n) => nameOf(circle.seats, n, you.seat) ?? []);
  const heard = names(speaking.filter((n) => n !== you.seat));
  const hands = names(circle.hands);
  const facts = [...shared];
  if (heard.length > 0) facts.push(spoken(heard));
  else if (speaking.some((n) => n === you.seat)) facts.push(minor(AudioLines, phrase("now.speakingYou")));
  else if (!you.aside?.with) facts.push(minor(Users, phrase("now.quiet")));
  if (hands.length > 0) facts.push(minor(Hand, phrase("now.hands", { names: hands.join(", ") })));
  return facts;
}

// Whose turn it is stands where everybody looks; one's own is a question.
function roundFacts(view: View): Fact[] {
  const turn = turnIn(view);
  if (turn.whose !== "theirs") return [];
  const { name, next } = turn;
  const words =
    next === "me"
      ? phrase("now.turnThenYou", { name })
      : next === null
        ? phrase("now.turn", { name })
        : phrase("now.turnThen", { name, next });
  const prompt = view.circle?.round ? promptWords(view.circle.round.prompt) : null;
  return [fact(Rows3, words), ...(prompt ? [minor(Rows3, prompt)] : [])];
}

// What the session is for, and what is left of its time: for staff by hints, as their panel has the minutes. While a
// round goes on its prompt stands there.
function sessionFacts(view: View, serverNow: number): Fact[] {
  const { circle, you } = view;
  const session = circle?.session;
  if (!session || paused(view)) return [];
  const hint = isStaff(you.role) ? hintOf(session, serverNow) : null;
  const facts = hint ? [minor(Clock, phrase(hintWords[hint]))] : [];
  if (!circle.round && !you.aside?.with && session.objective) {
    facts.unshift(minor(Sprout, phrase("session.for", { objective: session.objective })));
  }
  if (isStaff(you.role)) return facts;
  const left = softLeft(session, serverNow);
  return [...facts, minor(Clock, left)];
}

function sharedFacts({ screen, seats }: Circle, mine: number | undefined): Fact[] {
  const sharer = seats.find((seat) => seat.seat === screen);
  if (!sharer) return [];
  if (sharer.seat === mine) return [fact(MonitorUp, phrase("screen.mine"))];
  return [fact(MonitorUp, phrase("screen.shared", { name: sharer.name }))];
}

function spoken(names: string[]): Fact {
  const [one = "", two = ""] = names;
  if (names.length === 1) return minor(AudioLines, phrase("now.speaking", { name: one }));
  if (names.length === 2) return minor(AudioLines, phrase("now.speakingTwo", { name: one, other: two }));
  return minor(AudioLines, phrase("now.speakingMany"));
}

function nameOf(seats: readonly Seat[], n: number, mine: number | undefined): string | null {
  return n === mine ? null : (seats.find((seat) => seat.seat === n)?.name ?? null);
}

function floorIcon({ circle }: View): LucideIcon {
  return circle?.floor === "cool-down" ? Pause : Hand;
}

/** Words that name the one who did it where that is certain: with one staff member in the circle. */
function byStaff(seats: readonly Seat[], named: WordId, unnamed: WordId): Phrase {
  const staff = seats.filter((seat) => isStaff(seat.role));
  const [only] = staff;
  return only && staff.length === 1 ? phrase(named, { name: only.name }) : phrase(unnamed);
}

function cameraWords(reason: Reason | undefined): Phrase {
  return phrase(reason ? `now.cameraOff.${reason}` : "now.cameraOff");
}

function fact(icon: LucideIcon, words: Phrase): Fact {
  return { icon, words, minor: false, call: false };
}

function minor(icon: LucideIcon, words: Phrase): Fact {
  return { icon, words, minor: true, call: false };
}
