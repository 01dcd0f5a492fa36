import type { WordId } from "../../locales/ids";
import type { Waiting } from "../../protocol/messages";
import { type Phrase, phrase } from "../words/say";

/** A waiting person as the panel shows them. */
export type Waiter = {
  /** What is known of them, and for how long they wait. */
  words: Phrase;
  /** Nothing keeps them out, or from what they have come for. */
  ready: boolean;
  /** What a press lets them do, in words. */
  deed: WordId;
  /** "Let everyone in who is ready" means them too: not a second device, and nobody whom staff moved here. */
  withAll: boolean;
};

/** What keeps a waiting person out, in words. `now` is in ms. */
export function waiterOf(person: Waiting, room: { running: boolean; full: boolean }, now: number): Waiter {
  const minutes = Math.max(0, Math.floor((now - Date.parse(person.since)) / 60_000));
  const counted = person.role === "client" || person.role === "family";
  const full = room.full && counted && !person.secondDevice;
  // A helper stays outside, and about an observer the group is asked: neither comes in with all.
  const alone = person.role === "tech-helper" || person.role === "observer";
  const ready = person.ready && !person.reconnecting && room.running && !full && !person.helping;
  return {
    words: phrase(wordFor(person, { ...room, full }), { minutes }),
    ready,
    deed: deedFor(person),
    withAll: ready && !alone && !person.secondDevice && !person.held,
  };
}

function deedFor({ role, groupAsked }: Waiting): WordId {
  if (role === "tech-helper") return "waiting.letHelp";
  if (role !== "observer") return "waiting.letIn";
  return groupAsked ? "waiting.askAgain" : "waiting.askGroup";
}

function wordFor(person: Waiting, room: { running: boolean; full: boolean }) {
  if (person.helping) return "waiting.helping";
  if (person.role === "tech-helper" && person.ready) return "waiting.helper";
  if (person.groupAsked && person.ready && !person.reconnecting) return "waiting.asked";
  if (person.reconnecting) return "waiting.reconnecting";
  if (!person.ready) return "waiting.checking";
  if (person.held) return "waiting.held";
  return room.full ? "waiting.full" : "waiting.ready";
}
