import type { Waiting } from "../../protocol/messages";
import { type Phrase, phrase } from "../words/say";

/** A waiting person as the panel shows them. */
export type Waiter = {
  /** What is known of them, and for how long they wait. */
  words: Phrase;
  /** Nothing keeps them out. */
  ready: boolean;
  /** "Let everyone in who is ready" means them too: not a second device, and nobody whom staff moved here. */
  withAll: boolean;
};

/** What keeps a waiting person out, in words. `now` is in ms. */
export function waiterOf(person: Waiting, room: { running: boolean; full: boolean }, now: number): Waiter {
  const minutes = Math.max(0, Math.floor((now - Date.parse(person.since)) / 60_000));
  const counted = person.role === "client" || person.role === "family";
  const full = room.full && counted && !person.secondDevice;
  const seatless = person.role === "tech-helper";
  const ready = person.ready && !person.reconnecting && room.running && !full && !seatless;
  return {
    words: phrase(wordFor(person, { ...room, full, seatless }), { minutes }),
    ready,
    withAll: ready && !person.secondDevice && !person.held,
  };
}

function wordFor(person: Waiting, room: { running: boolean; full: boolean; seatless: boolean }) {
  if (room.seatless) return "waiting.helper";
  if (person.reconnecting) return "waiting.reconnecting";
  if (!person.ready) return "waiting.checking";
  if (person.held) return "waiting.held";
  return room.full ? "waiting.full" : "waiting.ready";
}
