import type { Bye, Gesture, Message, Reason, Refused, Slot, View } from "../protocol/messages";

/** Everything this browser knows of its one visit: a union, so that no impossible mixture can be drawn. */
export type Visit =
  /** A link is at hand and nothing has been sent: link scanners run scripts too, so a person must press first. */
  | { stage: "door" }
  /** The link is being exchanged, or the first connection is being made. `phone` is "" until the server has said it. */
  | { stage: "opening"; phone: string; line: Line }
  /** Another tab of this browser is in the same place: the person says which of the two it is to be. */
  | { stage: "other-tab"; phone: string }
  /** The one neutral refusal, whatever the cause. `phone` is "" if the server could not be asked. */
  | { stage: "refused"; phone: string }
  /** Connected: in the device check, in the waiting room or in the circle; `view.place` and `view.you.ready` say which. */
  | Here
  /** The visit has ended; `why` chooses the words. `mayReturn`: offer "Come back". `reason` is null if none was given. */
  | { stage: "over"; why: Bye["why"]; reason: Reason | null; phone: string; mayReturn: boolean };

/** A visit that is under way. */
export type Here = {
  stage: "here";
  phone: string;
  view: View;
  line: Line;
  /** Which seat each bound slot shows. A slot that is not listed is blank. */
  slots: Slot[];
  /** The seats that are heard speaking right now. */
  speaking: number[];
  /** Gentle signals that are shown now, one of a seat. Each goes by itself a few seconds after it came. */
  gestures: readonly Gesture[];
  /** What was written to or by the reader, the oldest first. It is kept by this page alone and goes with it. */
  messages: readonly Message[];
  /** Short words for one's own last press or for an answer, until they are dismissed. */
  toast: Toast | null;
};

/**
 * Whether the session is paused for want of staff: nothing is heard or seen then, whatever else a view says. Private talks
 * go on.
 */
export function paused({ circle, you }: View): boolean {
  return circle?.staff?.state === "paused" && !you.aside?.with;
}

/** The state of this browser's own line. "lost" after two minutes of trying: offer "Come back". */
export type Line = "steady" | "reconnecting" | "lost";

/** What a toast is about; the words are chosen by the UI. Each is a new object, so that a repeat is seen as one. */
export type Toast =
  | { about: "refused"; code: Refused["code"] }
  /** In force, but the server cannot write it down at the moment. */
  | { about: "unsaved" }
  | { about: "declined"; seat: number }
  /** Somebody would rather not talk in private. */
  | { about: "aside-declined"; seat: number }
  /** After somebody came in: everything of one's own is off. */
  | { about: "back" }
  /** The browser gave no screen to share: the person has closed its question, or it may not. */
  | { about: "unshared" };

/** One's own shared screen, as far as this browser knows. */
export type Share =
  /** This browser can't share: there is no button. */
  | { state: "impossible" }
  | { state: "off" }
  /** The browser asks what to share, or the server has not agreed yet. */
  | { state: "choosing" }
  /** Others see it. `whole`: all of a screen, and so also this page. */
  | { state: "on"; whole: boolean };

/** What is known of this browser's own devices. Local only, never sent. */
export type Devices = {
  microphone: DeviceState;
  camera: CameraState;
  /** Labels and ids to choose from; empty before permission. */
  microphones: MediaDeviceInfo[];
  cameras: MediaDeviceInfo[];
  /** Where sound can come out; empty where the browser leaves no choice. */
  speakers: MediaDeviceInfo[];
  /** The ids that this person has chosen; "" leaves it to the browser. An open device says itself which one it is. */
  chosen: Record<DeviceKind, string>;
  /** The browser takes noise out of one's own sound. */
  lessNoise: boolean;
  /** The background of one's own picture is blurred here, or there is no picture. */
  blur: boolean;
  /** What has happened to a device, until it is answered or no longer true. */
  news: DeviceNews | null;
};

export type DeviceKind = "microphone" | "camera" | "speaker";

/** Labels are the machine's own names of its devices; "" if the browser does not tell. */
export type DeviceNews =
  /** It went away while it was in use, and the device called `by` is used instead. */
  | { about: "replaced"; kind: "microphone" | "speaker"; by: string }
  /** It went away while it was in use, and nothing is used instead. */
  | { about: "gone"; kind: "microphone" | "camera" }
  /** Its background could not be blurred any more, so it was turned off. */
  | { about: "unblurred" }
  /** Another program holds the one that was chosen, so the device called `by` stays in use. */
  | { about: "kept"; by: string }
  /** Something was plugged in: what it can be used as, by id. */
  | { about: "found"; label: string; ids: Partial<Record<DeviceKind, string>> };

export type DeviceState =
  /** The browser is asking the person. */
  | { state: "asking" }
  /** Open: the camera's light may be on. */
  | { state: "ready"; deviceId: string; label: string }
  | { state: "blocked" }
  | { state: "missing" }
  /** Another program holds it. */
  | { state: "busy" }
  | { state: "off" };

export type CameraState =
  | DeviceState
  /** Open, but nothing of it is shown or sent: its background is not blurred yet. */
  | { state: "blurring" }
  /** Closed again: its background can't be blurred in this browser, or not any more. */
  | { state: "unblurred" }
  /** Closed again: this machine is too slow to blur its background. */
  | { state: "slow" };
