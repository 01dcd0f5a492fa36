import type { Bye, FromServer, Gesture, Message, Refused, View } from "../protocol/messages";
import type { Here, Line, Visit } from "./visit";

/** What this browser itself has noticed or was asked for. */
export type Local =
  /** The person pressed at the door, or pressed "Come back". */
  | { type: "local.enter" }
  /** The link was refused, or there is none. */
  | { type: "local.refused"; phone: string }
  | { type: "local.line"; line: Line }
  /** The contact line, from somebody who could not let this browser in yet. */
  | { type: "local.phone"; phone: string }
  /** Another tab of this browser is in the same place. */
  | { type: "local.other_tab" }
  /** The person stays in that other tab. */
  | { type: "local.other_tab_kept" }
  /** This tab has given its place to another one. */
  | { type: "local.handed_over" }
  /** The peer connection is gone: whatever the slots showed, they show nothing now. */
  | { type: "local.media_closed" }
  /** A press that the server would refuse, so that nothing was opened and nothing sent. */
  | { type: "local.held_back"; code: Refused["code"] }
  /** The browser gave no screen to share. */
  | { type: "local.not_shared" }
  /** The person is back after somebody came in. */
  | { type: "local.welcome_back" }
  /** A gentle signal has been shown for long enough. */
  | { type: "local.gesture_over"; gesture: Gesture }
  | { type: "local.toast_dismissed" };

/** After these the same ticket may be tried again when the person asks for it. */
const returnable: ReadonlySet<Bye["why"]> = new Set([
  "away",
  "denied",
  "restart",
  "too-slow",
  "too-many",
  "reload",
]);

/** Says whether a visit that ended so may be taken up again by its ticket. */
export function mayReturn(why: Bye["why"]): boolean {
  return returnable.has(why);
}

/** What the visit becomes once the server has spoken or this browser has noticed something. */
export function nextVisit(visit: Visit, message: FromServer | Local): Visit {
  switch (message.type) {
    case "local.enter":
      return { stage: "opening", phone: phoneOf(visit), line: "steady" };
    case "local.refused":
      return { stage: "refused", phone: message.phone || phoneOf(visit) };
    case "local.line":
      return visit.stage === "here" || visit.stage === "opening" ? { ...visit, line: message.line } : visit;
    case "local.phone":
      return visit.stage === "opening" ? { ...visit, phone: message.phone } : visit;
    case "local.other_tab":
      return visit.stage === "opening" ? { stage: "other-tab", phone: visit.phone } : visit;
    case "local.other_tab_kept":
      return visit.stage === "other-tab" ? inAnotherTab(visit.phone) : visit;
    case "local.handed_over":
      return visit.stage === "here" || visit.stage === "opening" ? inAnotherTab(visit.phone) : visit;
    case "local.media_closed":
      return onlyHere(visit, blank);
    case "local.held_back":
      return onlyHere(visit, (here) => ({ ...here, toast: { about: "refused", code: message.code } }));
    case "local.not_shared":
      return onlyHere(visit, (here) => ({ ...here, toast: { about: "unshared" } }));
    case "local.welcome_back":
      return onlyHere(visit, (here) => ({ ...here, toast: { about: "back" } }));
    case "local.toast_dismissed":
      return onlyHere(visit, (here) => ({ ...here, toast: null }));
    case "welcome":
      return visit.stage === "here" || visit.stage === "opening"
        ? { ...visit, phone: message.data.phone }
        : visit;
    case "view":
      return withView(visit, message.data);
    case "media.slots":
      return onlyHere(visit, (here) => ({ ...here, slots: message.data.slots }));
    case "media.speaking":
      return onlyHere(visit, (here) => ({ ...here, speaking: message.data.seats }));
    case "invite.declined":
      return onlyHere(visit, (here) => ({ ...here, toast: { about: "declined", seat: message.data.seat } }));
    case "aside.declined":
      return onlyHere(visit, (here) => ({
        ...here,
        toast: { about: "aside-declined", seat: message.data.seat },
      }));
    case "gesture":
      return onlyHere(visit, (here) => ({ ...here, gestures: withGesture(here.gestures, message.data) }));
    case "local.gesture_over":
      return onlyHere(visit, (here) => ({
        ...here,
        gestures: here.gestures.filter((gesture) => gesture !== message.gesture),
      }));
    case "messages":
      return onlyHere(visit, (here) => ({ ...here, messages: merged(here.messages, message.data.messages) }));
    case "done":
      return message.data.saved
        ? visit
        : onlyHere(visit, (here) => ({ ...here, toast: { about: "unsaved" } }));
    case "refused":
      if (message.data.code === "media") return visit; // nobody pressed anything: for media/
      if (message.data.code === "no-staff-stay") return visit; // whoever pressed is asked beside their press
      return onlyHere(visit, (here) => ({ ...here, toast: { about: "refused", code: message.data.code } }));
    case "bye":
      return afterBye(visit, message.data);
    case "ticket":
    case "media.answer":
    case "media.layers":
    case "line.details":
    case "talk.figures":
    case "ping":
      return visit; // for signal/ and media/
    default:
      return unreachable(message);
  }
}

