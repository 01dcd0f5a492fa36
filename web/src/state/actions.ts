import type {
  Circle,
  Gesture,
  Leave,
  Preferences,
  Prompt,
  Reason,
  Refused,
  SessionStart,
  SignalKind,
  StaffView,
} from "../protocol/messages";
import type { GroundingKind } from "./clock";

/**
 * Everything a person can ask for, one method per intention. The UI calls these and nothing else: it never sees a
 * socket, a track or a device handle. What comes of a press arrives through the hooks; the outcome is for words that
 * belong to the press itself.
 */
export interface Actions {
  /** At the door: exchange the link and connect. Must be called from a tap, so that sound may play later. */
  enter(): void;
  /** Connect again at once, when `line` is "lost" or when an ended visit `mayReturn`. */
  comeBack(): void;

  /** With the place open in another tab: go on here, and there no more. */
  moveHere(): void;
  /** With the place open in another tab: stay there, and end here. */
  stayThere(): void;

  /** Ask for microphone and camera and start the preview and the level meter. Calling it again tries again. */
  startCheck(): void;
  /** Use another microphone, now and in the circle. `deviceId` is one of `Devices.microphones`. */
  chooseMicrophone(deviceId: string): void;
  /** Use another camera, now and in the circle. `deviceId` is one of `Devices.cameras`. */
  chooseCamera(deviceId: string): void;
  /** Hear the group there from now on. `deviceId` is one of `Devices.speakers`. */
  chooseSpeaker(deviceId: string): void;
  /** Play a soft tone where the group will be heard. False if the browser did not. Must be called from a tap. */
  testSpeaker(): Promise<boolean>;
  /** Have the browser take noise out of one's own sound, or leave the sound as it is. */
  reduceNoise(on: boolean): void;
  /** Blur the background of one's own picture. Until that works there is no picture, also if it never does. */
  blurBackground(on: boolean): void;
  /** The device news were read. */
  dismissDeviceNews(): void;
  /** End the device check: the devices are let go, and the server is told. Call it from a tap. */
  ready(choice: Choice): Promise<Outcome>;

  /** Ask staff for another display name, at most 32 characters. Empty takes the question back. */
  askName(name: string): Promise<Outcome>;
  /** Say how one likes to take part in this session. Only staff are told. */
  prefer(wish: Preferences): Promise<Outcome>;
  /** Give up the seat or the place in the lobby. The last of the staff must say what becomes of the session. */
  leave(then?: Afterwards): Promise<Outcome>;

  /** Turn one's own microphone on or off. Turning it off takes effect before the server answers. */
  setMicrophone(on: boolean): Promise<Outcome>;
  /** Turn one's own camera on or off. Turning it off takes effect before the server answers. */
  setCamera(on: boolean): Promise<Outcome>;
  /** Show everybody in the circle a gentle signal for a few seconds. */
  gesture(gesture: Gesture["gesture"]): Promise<Outcome>;
  raiseHand(): Promise<Outcome>;
  lowerHand(): Promise<Outcome>;
  /** "Not now" to an invitation to speak. The other answer is `setMicrophone(true)`. */
  declineInvite(): Promise<Outcome>;
  /** Talk in private with the staff member who has asked. Microphone and camera stay off until they are turned on. */
  acceptAside(): Promise<Outcome>;
  /** "Not now" to a private talk; only the asker is told. */
  declineAside(): Promise<Outcome>;
  /** Back to the group, both; or take one's own question back. */
  endAside(): Promise<Outcome>;
  /** Step away with the seat kept. Microphone and camera go off before the server answers. */
  takeMoment(): Promise<Outcome>;
  /** In one's own moment: hear nothing of the group, or hear it softly. Nothing is heard before the server answers. */
  hushGroup(on: boolean): Promise<Outcome>;
  /** Come back. Microphone and camera stay off until they are turned on. */
  endMoment(): Promise<Outcome>;

  /**
   * Somebody came in: nothing is sent, heard or shown any more, and a plain page covers this one, before this returns.
   * The plain page alone leads back.
   */
  someoneCameIn(): void;
  /** Leave at once and for good, whatever the line: a plain page stays, and a step back does not lead here. */
  quickExit(): void;
  /** Ask staff for something; nobody else learns of it. Asked again with the same `op`, it is sent once. */
  sendSignal(kind: SignalKind, op: number): Promise<Outcome>;
  /** Set the words of one's own signal, at most 120 characters. */
  addWords(kind: SignalKind, words: string): Promise<Outcome>;
  /** Forget one's own signal, seen or not. */
  takeBack(kind: SignalKind): Promise<Outcome>;
  /** Write a message of at most 500 characters. Clients write to staff only. */
  write(to: Recipient, text: string, op: number): Promise<Outcome>;
  /** In a round, with one's own turn: I have started. It turns nothing on. */
  beginTurn(): Promise<Outcome>;
  /** I am done. */
  endTurn(): Promise<Outcome>;
  /** I'd rather not. */
  passTurn(): Promise<Outcome>;
  /** Come back to me at the end. */
  postponeTurn(): Promise<Outcome>;

