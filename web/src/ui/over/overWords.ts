import type { WordId } from "../../locales/ids";
import type { Visit } from "../../state/visit";

type Why = Extract<Visit, { stage: "over" }>["why"];

/** The words of a visit's end; null where only the one neutral refusal may be shown. */
export const overWords: Readonly<Record<Why, { title: WordId; lead: WordId } | null>> = {
  left: { title: "over.left.title", lead: "over.left" },
  away: { title: "over.away.title", lead: "over.away" },
  denied: { title: "over.denied.title", lead: "over.denied" },
  today: { title: "over.today.title", lead: "over.today" },
  "session-over": { title: "over.session.title", lead: "over.session" },
  idle: { title: "over.idle.title", lead: "over.idle" },
  unattended: { title: "over.unattended.title", lead: "over.unattended" },
  elsewhere: { title: "over.elsewhere.title", lead: "over.elsewhere" },
  restart: { title: "over.restart.title", lead: "over.restart" },
  "too-slow": { title: "over.slow.title", lead: "over.slow" },
  "too-many": { title: "over.many.title", lead: "over.many" },
  reload: { title: "over.reload.title", lead: "over.reload" },
  malformed: { title: "over.reload.title", lead: "over.reload" },
  revoked: null,
  refused: null,
};
