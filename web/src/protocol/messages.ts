// Code generated from signaling/protocol/schema.json by npm run generate; DO NOT EDIT.

/**
 * One text message on the WebSocket between a browser and Alcove.
 */
export type Frame = FromBrowser | FromServer;
/**
 * A frame that a browser may send. Its id comes back in done or refused; without an id no answer is wanted.
 */
export type FromBrowser =
  | {
      type: "hello";
      data: Hello;
      id?: number;
    }
  | {
      type: "pong";
      data: Pong;
      id?: number;
    }
  | {
      type: "lobby.ready";
      data?: LobbyReady;
      id?: number;
    }
  | {
      type: "name.ask";
      data: NameAsk;
      id?: number;
    }
  | {
      type: "preferences.set";
      data: PreferencesSet;
      id?: number;
    }
  | {
      type: "leave";
      data: Leave;
      id?: number;
    }
  | {
      type: "media.offer";
      data: MediaOffer;
      id?: number;
    }
  | {
      type: "media.want";
      data: MediaWant;
      id?: number;
    }
  | {
      type: "mic.set";
      data: MicSet;
      id?: number;
    }
  | {
      type: "camera.set";
      data: CameraSet;
      id?: number;
    }
  | {
      type: "hand.raise";
      data?: HandRaise;
      id?: number;
    }
  | {
      type: "hand.lower";
      data?: HandLower;
      id?: number;
    }
  | {
      type: "gesture.send";
      data: GestureSend;
      id?: number;
    }
  | {
      type: "invite.decline";
      data?: InviteDecline;
      id?: number;
    }
  | {
      type: "observer.answer";
      data: ObserverAnswer;
      id?: number;
    }
  | {
      type: "caption.say";
      data: CaptionSay;
      id?: number;
    }
  | {
      type: "moment.take";
      data?: MomentTake;
      id?: number;
    }
  | {
      type: "moment.end";
      data?: MomentEnd;
      id?: number;
    }
  | {
      type: "moment.hush";
      data: MomentHush;
      id?: number;
    }
  | {
      type: "grounding.start";
      data: GroundingStart;
      id?: number;
    }
  | {
      type: "grounding.stop";
      data?: GroundingStop;
      id?: number;
    }
  | {
      type: "privacy.take";
      data?: PrivacyTake;
      id?: number;
    }
  | {
      type: "privacy.end";
      data?: PrivacyEnd;
      id?: number;
    }
  | {
      type: "exit.quick";
      data?: ExitQuick;
      id?: number;
    }
  | {
      type: "signal.send";
      data: SignalSend;
      id?: number;
    }
  | {
      type: "signal.words";
      data: SignalWords;
      id?: number;
    }
  | {
      type: "signal.take_back";
      data: SignalTakeBack;
      id?: number;
    }
  | {
      type: "message.staff";
      data: MessageStaff;
      id?: number;
    }
  | {
      type: "turn.begin";
      data?: TurnBegin;
      id?: number;
    }
  | {
      type: "turn.end";
      data?: TurnEnd;
      id?: number;
    }
  | {
      type: "turn.pass";
      data?: TurnPass;
      id?: number;
    }
  | {
      type: "turn.later";
      data?: TurnLater;
      id?: number;
    }
  | {
      type: "round.start";
      data: RoundStart;
      id?: number;
    }
  | {
      type: "round.next";
      data: RoundNext;
      id?: number;
    }
  | {
      type: "round.later";
      data: RoundLater;
      id?: number;
    }
  | {
      type: "round.move";
      data: RoundMove;
      id?: number;
    }
  | {
      type: "round.undo";
      data: RoundUndo;
      id?: number;
    }
  | {
      type: "round.stop";
      data?: RoundStop;
      id?: number;
    }
  | {
      type: "screen.set";
      data: ScreenSet;
      id?: number;
    }
  | {
      type: "aside.offer";
      data: AsideOffer;
      id?: number;
    }
  | {
      type: "aside.accept";
      data?: AsideAccept;
      id?: number;
    }
  | {
      type: "aside.decline";
      data?: AsideDecline;
      id?: number;
    }
  | {
      type: "aside.end";
      data?: AsideEnd;
      id?: number;
    }
  | {
      type: "session.start";
      data: SessionStart;
      id?: number;
    }
  | {
      type: "session.length";
      data: SessionLength;
      id?: number;
    }
  | {
      type: "session.end";
      data?: SessionEnd;
      id?: number;
    }
  | {
      type: "lobby.admit";
      data: LobbyAdmit;
      id?: number;
    }
  | {
      type: "lobby.admit_all";
      data?: LobbyAdmitAll;
      id?: number;
    }
  | {
      type: "lobby.deny";
      data: LobbyDeny;
      id?: number;
    }
  | {
      type: "name.answer";
      data: NameAnswer;
      id?: number;
    }
  | {
      type: "seat.mute";
      data: SeatMute;
      id?: number;
    }
  | {
      type: "room.mute_all";
      data?: RoomMuteAll;
      id?: number;
    }
  | {
      type: "seat.invite";
      data: SeatInvite;
      id?: number;
    }
  | {
      type: "room.allow_all";
      data: RoomAllowAll;
      id?: number;
    }
  | {
      type: "seat.camera_off";
      data: SeatCameraOff;
      id?: number;
    }
  | {
      type: "seat.camera_allow";
      data: SeatCameraAllow;
      id?: number;
    }
  | {
      type: "seat.hand_lower";
      data: SeatHandLower;
      id?: number;
    }
  | {
      type: "seat.hold";
      data: SeatHold;
      id?: number;
    }
  | {
      type: "line.look";
      data: LineLook;
      id?: number;
    }
  | {
      type: "talk.look";
      data?: TalkLook;
      id?: number;
    }
  | {
      type: "person.end_today";
      data: PersonEndToday;
      id?: number;
    }
  | {
      type: "signal.seen";
      data: SignalSeen;
      id?: number;
    }
  | {
      type: "message.seat";
      data: MessageSeat;
      id?: number;
    }
  | {
      type: "message.all";
      data: MessageAll;
      id?: number;
    }
  | {
      type: "floor.set";
      data: FloorSet;
      id?: number;
    }
  | {
      type: "floor.take";
      data: FloorTake;
      id?: number;
    }
  | {
      type: "template.use";
      data: TemplateUse;
      id?: number;
    }
  | {
      type: "undo";
      data: Undo;
      id?: number;
    };