  // For staff.
  /** Ask somebody for a private talk. `alone`: the asker knows that no other staff stay with the group. */
  offerAside(seat: number, alone: boolean): Promise<Outcome>;
  /** Say that one has seen a signal, as it is in an edition; its sender is told. */
  seeSignal(signal: number, edition: number): Promise<Outcome>;
  /** Ask everybody in the circle, in the order of the seats. `paceSeconds` is what each might take; 0: no matter. */
  startRound(prompt: Prompt, paceSeconds: number): Promise<Outcome>;
  /** Go on from the turn of this seat. */
  nextTurn(seat: number): Promise<Outcome>;
  /** Go on, and come back to this seat at the end. */
  postponeTurnOf(seat: number): Promise<Outcome>;
  /** Let one person who waits go before another. */
  moveTurn(seat: number, before: number): Promise<Outcome>;
  /** Take the last turn back. */
  undoTurn(): Promise<Outcome>;
  stopRound(): Promise<Outcome>;
  /** Share a screen with its sound, or end that. Must be called from a tap: the browser asks what to share. */
  shareScreen(on: boolean): Promise<Outcome>;
  /** Offer everybody an exercise, in place of another one. */
  startGrounding(kind: GroundingKind): Promise<Outcome>;
  stopGrounding(): Promise<Outcome>;
  /** Begin with an objective of at most 140 characters, or with an open agenda. */
  startSession(plan: SessionStart): Promise<Outcome>;
  /** Plan the session to take so long in all, 15 to 240 minutes. It ends nothing. */
  setLength(minutes: number): Promise<Outcome>;
  endSession(): Promise<Outcome>;
  admit(waiting: number): Promise<Outcome>;
  admitAll(): Promise<Outcome>;
  deny(waiting: number): Promise<Outcome>;
  answerName(person: Target, agree: boolean): Promise<Outcome>;
  mute(seat: number): Promise<Outcome>;
  muteAll(): Promise<Outcome>;
  invite(seat: number): Promise<Outcome>;
  allowAll(): Promise<Outcome>;
  /** Say whom the circle may hear. Microphones go off where the floor closes, and open by nobody but their owners. */
  setFloor(mode: FloorMode): Promise<Outcome>;
  /** End the floor that one person was given. They may speak again when they are invited again. */
  takeFloor(seat: number): Promise<Outcome>;
  /** Lead this session by another template. */
  leadBy(template: Template): Promise<Outcome>;
  /** Take back what `staff.undo` of the view offers. */
  undo(act: number): Promise<Outcome>;
  cameraOff(seat: number, reason: Reason): Promise<Outcome>;
  allowCamera(seat: number): Promise<Outcome>;
  lowerHandOf(seat: number): Promise<Outcome>;
  hold(seat: number, reason: Reason): Promise<Outcome>;
  endForToday(person: Target, reason: Reason): Promise<Outcome>;

  /** Start the sound that the browser held back. Must be called from a tap. */
  unblockSound(): void;
  dismissToast(): void;
}

/** Whom the circle may hear beside staff and interpreters. */
export type FloorMode = NonNullable<Circle["floor"]>;

/** How a session is led. */
export type Template = NonNullable<StaffView["template"]>;

/** What a person chose in the device check. Microphones are always off on entering, so there is nothing to choose. */
export type Choice = {
  /** Turn the camera on when the circle opens. */
  camera: boolean;
};

/** What becomes of a session that the last of its staff leaves. */
export type Afterwards = Exclude<NonNullable<Leave["then"]>, "">;

/** Whom a message goes to: all staff, everybody in the circle, or one seat. The last two are for staff. */
export type Recipient = "staff" | "all" | { seat: number };

/** A person as staff name them: a seat in the circle, or a number in the lobby. */
export type Target = { seat: number } | { waiting: number };

/** What became of a press. */
export type Outcome =
  /** In force. `saved` is false while the server cannot write it down: "in force, not yet saved". */
  | { ok: true; saved: boolean }
  /** The server said no; nothing has changed. The toast says so already. */
  | { ok: false; why: "refused"; code: Refused["code"] }
  /** The microphone or camera did not open; `Devices` says why. */
  | { ok: false; why: "device" }
  /** The person pressed again or left before it took effect. */
  | { ok: false; why: "withdrawn" }
  /** The line dropped before an answer came: it may or may not have taken effect. The next view tells. */
  | { ok: false; why: "line" };
