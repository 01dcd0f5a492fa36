import type { WordId } from "../../locales/ids";
import type { Circle, Prompt, StaffRound, View } from "../../protocol/messages";
import { type Phrase, phrase } from "../words/say";

/** The prompts that everybody reads in their own language, in the order in which they are offered. */
export const prompts = ["arrive", "helped", "hard", "need", "keep"] as const;

const words: Readonly<Record<(typeof prompts)[number], WordId>> = {
  arrive: "prompt.arrive",
  helped: "prompt.helped",
  hard: "prompt.hard",
  need: "prompt.need",
  keep: "prompt.keep",
};

/** What a round asks, or null if it asks nothing in particular. */
export function promptWords({ kind, words: own = "" }: Prompt): Phrase | null {
  if (kind === "" || (kind === "own" && own === "")) return null;
  return kind === "own" ? phrase("prompt.words", { words: own }) : phrase(words[kind]);
}

/** Whose turn it is, as the reader sees it: their own, another one's, or nobody's. */
export type Turn =
  | { whose: "nobody" }
  | { whose: "mine"; begun: boolean; mayPutOff: boolean }
  | { whose: "theirs"; name: string; next: "me" | string | null };

/** The turn in a view. Somebody who is not in the circle any more has no name. */
export function turnIn({ circle, you }: View): Turn {
  const round = circle?.round;
  if (!circle || !round?.turn) return { whose: "nobody" };
  if (round.turn === you.seat) {
    return { whose: "mine", begun: round.begun ?? false, mayPutOff: !round.second };
  }
  const name = nameOf(circle, round.turn);
  if (name === null) return { whose: "nobody" };
  const next = round.next === you.seat ? "me" : nameOf(circle, round.next ?? 0);
  return { whose: "theirs", name, next };
}

function nameOf({ seats }: Circle, n: number): string | null {
  return seats.find((seat) => seat.seat === n)?.name ?? null;
}

/** A person who waits for their turn. */
export type Coming = { seat: number; name: string; again: boolean };

/** Who comes next, in the order in which they are asked. */
export function coming(circle: Circle, round: StaffRound): Coming[] {
  return round.waiting.flatMap((seat) => {
    const name = nameOf(circle, seat);
    return name === null ? [] : [{ seat, name, again: round.again.includes(seat) }];
  });
}