/**
 * SignalKind is what a private signal says.
 */
export type SignalKind = "support" | "unsafe" | "hearing" | "leaving";
/**
 * Reason is why staff took something away from somebody.
 */
export type Reason = "asked" | "privacy" | "wellbeing" | "ground-rules" | "wrong-session" | "technical";
/**
 * A frame that the server may send.
 */
export type FromServer =
  | {
      type: "welcome";
      data: Welcome;
    }
  | {
      type: "view";
      data: View;
    }
  | {
      type: "ticket";
      data: Ticket;
    }
  | {
      type: "media.answer";
      data: MediaAnswer;
    }
  | {
      type: "media.slots";
      data: MediaSlots;
    }
  | {
      type: "media.layers";
      data: MediaLayers;
    }
  | {
      type: "media.speaking";
      data: MediaSpeaking;
    }
  | {
      type: "invite.declined";
      data: InviteDeclined;
    }
  | {
      type: "aside.declined";
      data: AsideDeclined;
    }
  | {
      type: "gesture";
      data: Gesture;
    }
  | {
      type: "messages";
      data: Messages;
    }
  | {
      type: "caption";
      data: Caption;
    }
  | {
      type: "line.details";
      data: LineDetails;
    }
  | {
      type: "talk.figures";
      data: TalkFigures;
    }
  | {
      type: "done";
      data: Done;
    }
  | {
      type: "refused";
      data: Refused;
    }
  | {
      type: "ping";
      data: Ping;
    }
  | {
      type: "bye";
      data: Bye;
    };
/**
 * Code is why something was refused. Codes are stable; the page has words for each.
 */
export type Code = string;

/**
 * Hello is the first frame of a connection and must come within 5 s. Exactly one of Token and Ticket is set.
 */
export interface Hello {
  protocol: 1;
  token?: string;
  ticket?: string;
}
/**
 * Pong answers a ping with its number, at once.
 */
export interface Pong {
  n: number;
}
/**
 * LobbyReady says that the device check is done.
 */
export interface LobbyReady {}
/**
 * NameAsk asks staff for another display name of at most 32 characters. Empty takes the question back.
 */
export interface NameAsk {
  name: string;
}
/**
 * PreferencesSet replaces how a client likes to take part in this session. Only they and staff are told. It works in
 * the lobby, too.
 */
export interface PreferencesSet {
  preferences: Preferences;
}
/**
 * Preferences are how somebody likes to take part. Part is how they come into the talk, and Camera what they need about
 * being seen; empty leaves either open. Pronouns (at most 20 characters) and Language (at most 32) are their own words.
 */
