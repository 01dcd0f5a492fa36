import type { WordId } from "../../locales/ids";
import type { Preferences } from "../../protocol/messages";
import type { Say } from "../words/say";

export type Part = NonNullable<Preferences["part"]>;
export type CameraNeed = NonNullable<Preferences["camera"]>;

/** How somebody may come into the talk, in their own words. */
export const partWords: Readonly<Record<Part, WordId>> = {
  "": "prefers.part.unsaid",
  invite: "prefers.part.invite",
  myself: "prefers.part.myself",
  listening: "prefers.part.listening",
};

/** What somebody may need about being seen, in their own words. */
export const cameraWords: Readonly<Record<CameraNeed, WordId>> = {
  "": "prefers.camera.none",
  breaks: "prefers.camera.breaks",
  off: "prefers.camera.off",
};

const toStaff = {
  invite: "prefers.toStaff.invite",
  myself: "prefers.toStaff.myself",
  listening: "prefers.toStaff.listening",
  breaks: "prefers.toStaff.breaks",
  off: "prefers.toStaff.off",
} as const satisfies Record<Exclude<Part | CameraNeed, "">, WordId>;

/** What its owner has said, in one line; "" if nothing was. */
export function ownLine(said: Preferences | undefined, say: Say): string {
  const { part, pronouns, language, camera } = said ?? {};
  return joined([part && say(partWords[part]), pronouns, language, camera && say(cameraWords[camera])]);
}

/** The same for staff; "" if nothing was said. */
export function staffLine(said: Preferences | undefined, say: Say): string {
  const { language, camera } = said ?? {};
  return joined([seatLine(said, say), language, camera && say(toStaff[camera])]);
}

/** As much of it as stands on a seat. */
export function seatLine(said: Preferences | undefined, say: Say): string {
  const { part, pronouns } = said ?? {};
  return joined([pronouns, part && say(toStaff[part])]);
}

function joined(words: readonly (string | undefined)[]): string {
  return words.filter(Boolean).join(" · ");
}