/**
 * The newest view wins. On a line that was just made anew any view does: the server may be another one, whose
 * versions begin again.
 */
function withView(visit: Visit, view: View): Visit {
  if (visit.stage === "opening") {
    const nothing = { slots: [], speaking: [], gestures: [], messages: [], toast: null };
    return { stage: "here", phone: visit.phone, view, line: "steady", ...nothing };
  }
  return onlyHere(visit, (here) => {
    if (here.line === "steady" && view.version <= here.view.version) return here;
    const next: Here = { ...here, view, line: "steady" };
    return view.place === "circle" ? next : blank(next);
  });
}

// Another one of the same seat takes its place.
function withGesture(shown: readonly Gesture[], gesture: Gesture): readonly Gesture[] {
  return [...shown.filter(({ seat }) => seat !== gesture.seat), gesture];
}

/** How many messages a page keeps. */
const keptMessages = 200;

// Whoever comes back is told again what they have already: the number says so.
function merged(known: readonly Message[], told: readonly Message[]): readonly Message[] {
  const numbers = new Set(known.map(({ number }) => number));
  const all = [...known, ...told.filter(({ number }) => !numbers.has(number))];
  return all.sort((a, b) => a.number - b.number).slice(-keptMessages);
}

/** Ends the visit, unless the server asks this browser to come back by itself. */
function afterBye(visit: Visit, bye: Bye): Visit {
  if (visit.stage !== "here" && visit.stage !== "opening") return visit;
  if (bye.comeBack) return { ...visit, line: "reconnecting" };
  const phone = phoneOf(visit);
  if (bye.why === "refused") return { stage: "refused", phone };
  return { stage: "over", why: bye.why, reason: bye.reason ?? null, phone, mayReturn: mayReturn(bye.why) };
}

/** The end of a visit in this tab, as if the server had said so. */
function inAnotherTab(phone: string): Visit {
  return { stage: "over", why: "elsewhere", reason: null, phone, mayReturn: mayReturn("elsewhere") };
}

function blank(here: Here): Here {
  const shown = here.slots.length + here.speaking.length + here.gestures.length;
  return shown > 0 ? { ...here, slots: [], speaking: [], gestures: [] } : here;
}

function onlyHere(visit: Visit, change: (here: Here) => Here): Visit {
  return visit.stage === "here" ? change(visit) : visit;
}

function phoneOf(visit: Visit): string {
  return visit.stage === "door" ? "" : visit.phone;
}

function unreachable(message: never): never {
  throw new Error(`no rule for ${JSON.stringify((message as { type?: unknown }).type)}`);
}