export interface Preferences {
  part?: "" | "invite" | "myself" | "listening";
  pronouns?: string;
  language?: string;
  camera?: "" | "breaks" | "off";
}
/**
 * Leave gives up the seat or the place in the lobby. Of the last staff in a running session it is refused
 * (last-staff) unless Then says what becomes of the session; for everybody else Then means nothing.
 */
export interface Leave {
  then?: "" | "hand-over" | "pause" | "end";
}
/**
 * MediaOffer carries the browser's one session description (RFC 8829), at most MaxOffer with its frame.
 */
export interface MediaOffer {
  sdp: string;
}
/**
 * MediaWant says how large the browser shows pictures, so that no more is sent than is seen. Slots that are not
 * listed stay as they are. It is never answered, unless it is malformed.
 */
export interface MediaWant {
  /**
   * @maxItems 64
   */
  slots: Wish[];
}
/**
 * Wish is the height, in pixels of the screen, at which a picture's slot is shown. 0: it is not visible, and its
 * picture stops.
 */
export interface Wish {
  mid: string;
  height: number;
}
/**
 * MicSet says whether the owner leaves the microphone on.
 */
export interface MicSet {
  on: boolean;
}
/**
 * CameraSet says whether the owner leaves the camera on.
 */
export interface CameraSet {
  on: boolean;
}
/**
 * HandRaise joins the hand queue.
 */
export interface HandRaise {}
/**
 * HandLower leaves the hand queue.
 */
export interface HandLower {}
/**
 * GestureSend shows everybody in the circle a gentle signal. It makes no sound, and nothing of it is kept. It is
 * refused (too-often) within 2 s of the one before, and after ten in a minute.
 */
export interface GestureSend {
  gesture: "with-you" | "me-too" | "thanks" | "nod";
}
/**
 * InviteDecline answers an invitation to speak with "not now"; only the asker is told.
 */
export interface InviteDecline {}
/**
 * ObserverAnswer says whether one agrees that an observer sits in. It may be said anew at any time, and nobody else is
 * told.
 */
export interface ObserverAnswer {
  observer: number;
  agree: boolean;
}
/**
 * CaptionSay is a captioner's: a line of what is said, of at most 160 characters, for everybody who hears the circle.
 * Sending the same op again changes nothing.
 */
export interface CaptionSay {
  text: string;
  op?: number;
}
/**
 * MomentTake steps away: microphone and camera go off, the seat is kept.
 */
export interface MomentTake {}
/**
 * MomentEnd is back; microphone and camera stay off.
 */
export interface MomentEnd {}
/**
 * MomentHush says whether the circle's sound stays out of one's moment. It is refused outside of one (no-moment).
 */
export interface MomentHush {
  on: boolean;
}
/**
 * GroundingStart offers everybody an exercise, in place of another one.
 */
export interface GroundingStart {
  kind: "senses" | "breath" | "feet";
}
/**
 * GroundingStop ends it.
 */
export interface GroundingStop {}
/**
 * PrivacyTake says that somebody came in where the person is: nothing flows from or to this visit, and microphone
 * and camera are off. Taking it twice is taking it once.
 */
export interface PrivacyTake {}
/**
 * PrivacyEnd is back; microphone and camera stay off.
 */
export interface PrivacyEnd {}
/**
 * ExitQuick ends the visit at once, and staff are told how. It is not answered: whoever sends it has gone.
 */
export interface ExitQuick {}
/**
 * SignalSend asks staff for something; nobody else learns of it. It works in the lobby, too.
 */
export interface SignalSend {
  kind: SignalKind;
  /**
   * at most 120 characters; may follow by signal.words
   */
  words?: string;
  op?: number;
}
/**
 * SignalWords replaces the words of one's own signal, which then waits again.
 */
export interface SignalWords {
  kind: SignalKind;
  words: string;
}
/**
 * SignalTakeBack forgets one's own signal, seen or not.
 */
export interface SignalTakeBack {
  kind: SignalKind;
}
/**
 * MessageStaff sends a message of at most 500 characters to all staff. It is the only one that a client can send.
 */
export interface MessageStaff {
  text: string;
  op?: number;
}
/**
 * TurnBegin says that they have started. It opens no microphone.
 */
export interface TurnBegin {}
/**
 * TurnEnd says that they are done.
 */
export interface TurnEnd {}
/**
 * TurnPass lets it pass.
 */
export interface TurnPass {}
/**
 * TurnLater asks to be asked again at the end, once.
 */
export interface TurnLater {}
/**
 * RoundStart asks everybody in the circle, in the order of the seats. PaceSeconds is how long each might take, at
 * most 600; 0: as long as it takes. Nobody is ever cut off.
 */
