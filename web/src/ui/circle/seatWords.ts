import {
  AudioLines,
  ChevronRight,
  CircleDot,
  Eye,
  Hand,
  HandHeart,
  HeartHandshake,
  Leaf,
  type LucideIcon,
  MicOff,
  Pause,
  RefreshCw,
  VideoOff,
} from "lucide-react";
import type { WordId } from "../../locales/ids";
import type { Gesture, Seat } from "../../protocol/messages";
import { SlowLine } from "../parts/SlowLine";
import { abilitiesOf } from "../room/abilities";
import { type Phrase, phrase } from "../words/say";
import { gestureWords } from "./gestureWords";

/** How a seat is drawn. */
export type SeatState = "here" | "speaking" | "poor" | "reconnecting" | "away" | "paused";

/** What stands on the sill of a seat. */
export type Sill = {
  state: SeatState;
  /** Stands on a soft ground, as something that waits for somebody. */
  chip: boolean;
  icon: LucideIcon | null;
  words: Phrase | null;
  /** A second fact: shown where the sill is wide, always heard. */
  more: Phrase | null;
};

/** What is known of a seat beside the seat itself. */
export type SeatFacts = {
  speaking: boolean;
  /** May be heard, on a good line, and has been silent for a while. */
  quiet: boolean;
  /** The place in the queue of hands, from 1, or 0. */
  hand: number;
  /** A gentle signal that is shown now. */
  gesture: Gesture["gesture"] | null;
  /** Comes next in the round. */
  next: boolean;
  /** The reader sits here. */
  me: boolean;
  /** The reader is of the staff. */
  lead: boolean;
  /** Has asked for staff, and the reader is staff. */
  flagged: boolean;
  /** With whom they talk in private, as far as the reader may know. */
  talksWith?: string | undefined;
};

/**
 * What a seat says of itself. Of several things that are true the line comes first, then stepping away, the voice, the
 * hand, the floor, a gentle signal, and what is switched off.
 */
export function sillOf(seat: Seat, facts: SeatFacts): Sill {
  const { speaking, hand, next, me, lead, flagged } = facts;
  const sill: Sill = { state: "here", chip: false, icon: null, words: null, more: null };
  if (seat.reconnecting) {
    return { ...sill, state: "reconnecting", icon: RefreshCw, words: phrase("seat.reconnecting") };
  }
  if (seat.private) {
    return {
      ...sill,
      state: "paused",
      icon: Pause,
      words: phrase(lead ? "seat.privacyPause" : "seat.paused"),
    };
  }
  if (seat.poorLine) return { ...sill, state: "poor", icon: SlowLine, words: phrase("seat.slowLine") };
  if (seat.steppedAway) return { ...sill, state: "away", icon: Leaf, words: awayWords(facts) };
  if (flagged) return { ...sill, icon: HandHeart, words: phrase("seat.askedForYou") };
  if (speaking && seat.microphone) {
    return { ...sill, state: "speaking", icon: AudioLines, words: phrase("seat.speaking") };
  }
  if (hand > 0) return { ...sill, chip: true, icon: Hand, words: phrase("seat.hand", { place: hand }) };
  if (next) return { ...sill, chip: true, icon: ChevronRight, words: phrase("seat.next") };
  if (seat.hasFloor) return { ...sill, chip: true, icon: ChevronRight, words: phrase("seat.floor") };
  if (facts.gesture) {
    return { ...sill, chip: true, icon: HeartHandshake, words: phrase(gestureWords[facts.gesture]) };
  }
  if (me && seat.camera) return { ...sill, icon: Eye, words: seenWords(facts) };
  return { ...sill, ...restingWords(seat, facts.quiet) };
}

/** Who sees the reader while their camera is on. */
export function seenWords({ talksWith }: SeatFacts): Phrase {
  return talksWith ? phrase("seat.seesYou", { name: talksWith }) : phrase("seat.othersSeeYou");
}

// Only staff are told with whom somebody else talks.
function awayWords({ talksWith, me }: SeatFacts): Phrase {
  return talksWith && !me ? phrase("seat.talksWith", { name: talksWith }) : phrase("seat.steppedAway");
}

// Somebody who may not speak or be seen by role has nothing switched off.
function restingWords(seat: Seat, quiet: boolean): Partial<Sill> {
  const role = abilitiesOf(seat.role);
  const soundOff = role.speaks && !seat.microphone;
  const cameraOff = role.shows && !seat.camera;
  if (soundOff) {
    return {
      icon: MicOff,
      words: phrase("seat.soundOff"),
      more: cameraOff ? phrase("seat.alsoCameraOff") : null,
    };
  }
  if (cameraOff) return { icon: VideoOff, words: phrase("seat.cameraOff") };
  return quiet ? { icon: CircleDot, words: phrase("seat.quiet"), more: phrase("seat.lineIsGood") } : {};
}

const roleWords: Readonly<Record<string, WordId>> = {
  therapist: "role.therapist",
  "co-therapist": "role.coTherapist",
  observer: "role.observer",
  interpreter: "role.interpreter",
  captioner: "role.captioner",
  "tech-helper": "role.techHelper",
  family: "role.family",
};

/** The word for a role that the circle should know of; a client's is not said. */
export function roleWord(role: string): WordId | null {
  return roleWords[role] ?? null;
}

/** The letter on a pebble. */
export function initial(name: string): string {
  const [first = "?"] = new Intl.Segmenter().segment(name.trim());
  return typeof first === "string" ? first : first.segment.toUpperCase();
}
