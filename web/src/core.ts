import { OwnDevices } from "./media/devices";
import { Media } from "./media/media";
import type { Command } from "./protocol/command";
import type { Gesture } from "./protocol/messages";
import { Line } from "./signal/line";
import { LineLooks } from "./signal/lines";
import { type Link, takeLink } from "./signal/link";
import { watchMachine } from "./signal/machine";
import { placeOf, Tabs, tabChannel } from "./signal/tabs";
import { TalkLooks } from "./signal/talk";
import { TicketKeeper, tabStorage } from "./signal/ticket";
import type { Actions, Choice, Outcome, Target } from "./state/actions";
import type { Core } from "./state/hooks";
import { aheadOf, type Remembered, remember } from "./state/serverClock";
import { createCell, createVisitStore, type VisitStore } from "./state/store";
import { watchKeys } from "./ways/keys";
import { type Cover, WaysOut } from "./ways/ways";

/** For how long a gentle signal is shown, in milliseconds: six seconds at most, with all that takes time. */
const gestureTime = 5500;

/** Two clocks that are nearer than this are taken for the same, in milliseconds. */
const noticed = 100;

const noLine: Outcome = { ok: false, why: "line" };

/**
 * Wires state, signalling and media of this page together. Call it once, before anything is drawn. `cover` is what is
 * shown when somebody came in.
 */
export function openCore(page: Window, cover: Cover): Core {
  const link = takeLink(page);
  const visit = createVisitStore(link ? { stage: "door" } : { stage: "opening", phone: "", line: "steady" });
  const entrance = new Entrance(page, link, visit);
  // Another link that is opened in this tab changes the fragment only.
  page.addEventListener("hashchange", () => page.location.reload());
  const { media } = entrance;
  const ways = new WaysOut({
    page,
    cover,
    visit,
    silence: () => media.hide(),
    unsilence: () => media.unhide(),
    ask: (command) => entrance.ask(command),
    end: () => entrance.end(),
    exit: () => entrance.exit,
  });
  watchKeys(page, { f2: () => ways.someoneCameIn(), shifts: () => ways.quickExit() });
  if (!link) void entrance.arrive();
  return {
    visit,
    devices: media.devices.known,
    preview: media.devices.preview,
    level: media.meter.level,
    soundBlocked: media.sound.blocked,
    pictures: media.pictures,
    screens: media.screens,
    share: media.screen.share,
    ahead: entrance.ahead,
    hidden: ways.hidden,
    actions: actionsOf(entrance, visit, ways),
    lines: entrance.lines,
    talk: entrance.talk,
  };
}

/** Begins and ends visits. Each has one AbortController, which ends every listener, timer and connection of it. */
class Entrance {
  readonly media: Media;
  readonly lines = new LineLooks((command) => this.line?.say(command) ?? false);
  readonly talk = new TalkLooks((command) => this.line?.say(command) ?? false);
  private readonly tickets: TicketKeeper;
  private readonly tabs: Tabs;
  /** A neutral page elsewhere for quick exits, as the server said; "" if none is set up. */
  exit = "";
  readonly ahead = createCell(0);
  private times: Remembered = [];
  private readonly fading = new Set<ReturnType<typeof setTimeout>>();

  private line: Line | null = null;
  private over = new AbortController();
  /** This tab was left for good. */
  private ended = false;
  /** Other tabs are being asked; a second press meanwhile asks nothing. */
  private asking = false;

  constructor(
    private readonly page: Window,
    private link: Link | null,
    private readonly visit: VisitStore,
  ) {
    this.tickets = new TicketKeeper(tabStorage(page));
    this.tabs = new Tabs(tabChannel(page));
    const { mediaDevices, permissions } = page.navigator;
    const signal = {
      ask: (command: Command) => this.ask(command),
      say: (command: Command) => this.line?.say(command) ?? false,
      suspect: () => this.line?.suspect(),
    };
    this.media = new Media(visit, signal, new OwnDevices(mediaDevices, permissions), mediaDevices);
  }

  /** Goes in, unless another tab of this browser is in the same place: then the person is asked. */
  async arrive(): Promise<void> {
    if (this.line || this.asking || this.ended) return;
    this.asking = true;
    if (this.link) this.tickets.place = await placeOf(this.link);
    const { place } = this.tickets;
    const taken = place !== null && (await this.tabs.anotherIn(place));
    this.asking = false;
    if (this.ended) return;
    if (taken) this.visit.tell({ type: "local.other_tab" });
    else this.begin();
  }

  enter(): void {
    if (this.line || this.asking) return;
    this.visit.tell({ type: "local.enter" });
    void this.arrive();
  }

  /** Brings the place over from the other tab. Should that one be gone meanwhile, this tab has its own way in. */
  async moveHere(): Promise<void> {
    const { place } = this.tickets;
    if (this.visit.getState().stage !== "other-tab" || place === null) return;
    this.visit.tell({ type: "local.enter" });
    this.asking = true;
    const ticket = await this.tabs.takeFrom(place);
    this.asking = false;
    if (ticket) {
      this.tickets.keep(ticket);
      this.link = null;
    }
    this.begin();
  }