export interface RoundStart {
  prompt: Prompt;
  paceSeconds?: number;
}
/**
 * Prompt is what everybody is asked in a round. Words are those of the kind own, at most 140 characters; every other
 * kind is put into words by the page, in its reader's language. Kind empty: nothing in particular.
 */
export interface Prompt {
  kind: "" | "arrive" | "helped" | "hard" | "need" | "keep" | "own";
  words?: string;
}
/**
 * RoundNext ends a turn, begun or not, and goes on.
 */
export interface RoundNext {
  seat: number;
}
/**
 * RoundLater goes on, and comes back to the person at the end.
 */
export interface RoundLater {
  seat: number;
}
/**
 * RoundMove lets somebody who waits go before another who does; without Before: last.
 */
export interface RoundMove {
  seat: number;
  before?: number;
}
/**
 * RoundUndo takes the last turn back. Seen is the round's over in the view that was looked at.
 */
export interface RoundUndo {
  seen: number;
}
/**
 * RoundStop ends the round.
 */
export interface RoundStop {}
/**
 * ScreenSet starts or ends one's own share of a screen, with its sound. While somebody else shares, starting is
 * refused (sharing). A share ends with the line, too.
 */
export interface ScreenSet {
  on: boolean;
}
/**
 * AsideOffer asks one person, a client or other staff, for a talk in private. Alone says that the asker knows that no
 * other staff stay with the group; without it that is refused (no-staff-stay). It is for staff.
 */
export interface AsideOffer {
  seat: number;
  alone?: boolean;
}
/**
 * AsideAccept steps aside with the staff member who has asked. Microphone and camera are off, and stay so until their
 * owner turns them on.
 */
export interface AsideAccept {}
/**
 * AsideDecline answers "not now"; only the asker is told.
 */
export interface AsideDecline {}
/**
 * AsideEnd brings both back to the group, whoever of the two asks; microphones and cameras are off. Of whoever has
 * asked for a talk it takes that back.
 */
export interface AsideEnd {}
/**
 * SessionStart begins the session: with an objective of at most 140 characters, or with Open for an open agenda.
 * Minutes is how long it is planned to take; without it, as long as the group's sessions are.
 */
export interface SessionStart {
  objective?: string;
  open?: boolean;
  minutes?: number;
}
/**
 * SessionLength plans the running session to take so long in all. It ends nothing.
 */
export interface SessionLength {
  minutes: number;
}
/**
 * SessionEnd ends the session for everybody.
 */
export interface SessionEnd {}
/**
 * LobbyAdmit lets one waiting person in.
 */
export interface LobbyAdmit {
  waiting: number;
}
/**
 * LobbyAdmitAll lets in everybody who is ready.
 */
export interface LobbyAdmitAll {}
/**
 * LobbyDeny sends one waiting person away; they may come again.
 */
export interface LobbyDeny {
  waiting: number;
}
/**
 * NameAnswer agrees to the name that a person asked for, or not.
 */
export interface NameAnswer {
  seat?: number;
  waiting?: number;
  agree: boolean;
}
/**
 * SeatMute withdraws the permission to speak.
 */
export interface SeatMute {
  seat: number;
}
/**
 * RoomMuteAll mutes everybody but staff and interpreters.
 */
export interface RoomMuteAll {}
/**
 * SeatInvite gives the permission to speak back, and the floor where that is given to persons (hand-first,
 * one-voice), and asks the person to use it. Seen is the restrictions of the view
 * that was looked at: if a colleague has muted the person since then, it is refused (meanwhile).
 */
export interface SeatInvite {
  seat: number;
  seen?: number;
}
/**
 * RoomAllowAll gives everybody's permission to speak back but theirs whom a colleague has muted since; microphones
 * stay off.
 */
export interface RoomAllowAll {
  seen?: number;
}
/**
 * SeatCameraOff withdraws the permission to be seen.
 */
export interface SeatCameraOff {
  seat: number;
  reason: Reason;
}
/**
 * SeatCameraAllow gives the permission to be seen back; the camera stays off. Seen is as in seat.invite.
 */
export interface SeatCameraAllow {
  seat: number;
  seen?: number;
}
/**
 * SeatHandLower takes another person's hand down.
 */
export interface SeatHandLower {
  seat: number;
}
/**
 * SeatHold moves a person from the circle to the lobby.
 */
export interface SeatHold {
  seat: number;
  reason: Reason;
}
/**
 * LineLook asks how the line of a seat fares now. It is answered by line.details, once: whoever goes on looking asks
 * again. Staff only.
 */
export interface LineLook {
  seat: number;
}
/**
 * TalkLook asks who has spoken how much in the running session. It is answered by talk.figures, once: whoever goes on
 * looking asks again. Staff only.
 */
