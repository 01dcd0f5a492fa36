import type { Visit } from "../../state/visit";
import type { Scene } from "./core";

const phone = "(555) 0100";

function over(why: Extract<Visit, { stage: "over" }>["why"], mayReturn = false): Scene {
  return { visit: { stage: "over", why, reason: "wellbeing", phone, mayReturn } };
}

/** Before a visit, and after it. */
export const outsideScenes: Readonly<Record<string, Scene>> = {
  door: { visit: { stage: "door" } },
  opening: { visit: { stage: "opening", phone: "", line: "steady" } },
  "opening-lost": { visit: { stage: "opening", phone: "", line: "lost" } },
  "other-tab": { visit: { stage: "other-tab", phone } },
  refused: { visit: { stage: "refused", phone } },
  "over-unattended": over("unattended"),
  "over-idle": over("idle"),
  "over-session": over("session-over"),
  "over-left": over("left"),
  "over-today": over("today"),
  "over-denied": over("denied"),
  "over-elsewhere": over("elsewhere"),
  "over-restart": over("restart", true),
  "over-away": over("away", true),
  "over-slow": over("too-slow", true),
  "over-reload": over("reload"),
  "over-revoked": over("revoked"),
};
