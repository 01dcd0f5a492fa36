import type { Here } from "../../state/visit";
import { type Phrase, phrase } from "../words/say";

/** How the reader's own line is, as the server tells: good, slow, or so slow that it has turned pictures off. */
export type OwnLine = "good" | "slow" | "pictures-off";

export function ownLineOf({ view: { you, circle }, slots }: Here): OwnLine {
  if (slots.some((slot) => slot.paused)) return "pictures-off";
  return circle?.seats.find((seat) => seat.seat === you.seat)?.poorLine ? "slow" : "good";
}

/** What the now line says of it. */
export function lineWords(line: OwnLine): Phrase | null {
  if (line === "good") return null;
  return phrase(line === "slow" ? "now.slowLine" : "now.picturesOff");
}

/** What a screen reader is told of a change. Pictures that come back by and by say nothing before all is well. */
export function lineNews(before: OwnLine, after: OwnLine): Phrase[] {
  if (before === after || (before === "pictures-off" && after === "slow")) return [];
  return [lineWords(after) ?? phrase("heard.lineGood")];
}