export interface TalkLook {}
/**
 * PersonEndToday removes a person, seated or waiting, until the group's day and this session are over.
 */
export interface PersonEndToday {
  seat?: number;
  waiting?: number;
  reason: Reason;
}
/**
 * SignalSeen says that one has seen a signal, as it was in an edition; its sender is told by whom.
 */
export interface SignalSeen {
  signal: number;
  edition?: number;
}
/**
 * MessageSeat sends a message to one person in the circle.
 */
export interface MessageSeat {
  seat: number;
  text: string;
  op?: number;
}
/**
 * MessageAll sends a message to everybody in the circle, also those who come later.
 */
export interface MessageAll {
  text: string;
  op?: number;
}
/**
 * FloorSet says whom the circle may hear beside staff and interpreters. Seen is as in seat.invite: a mode that lets
 * more people through is refused (meanwhile) if a colleague has made the floor stricter since then.
 */
export interface FloorSet {
  mode: "open" | "hand-first" | "one-voice" | "cool-down";
  seen?: number;
}
/**
 * FloorTake ends the floor that seat.invite gave one person; the permission to speak stays.
 */
export interface FloorTake {
  seat: number;
}
/**
 * TemplateUse leads this session by the newest version of another template. Seen is as in floor.set.
 */
export interface TemplateUse {
  template: "psychoeducation" | "skills" | "process" | "support" | "family";
  seen?: number;
}
/**
 * Undo takes back what staff.undo of the view offers, by its number. No microphone opens by it.
 */
export interface Undo {
  act: number;
}
/**
 * Welcome answers hello. The ticket resumes this visit from another connection of the same tab.
 */
export interface Welcome {
  protocol: number;
  serverTime: string;
  ticket: string;
  /**
   * the contact line
   */
  phone: string;
  slots: Slots;
  /**
   * Media says whether the server still has this visit's peer connection, so that an ICE restart continues it.
   */
  media: "fresh" | "kept";
  /**
   * Exit is a neutral page elsewhere, which a quick exit goes on to once it is over; empty: none is set up.
   */
  exit?: string;
}
/**
 * Slots is how many recvonly slots a browser must offer.
 */
export interface Slots {
  /**
   * pairs of audio and video
   */
  people: number;
  /**
   * pairs of audio and video for a shared screen
   */
  screen: number;
}
/**
 * View is exactly what its reader may see; newest wins.
 */
export interface View {
  /**
   * Version rises only when this reader's view changes.
   */
  version: number;
  place: "lobby" | "circle";
  running: boolean;
  you: Self;
  /**
   * whom to call in danger, in the programme's words; else the page has its own
   */
  crisis?: string;
  lobby?: LobbyText;
  circle?: Circle;
  /**
   * for a tech helper who helps, in the order of the seat numbers
   */
  lines?: SeatLine[];
  staff?: StaffView;
}
/**
 * Self is what a person sees of themselves.
 */
export interface Self {
  role: string;
  name: string;
  askedName?: string;
  seat?: number;
  ready: boolean;
  maySpeak: boolean;
  mayShow: boolean;
  /**
   * the floor does not let them be heard now
   */
  floorClosed?: boolean;
  microphone: boolean;
  camera: boolean;
  invited: boolean;
  cameraReason?: Reason;
  held: boolean;
  steppedAway?: boolean;
  /**
   * moment.hush
   */
  hushed?: boolean;
  /**
   * privacy.take, until privacy.end
   */
  private?: boolean;
  preferences?: Preferences;
  aside?: OwnAside;
  /**
   * what one has asked of staff, the oldest first
   */
  signals?: OwnSignal[];
  /**
   * about whom one is asked, in the circle
   */
  observers?: ObserverAsk[];
  /**
   * a tech helper's own: staff let them help
   */
  helping?: boolean;
  /**
   * an observer's own: the group is being asked about them
   */
  groupAsked?: boolean;
}
/**
 * OwnAside is what somebody sees of their own talk in private. Each is a seat.
 */
export interface OwnAside {
  /**
   * with whom they are; nobody else hears or sees the two
   */
  with?: number;
  /**
   * who of the staff would like to talk with them
   */
  askedBy?: number;
  /**
   * staff: whom they have asked
   */
  asked?: number;
}
/**
 * OwnSignal is what the sender sees of a signal. Unanswered: no staff have been there for 30 s.
 */
export interface OwnSignal {
  kind: SignalKind;
  words?: string;
  /**
   * there were some; the server that knew them has ended
   */
  wordsLost?: boolean;
  state: "waiting" | "seen" | "unanswered";
  seenBy?: string;
}
/**
 * ObserverAsk is an observer about whom the reader is asked. The answer is the reader's own.
 */