  /** Leaves the place to the other tab. */
  stayThere(): void {
    if (this.visit.getState().stage !== "other-tab") return;
    this.link = null;
    this.tickets.forget();
    this.visit.tell({ type: "local.other_tab_kept" });
  }

  ask(command: Command): Promise<Outcome> {
    return this.line?.ask(command) ?? Promise.resolve(noLine);
  }

  /** Ends the visit here for good, with a last word to the server if there is a line. Nothing stays that leads back. */
  end(): void {
    this.ended = true;
    this.line?.say({ type: "exit.quick" });
    this.link = null;
    this.tickets.forget();
    this.over.abort();
    this.media.devices.closeAll();
  }

  /** A gentle signal goes by itself. The message itself names it: the next one of the same seat stays its own time. */
  private showGesture(gesture: Gesture): void {
    const timer = setTimeout(() => {
      this.fading.delete(timer);
      this.visit.tell({ type: "local.gesture_over", gesture });
    }, gestureTime);
    this.fading.add(timer);
  }

  private endGestures(): void {
    for (const timer of this.fading) clearTimeout(timer);
    this.fading.clear();
  }

  /** What reads the server's time is told of nothing that it couldn't show. */
  private tellTime(at: number): void {
    this.times = remember(this.times, { at, wall: Date.now(), mono: performance.now() });
    const ahead = aheadOf(this.times);
    if (Math.abs(ahead - this.ahead.getState()) >= noticed) this.ahead.set(ahead);
  }

  comeBack(): void {
    const visit = this.visit.getState();
    if (this.line) this.line.wake();
    else if (visit.stage === "over" && visit.why === "reload") this.page.location.reload();
    else if (visit.stage === "over" && visit.mayReturn) this.enter();
  }

  private begin(): void {
    if (this.ended) return;
    const over = new AbortController();
    this.over = over;
    const { place } = this.tickets;
    let byTicket = this.link === null;
    const line = new Line({
      url: `${this.page.location.protocol === "https:" ? "wss" : "ws"}://${this.page.location.host}/ws`,
      link: this.link,
      tickets: this.tickets,
      hear: (frame) => {
        if (frame.type === "welcome" && byTicket && place) this.tabs.taken(place);
        if (frame.type === "welcome") {
          this.exit = frame.data.exit ?? "";
          this.times = []; // it may be another server
          this.tellTime(Date.parse(frame.data.serverTime));
        }
        if (frame.type === "welcome") byTicket = false; // later ones only bring the line back
        this.media.hear(frame);
        if (frame.type === "gesture") this.showGesture(frame.data);
        if (frame.type === "line.details") this.lines.hear(frame.data);
        if (frame.type === "talk.figures") this.talk.hear(frame.data);
        this.visit.tell(frame);
      },
      tells: (at) => this.tellTime(at),
      tell: (message) => this.visit.tell(message),
      signal: over.signal,
    });
    this.link = null;
    this.line = line;
    this.media.start(over.signal);
    over.signal.addEventListener("abort", () => this.endGestures(), { once: true });
    watchMachine(this.page, { changed: () => line.look(), moved: () => line.move() }, over.signal);
    const leave = place ? this.tabs.hold(place, line) : () => {};
    void line.run().finally(() => {
      leave();
      over.abort();
      if (this.line === line) this.line = null;
    });
  }
}

