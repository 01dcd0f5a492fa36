import { type LucideIcon, RefreshCw, Wifi } from "lucide-react";
import type { WordId } from "../../locales/ids";
import type { LineDetails, Seat } from "../../protocol/messages";
import { SlowLine } from "../parts/SlowLine";
import { type Phrase, phrase } from "../words/say";

/** What is said of a line before any figure: how it is, and what that means for the person. */
export type LineWords = { icon: LucideIcon; head: Phrase; more: Phrase | null };

/** The words for a line. `details` is null until the server has spoken. */
export function lineWords(seat: Seat, details: LineDetails | null): LineWords {
  const about = { name: seat.name };
  if (seat.reconnecting) {
    return { icon: RefreshCw, head: phrase("seat.reconnecting"), more: phrase("line.reconnecting", about) };
  }
  switch (details?.state) {
    case undefined:
      return { icon: Wifi, head: phrase("line.asking"), more: null };
    case "none":
      return { icon: Wifi, head: phrase("line.none"), more: phrase("line.none.then", about) };
    case "new":
      return { icon: Wifi, head: phrase("line.new"), more: phrase("line.new.then") };
    case "good":
      return { icon: Wifi, head: phrase("line.good"), more: null };
    case "poor": {
      const head = phrase(pictures(details) === 0 ? "line.soundOnly" : "seat.slowLine");
      return { icon: SlowLine, head, more: phrase(poorWord(details), about) };
    }
  }
}

function poorWord({ poorUp, poorDown }: LineDetails): WordId {
  if (poorUp && poorDown) return "line.poor.both";
  if (poorUp) return "line.poor.up";
  return poorDown ? "line.poor.down" : "line.poor.silent";
}

/** How many pictures go to the person. */
export function pictures({ receives }: LineDetails): number {
  return receives.small + receives.medium + receives.large + receives.only;
}

const sizes: readonly WordId[] = ["line.size.small", "line.size.medium", "line.size.large"];

/** The size of the person's own picture. */
export function sentWord(seat: Seat, { sends }: LineDetails): WordId {
  if (!seat.camera) return "seat.cameraOff";
  if (sends.size === 0) return "line.pictures.none";
  return sends.of < 2 ? "line.size.only" : (sizes[sends.size - 1] ?? "line.size.large");
}

/** The pictures that go to the person, by size; those that there are none of are not named. */
export function receivedWords({ receives }: LineDetails): Phrase[] {
  const { small, medium, large, only } = receives;
  const all: [WordId, number][] = [
    ["line.pictures.small", small],
    ["line.pictures.medium", medium],
    ["line.pictures.large", large],
    ["line.pictures.only", only],
  ];
  const some = all.flatMap(([id, count]) => (count > 0 ? [phrase(id, { count })] : []));
  return some.length > 0 ? some : [phrase("line.pictures.none")];
}