export interface ObserverAsk {
  observer: number;
  name: string;
  /**
   * in the circle: everybody there has agreed
   */
  here?: boolean;
  answer?: "agreed" | "declined";
}
/**
 * LobbyText is all that a waiting person learns.
 */
export interface LobbyText {
  hostName?: string;
  full: boolean;
}
/**
 * Circle is what everybody in it sees.
 */
export interface Circle {
  /**
   * in the order of the seat numbers
   */
  seats: Seat[];
  /**
   * seat numbers, in the order in which hands were raised
   */
  hands: number[];
  /**
   * Floor says whom the circle may hear: everybody, whoever has the floor, at most one who has it, or nobody. Staff and
   * interpreters are always let through.
   */
  floor?: "open" | "hand-first" | "one-voice" | "cool-down";
  grounding?: Grounding;
  /**
   * the seat whose screen is shared
   */
  screen?: number;
  session?: Session;
  /**
   * tech helpers who look after lines now; they are outside
   */
  helpers?: string[];
  round?: Round;
  staff?: StaffPresence;
}
/**
 * Seat is one person of the circle. RosterName and what follows is for staff only.
 */
export interface Seat {
  seat: number;
  name: string;
  role: string;
  microphone: boolean;
  camera: boolean;
  reconnecting: boolean;
  steppedAway?: boolean;
  poorLine?: boolean;
  /**
   * paused: neither heard nor hearing; why is not said
   */
  private?: boolean;
  /**
   * HasFloor: staff have given them the floor. Peers see it once it is taken.
   */
  hasFloor?: boolean;
  rosterName?: string;
  askedName?: string;
  /**
   * staff have withdrawn the permission to speak
   */
  muted?: boolean;
  /**
   * staff have withdrawn the permission to be seen
   */
  cameraOff?: boolean;
  invited?: boolean;
  /**
   * stepped away for five minutes
   */
  longAway?: boolean;
  /**
   * talks in private with that seat
   */
  asideWith?: number;
  preferences?: Preferences;
}
/**
 * Grounding is an exercise that is done together. Its step follows from Began and the server's time: of senses there are
 * five of 20 s, of feet four of 20 s, and breath is ten times 4 s in and 6 s out.
 */
export interface Grounding {
  kind: "senses" | "breath" | "feet";
  began: string;
}
/**
 * Session is what the circle is told of the session that runs. Without an objective the agenda is open. The time that
 * is left follows from Began, Minutes and the server's time, and nothing happens at its end.
 */
export interface Session {
  objective?: string;
  began: string;
  minutes: number;
}
/**
 * Round is what everybody in the circle sees of a round.
 */
export interface Round {
  prompt: Prompt;
  /**
   * what was agreed for each
   */
  paceSeconds?: number;
  /**
   * the seat whose turn it is; without one everybody has been asked
   */
  turn?: number;
  /**
   * they have begun
   */
  begun?: boolean;
  /**
   * since when it is their turn
   */
  since: string;
  /**
   * the seat that comes next
   */
  next?: number;
  /**
   * Second is for the person whose turn it is: they came back to it, and can't put it off again.
   */
  second?: boolean;
}
/**
 * StaffPresence is how a running session is attended. Away: nobody of the staff is connected, and media still flow.
 * Paused: nothing flows until staff are back, and everybody's microphone and camera are off then.
 */
export interface StaffPresence {
  state: "here" | "away" | "paused";
  /**
   * who was there last
   */
  name?: string;
  /**
   * they left on purpose
   */
  decided?: boolean;
  /**
   * SteppedAway: their line is there, so that they are back by a press of their own.
   */
  steppedAway?: boolean;
}
/**
 * SeatLine is how the line of a seat fares, for a tech helper who helps. Without a state there is nothing to say of it.
 */
export interface SeatLine {
  seat: number;
  state?: "poor" | "lost";
}
/**
 * StaffView is what staff see besides.
 */
export interface StaffView {
  /**
   * in the order of arrival
   */
  waiting: Waiting[];
  full: boolean;
  /**
   * how long the group's sessions are planned to take
   */
  minutes?: number;
  /**
   * Restrictions counts what staff have withdrawn from somebody in this session.
   */
  restrictions?: number;
  template?: "psychoeducation" | "skills" | "process" | "support" | "family";
  undo?: UndoView;
  /**
   * those that wait, the oldest first
   */
  signals?: Signal[];
  /**
   * who has asked for staff and is gone
   */
  missed?: Missed[];
  /**
   * LastStaff: leave must say what comes then. Relief is who of the staff may be handed over to; empty: nobody.
   */
  lastStaff?: boolean;
  relief?: string;
  /**
   * Exits is who has left by quick exit in this session and has not come again, the first one first.
   */
  exits?: Exit[];
  round?: StaffRound;
}
/**
 * Waiting is one visit in the lobby.
 */
