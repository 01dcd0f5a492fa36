import type { LineDetails, TalkFigures } from "../../protocol/messages";
import type { Actions, Outcome } from "../../state/actions";
import type { Core, Readable } from "../../state/hooks";
import type { Devices, Share, Visit } from "../../state/visit";
import { drawPage } from "./page";
import { drawPerson } from "./person";

/** What one screen of the gallery shows. */
export type Scene = {
  visit: Visit;
  /** What the visit was a moment ago, where the screen says what has changed. */
  before?: Visit;
  devices?: Partial<Devices>;
  level?: number;
  soundBlocked?: boolean;
  /** One's own camera is on. */
  preview?: boolean;
  /** One's own shared screen. */
  share?: Share;
  /** No other staff stay with the group if the reader steps aside. */
  alone?: boolean;
  /** How everybody's line fares, for staff who look. */
  line?: Omit<LineDetails, "seat">;
  /** Who has spoken how much, for staff who look. */
  talk?: TalkFigures;
};

const done: Outcome = { ok: true, saved: true };
const leavesNobody: Outcome = { ok: false, why: "refused", code: "no-staff-stay" };

/** A core without a server: it shows one scene, and a press changes nothing. */
export function standIn(scene: Scene): Core {
  const paused = pausedIn(scene.visit);
  const showing = new Set(
    scene.visit.stage === "here"
      ? scene.visit.view.circle?.seats.flatMap((seat) =>
          seat.camera && !paused.includes(seat.seat) ? [seat.seat] : [],
        )
      : [],
  );
  return {
    visit: scene.before ? following(scene.before, scene.visit) : still(scene.visit),
    devices: still<Devices>({
      microphone: { state: "ready", deviceId: "m1", label: "Headset microphone" },
      camera: { state: "ready", deviceId: "c1", label: "Built-in camera" },
      microphones: [
        device("m1", "audioinput", "Headset microphone"),
        device("m2", "audioinput", "Built-in microphone"),
      ],
      cameras: [device("c1", "videoinput", "Built-in camera")],
      speakers: [device("s1", "audiooutput", "Headset"), device("s2", "audiooutput", "Built-in speaker")],
      chosen: { microphone: "m1", camera: "c1", speaker: "s1" },
      lessNoise: true,
      blur: false,
      news: null,
      ...scene.devices,
    }),
    preview: still(scene.preview ? drawPerson(9) : null),
    level: still(scene.level ?? 0),
    soundBlocked: still(scene.soundBlocked ?? false),
    pictures: {
      showing: still<ReadonlySet<number>>(showing),
      attach(seat, element) {
        element.srcObject = drawPerson(seat);
        return () => {
          element.srcObject = null;
        };
      },
    },
    screens: {
      showing: still<ReadonlySet<number>>(new Set(screenIn(scene.visit))),
      attach(_, element) {
        element.srcObject = drawPage();
        return () => {
          element.srcObject = null;
        };
      },
    },
    share: still<Share>(scene.share ?? { state: "off" }),
    ahead: still(0),
    hidden: still(false),
    lines: {
      watch(seat, told) {
        if (scene.line) told({ ...scene.line, seat });
        return () => undefined;
      },
    },
    talk: {
      watch(told) {
        if (scene.talk) told(scene.talk);
        return () => undefined;
      },
    },
    actions: scene.alone ? { ...actions, offerAside: () => Promise.resolve(leavesNobody) } : actions,
  };
}

/** The seats of whose pictures the line is too slow; a shared screen counts as its own. */
function pausedIn(visit: Visit, kind = "video"): number[] {
  const slots = visit.stage === "here" ? visit.slots : [];
  return slots.filter((slot) => slot.paused && slot.kind === kind).map((slot) => slot.seat);
}

function screenIn(visit: Visit): number[] {
  const screen = visit.stage === "here" ? visit.view.circle?.screen : undefined;
  return screen && !pausedIn(visit, "screen").includes(screen) ? [screen] : [];
}

function still<T>(value: T): Readable<T> {
  return { getState: () => value, subscribe: () => () => undefined };
}

/** Is `before` until it is watched, and then `after`. */
function following<T>(before: T, after: T): Readable<T> {
  let value = before;
  return {
    getState: () => value,
    subscribe: (listener) => {
      const timer = setTimeout(() => {
        value = after;
        listener();
      });
      return () => clearTimeout(timer);
    },
  };
}

function device(deviceId: string, kind: MediaDeviceKind, label: string): MediaDeviceInfo {
  const info = { deviceId, kind, label, groupId: "" };
  return { ...info, toJSON: () => info };
}

const nothing = () => undefined;
const yes = () => Promise.resolve(done);

const actions: Actions = {
  someoneCameIn: nothing,
  quickExit: nothing,
  enter: nothing,
  comeBack: nothing,
  moveHere: nothing,
  stayThere: nothing,
  startCheck: nothing,
  chooseMicrophone: nothing,
  chooseCamera: nothing,
  chooseSpeaker: nothing,
  testSpeaker: () => Promise.resolve(true),
  reduceNoise: nothing,
  blurBackground: nothing,
  dismissDeviceNews: nothing,
  unblockSound: nothing,
  dismissToast: nothing,
  ready: yes,
  askName: yes,
  prefer: yes,
  leave: yes,
  setMicrophone: yes,
  setCamera: yes,
  raiseHand: yes,
  gesture: yes,
  lowerHand: yes,
  declineInvite: yes,
  acceptAside: yes,
  declineAside: yes,
  endAside: yes,
  offerAside: yes,
  takeMoment: yes,
  endMoment: yes,
  hushGroup: yes,
  startGrounding: yes,
  stopGrounding: yes,
  sendSignal: yes,
  addWords: yes,
  takeBack: yes,
  seeSignal: yes,
  write: yes,
  beginTurn: yes,
  endTurn: yes,
  passTurn: yes,
  postponeTurn: yes,
  startRound: yes,
  nextTurn: yes,
  postponeTurnOf: yes,
  moveTurn: yes,
  undoTurn: yes,
  stopRound: yes,
  shareScreen: yes,
  startSession: yes,
  setLength: yes,
  endSession: yes,
  admit: yes,
  admitAll: yes,
  deny: yes,
  answerName: yes,
  mute: yes,
  muteAll: yes,
  invite: yes,
  allowAll: yes,
  setFloor: yes,
  takeFloor: yes,
  leadBy: yes,
  undo: yes,
  cameraOff: yes,
  allowCamera: yes,
  lowerHandOf: yes,
  hold: yes,
  endForToday: yes,
};