function actionsOf(entrance: Entrance, visit: VisitStore, ways: WaysOut): Actions {
  const { media } = entrance;
  const ask = (command: Command) => entrance.ask(command);
  const staffView = () => {
    const now = visit.getState();
    return now.stage === "here" ? now.view.staff : undefined;
  };
  /** What staff had seen of each other's acts when they pressed. */
  const seen = () => staffView()?.restrictions ?? 0;
  const named = (person: Target): Partial<Record<"seat" | "waiting", number>> => person;
  return {
    enter: () => entrance.enter(),
    comeBack: () => entrance.comeBack(),
    moveHere: () => void entrance.moveHere(),
    stayThere: () => entrance.stayThere(),

    startCheck: () => void media.startCheck(),
    chooseMicrophone: (deviceId) => void media.choose("microphone", deviceId),
    chooseCamera: (deviceId) => void media.choose("camera", deviceId),
    chooseSpeaker: (deviceId) => media.devices.chooseSpeaker(deviceId),
    testSpeaker: () => media.sound.test(),
    reduceNoise: (on) => void media.reduceNoise(on),
    blurBackground: (on) => void media.blurBackground(on),
    dismissDeviceNews: () => media.devices.tell(null),
    ready: (choice: Choice) => {
      media.endCheck(choice);
      return ask({ type: "lobby.ready" });
    },

    askName: (name) => ask({ type: "name.ask", data: { name } }),
    prefer: (preferences) => ask({ type: "preferences.set", data: { preferences } }),
    leave: (then) => ask({ type: "leave", data: then ? { then } : {} }),

    setMicrophone: (on) => media.set("microphone", on),
    setCamera: (on) => media.set("camera", on),
    gesture: (gesture) => ask({ type: "gesture.send", data: { gesture } }),
    raiseHand: () => ask({ type: "hand.raise" }),
    lowerHand: () => ask({ type: "hand.lower" }),
    declineInvite: () => ask({ type: "invite.decline" }),
    acceptAside: () => {
      media.rest();
      return ask({ type: "aside.accept" });
    },
    declineAside: () => ask({ type: "aside.decline" }),
    endAside: () => {
      const now = visit.getState();
      if (now.stage === "here" && now.view.you.aside?.with) media.rest(); // else it takes a question back
      return ask({ type: "aside.end" });
    },
    offerAside: (seat, alone) => ask({ type: "aside.offer", data: { seat, alone } }),
    takeMoment: () => {
      media.rest();
      return ask({ type: "moment.take" });
    },
    hushGroup: (on) => {
      media.hush(on);
      return ask({ type: "moment.hush", data: { on } });
    },
    endMoment: () => ask({ type: "moment.end" }),

    someoneCameIn: () => ways.someoneCameIn(),
    quickExit: () => ways.quickExit(),
    sendSignal: (kind, op) => ask({ type: "signal.send", data: { kind, op } }),
    addWords: (kind, words) => ask({ type: "signal.words", data: { kind, words } }),
    takeBack: (kind) => ask({ type: "signal.take_back", data: { kind } }),
    seeSignal: (signal, edition) => ask({ type: "signal.seen", data: { signal, edition } }),
    write: (to, text, op) => {
      if (to === "staff") return ask({ type: "message.staff", data: { text, op } });
      if (to === "all") return ask({ type: "message.all", data: { text, op } });
      return ask({ type: "message.seat", data: { seat: to.seat, text, op } });
    },
    beginTurn: () => ask({ type: "turn.begin" }),
    endTurn: () => ask({ type: "turn.end" }),
    passTurn: () => ask({ type: "turn.pass" }),
    postponeTurn: () => ask({ type: "turn.later" }),
    startRound: (prompt, paceSeconds) => ask({ type: "round.start", data: { prompt, paceSeconds } }),
    nextTurn: (seat) => ask({ type: "round.next", data: { seat } }),
    postponeTurnOf: (seat) => ask({ type: "round.later", data: { seat } }),
    moveTurn: (seat, before) => ask({ type: "round.move", data: { seat, before } }),
    undoTurn: () => ask({ type: "round.undo", data: { seen: staffView()?.round?.over ?? 0 } }),
    stopRound: () => ask({ type: "round.stop" }),

    shareScreen: (on) => media.shareScreen(on),
    startGrounding: (kind) => ask({ type: "grounding.start", data: { kind } }),
    stopGrounding: () => ask({ type: "grounding.stop" }),
    startSession: (plan) => ask({ type: "session.start", data: plan }),
    setLength: (minutes) => ask({ type: "session.length", data: { minutes } }),
    endSession: () => ask({ type: "session.end" }),
    admit: (waiting) => ask({ type: "lobby.admit", data: { waiting } }),
    admitAll: () => ask({ type: "lobby.admit_all" }),
    deny: (waiting) => ask({ type: "lobby.deny", data: { waiting } }),
    answerName: (person, agree) => ask({ type: "name.answer", data: { ...named(person), agree } }),
    mute: (seat) => ask({ type: "seat.mute", data: { seat } }),
    muteAll: () => ask({ type: "room.mute_all" }),
    invite: (seat) => ask({ type: "seat.invite", data: { seat, seen: seen() } }),
    allowAll: () => ask({ type: "room.allow_all", data: { seen: seen() } }),
    setFloor: (mode) => ask({ type: "floor.set", data: { mode, seen: seen() } }),
    takeFloor: (seat) => ask({ type: "floor.take", data: { seat } }),
    leadBy: (template) => ask({ type: "template.use", data: { template, seen: seen() } }),
    undo: (act) => ask({ type: "undo", data: { act } }),
    cameraOff: (seat, reason) => ask({ type: "seat.camera_off", data: { seat, reason } }),
    allowCamera: (seat) => ask({ type: "seat.camera_allow", data: { seat, seen: seen() } }),
    lowerHandOf: (seat) => ask({ type: "seat.hand_lower", data: { seat } }),
    hold: (seat, reason) => ask({ type: "seat.hold", data: { seat, reason } }),
    endForToday: (person, reason) => ask({ type: "person.end_today", data: { ...named(person), reason } }),

    unblockSound: () => media.sound.unblock(),
    dismissToast: () => visit.tell({ type: "local.toast_dismissed" }),
  };
}