export interface Waiting {
  waiting: number;
  name: string;
  rosterName: string;
  askedName?: string;
  role: string;
  ready: boolean;
  held: boolean;
  secondDevice: boolean;
  reconnecting: boolean;
  since: string;
  /**
   * a tech helper who helps
   */
  helping?: boolean;
  /**
   * an observer about whom the group is asked
   */
  groupAsked?: boolean;
}
/**
 * UndoView is an act of staff that can be taken back. Whatever staff withdraw from anybody ends the offer.
 */
export interface UndoView {
  act: "mute-all" | "floor" | "template";
  number: number;
}
/**
 * Signal is a private signal that waits for staff. Its sender sits, waits in the lobby, or has left.
 */
export interface Signal {
  signal: number;
  seat?: number;
  waiting?: number;
  name: string;
  kind: SignalKind;
  words?: string;
  wordsLost?: boolean;
  since: string;
  /**
   * signal.seen says it back
   */
  edition?: number;
  /**
   * grows with every call: at first, every 20 s, and with new words
   */
  calls: number;
}
/**
 * Missed is somebody who has asked for staff and whose line has then been lost for a minute.
 */
export interface Missed {
  seat?: number;
  name: string;
  since: string;
}
/**
 * Exit is somebody who has left by quick exit.
 */
export interface Exit {
  rosterName: string;
  at: string;
}
/**
 * StaffRound is what staff see of a round besides.
 */
export interface StaffRound {
  /**
   * the seats that come next, in their order
   */
  waiting: number[];
  /**
   * who of them, and of whom the turn is, has been asked before
   */
  again: number[];
  /**
   * how many won't be asked again
   */
  done: number;
  /**
   * out of how many
   */
  of: number;
  /**
   * how many turns are over, for round.undo
   */
  over: number;
  canUndo?: boolean;
}
/**
 * Ticket replaces the ticket that the browser holds.
 */
export interface Ticket {
  ticket: string;
}
/**
 * MediaAnswer is the server's one session description.
 */
export interface MediaAnswer {
  sdp: string;
}
/**
 * MediaSlots says whom each bound slot shows; a slot that is not listed is empty and must be blanked at once.
 * Newest wins.
 */
export interface MediaSlots {
  slots: Slot[];
}
/**
 * Slot binds one m-line of the offer to a seat.
 */
export interface Slot {
  mid: string;
  seat: number;
  kind: "audio" | "video" | "screen" | "screen-audio";
  /**
   * Paused: this browser's line is too slow for the picture, so nothing of it comes for now. Blank it.
   */
  paused?: boolean;
  /**
   * After is the RTP timestamp of the last picture of whoever had the line before: only a newer one (modulo 2^32, RFC
   * 1982) is this seat's. Without it the line has shown nobody yet.
   */
  after?: number;
}
/**
 * MediaLayers names the encodings of the camera that are of use to anybody, by the rids of the offer: the browser
 * stops the others, and starts those that it had stopped. Newest wins.
 */
export interface MediaLayers {
  active: string[];
}
/**
 * MediaSpeaking lists the seats that are heard speaking right now. Newest wins.
 */
export interface MediaSpeaking {
  seats: number[];
}
/**
 * InviteDeclined tells the asker that the person on this seat would rather not speak now.
 */
export interface InviteDeclined {
  seat: number;
}
/**
 * AsideDeclined tells the asker that the person on this seat would rather not talk in private now.
 */
export interface AsideDeclined {
  seat: number;
}
/**
 * Gesture is a gentle signal of whoever sits on Seat. Show it for at most 6 s, and say it to nobody aloud: it comes
 * once, to whoever is in the circle then, and is in no view.
 */
export interface Gesture {
  seat: number;
  gesture: "with-you" | "me-too" | "thanks" | "nod";
}
/**
 * Messages brings messages that are for the reader: a new one as it is written, and those of the session so far to
 * whoever comes into the circle. What the reader has already, by its number, is the same.
 */
export interface Messages {
  /**
   * the oldest first
   */
  messages: Message[];
}
/**
 * Message is one. Names are those of the moment at which it was written.
 */
export interface Message {
  /**
   * orders messages
   */
  number: number;
  at: string;
  mine?: boolean;
  from: string;
  fromSeat: number;
  fromStaff?: boolean;
  to: "staff" | "one" | "all";
  /**
   * of one
   */
  toName?: string;
  toSeat?: number;
  /**
   * plain; only one from staff may hold links
   */
  text: string;
}
/**
 * Caption is a line that a captioner has written. It is kept nowhere: what a browser missed can't be had again.
 */
export interface Caption {
  /**
   * plain
   */
  text: string;
}
/**
 * LineDetails is how the line of a seat fares, in figures that the server has noted anyway. What is left out is not
 * known now. There is no address in it, and nobody else's is part of it.
 */
export interface LineDetails {
  seat: number;
  /**
   * State is what the server makes of it: new is too new to be judged; none, that there is no peer connection, or
   * nobody on that seat.
   */
  state: "none" | "new" | "good" | "poor";
  /**
   * Why a line is poor: too much gets lost on the way from the person, or to them. Neither: nothing comes at all.
   */
  poorUp?: boolean;
  poorDown?: boolean;
  /**
   * RTTMS is the round trip between the server and the browser, in milliseconds.
   */
  rttMs?: number;
  /**
   * LossUp is what got lost on the way from the person in the last six seconds, in percent of the packets, and
   * LossDown on the way to them. Packets that were sent again in time count as lost, too.
   */
  lossUp?: number;
  lossDown?: number;
  sends: SentPicture;
  receives: PicturesBySize;
  path?: "udp" | "tcp";
}
/**
 * SentPicture is the camera's picture as it reaches the server: the greatest of its sizes that comes, counted from
 * 1, the smallest, and how many the browser has offered. 0: none.
 */
export interface SentPicture {
  size: number;
  of: number;
}
/**
 * PicturesBySize counts the pictures that the server sends to the browser now. Only is of those that have one size.
 */
export interface PicturesBySize {
  small: number;
  medium: number;
  large: number;
  only: number;
}
/**
 * TalkFigures is the talk time so far, from how loud microphones were that were let through, some seconds late. Never
 * from what was said. Nothing is decided by it.
 */
export interface TalkFigures {
  /**
   * in the circle and not interpreting, in the order of the seat numbers
   */
  people: SeatTalk[];
  /**
   * Seconds is what everybody has spoken in turns, also who has left, and StaffSeconds what staff have of that.
   */
  seconds: number;
  staffSeconds: number;
  /**
   * Balance is the Gini coefficient over the clients who were there for half of the session or more, times n/(n-1):
   * 0 is all the same, 1 one alone. It is left out for fewer than three, or if none of them has spoken.
   */
  balance?: number;
  /**
   * Silences is how often nobody spoke for three seconds, and LongSilences how often of that for ten.
   */
  silences: number;
  longSilences: number;
  /**
   * QuieterFirst is the seats whose hands are up: those who have spoken least first, and else in the order of hands.
   */
  quieterFirst: number[];
}
/**
 * SeatTalk is the talk time of one person, whatever connection or seat they had.
 */
export interface SeatTalk {
  seat: number;
  /**
   * in turns
   */
  seconds: number;
  /**
   * Turns counts those of a second of voice or more, with pauses shorter than a second and a half; BackChannels what
   * is shorter.
   */
  turns: number;
  backChannels: number;
  /**
   * SinceSpoke is how many seconds ago their last turn ended. It is left out if they have had none.
   */
  sinceSpoke?: number;
  /**
   * Doubted: the browser claims a loudness that its packets contradict, so that the figures can't be relied upon.
   */
  doubted?: boolean;
}
/**
 * Done says that a command with an id took effect. Saved is false while the store can't be reached.
 */
export interface Done {
  id: number;
  saved: boolean;
}
/**
 * Refused says that a command was not carried out; nothing has changed.
 */
export interface Refused {
  id?: number;
  code: Code;
}
/**
 * Ping must be answered with a pong of the same number at once.
 */
export interface Ping {
  n: number;
  /**
   * the server's time when it was sent, in milliseconds since 1970
   */
  at?: number;
}
/**
 * Bye is the last frame before the server closes the connection.
 */
export interface Bye {
  why:
    | "left"
    | "away"
    | "denied"
    | "today"
    | "session-over"
    | "elsewhere"
    | "revoked"
    | "idle"
    | "unattended"
    | "refused"
    | "restart"
    | "too-slow"
    | "too-many"
    | "reload"
    | "malformed";
  reason?: Reason;
  /**
   * ComeBack says whether the page should connect again by itself, after AfterMS milliseconds.
   */
  comeBack: boolean;
  afterMs?: number;
}
