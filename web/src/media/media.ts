import type { Command } from "../protocol/command";
import type { FromServer, Slots, View } from "../protocol/messages";
import { backoff } from "../signal/backoff";
import type { Choice, Outcome } from "../state/actions";
import type { VisitStore } from "../state/store";
import { paused, type Visit } from "../state/visit";
import type { OwnDevices } from "./devices";
import { Meter } from "./meter";
import { OwnSource } from "./own";
import { Peer, type Source } from "./peer";
import { Pictures, picturesOf, screensOf } from "./pictures";
import { OwnScreen } from "./screen";
import { Sound } from "./sound";
import { keepAwake } from "./wakelock";
import { Wants } from "./wants";

/** How media reach the server: the line of the visit. */
export interface Signal {
  ask(command: Command): Promise<Outcome>;
  say(command: Command): boolean;
  /** Media stand still: the line may be gone, too, and is looked at. */
  suspect(): void;
}

/**
 * Everything that is heard and seen on this page. It follows the visit: a peer connection while this person is in the
 * circle, and none before or after. When the line comes back it goes on with the one that the server has kept, by an
 * ICE restart, and makes a new one only if there is none.
 */
export class Media {
  readonly pictures = new Pictures(picturesOf, () => this.wants.soon());
  readonly screens = new Pictures(screensOf);
  readonly screen: OwnScreen;
  readonly sound = new Sound();
  readonly meter = new Meter();

  /** What is on screen, and how large. */
  private readonly wants = new Wants({
    wishes: () => (this.steady() ? this.pictures.wishes(this.visit.getState()) : []),
    say: (slots) => this.signal.say({ type: "media.want", data: { slots } }),
  });
  private readonly own: Record<Source, OwnSource>;
  private slots: Slots = { people: 0, screen: 0 };
  private peer: Peer | null = null;
  /** What the server has said of the peer connection on a line that was just made; null once that was followed. */
  private welcome: "fresh" | "kept" | null = null;
  private view: View | null = null;
  private wish: Choice = { camera: false };
  private awake: AbortController | null = null;
  private failures = 0;
  private running = false;
  /** Somebody came in: nothing is sent, heard or shown, whatever a view says. */
  private hidden = false;
  /** The device check opens nothing by itself: the person has come back to it, and presses first. */
  private shy = false;
  private retry: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly visit: VisitStore,
    private readonly signal: Signal,
    readonly devices: OwnDevices,
    private readonly displays: MediaDevices | undefined,
  ) {
    this.own = { microphone: this.source("microphone"), camera: this.source("camera") };
    this.screen = this.ownScreen();
    devices.onLost = (source) => void this.lost(source);
    devices.onSpeaker = (deviceId) => void this.sound.useSpeaker(deviceId);
    visit.subscribe(() => this.follow(visit.getState()));
  }

  /** Follows devices that come and go, until `signal` is aborted: the visit is over and everything closes. */
  start(signal: AbortSignal): void {
    this.running = true;
    this.devices.start(signal);
    signal.addEventListener("abort", () => {
      this.running = false;
      this.meter.stop();
      this.close();
    });
  }

  /** What the server says about media itself; the rest comes through the visit. */
  hear(frame: FromServer): void {
    if (frame.type === "welcome") {
      const same = JSON.stringify(this.slots) === JSON.stringify(frame.data.slots);
      this.welcome = same ? frame.data.media : "fresh";
      this.slots = frame.data.slots;
      this.doubt();
    }
    if (frame.type === "media.slots") {
      this.pictures.trust();
      this.screens.trust();
    }
    if (frame.type === "media.answer") {
      void this.peer?.answer(frame.data.sdp);
      this.wants.begin();
    }
    if (frame.type === "media.layers") this.peer?.keepLayers(frame.data.active);
    if (frame.type === "refused" && frame.data.code === "media") this.peer?.refused();
  }

  /** Opens both devices for the check, with preview and meter. */
  async startCheck(): Promise<void> {
    this.meter.stop();
    if (this.shy || this.hidden) {
      this.shy = false;
      return;
    }
    this.devices.tell(null);
    await this.devices.openBoth();
    this.measure();
  }

  /** Ends the check: the devices are let go until the circle. Called from a tap, which unlocks the sound. */
  endCheck(choice: Choice): void {
    this.wish = choice;
    this.meter.stop();
    this.devices.closeAll();
    this.sound.unblock();
  }

  async choose(source: Source, deviceId: string): Promise<void> {
    if (!this.checking && !this.own[source].inUse) return this.devices.prefer(source, deviceId); // and it stays off
    this.exchange(source, await this.devices.choose(source, deviceId));
  }

  async reduceNoise(on: boolean): Promise<void> {
    const before = this.devices.track("microphone");
    const track = await this.devices.reduceNoise(on);
    if (track !== before) this.exchange("microphone", track);
  }

  /**
   * Blurs the background of the camera, or not. One that is on goes off meanwhile, for the server too: nobody is to
   * look at a still picture, and nobody at a sharp one.
   */
  async blurBackground(on: boolean): Promise<void> {
    const { state } = this.devices.known.getState().camera;
    if (on && this.own.camera.inUse) {
      void this.own.camera.set(false);
      void this.devices.blurBackground(true);
      const outcome = await this.set("camera", true);
      if (!outcome.ok && outcome.why === "device") this.tellUnblurred();
      return;
    }
    const track = await this.devices.blurBackground(on);
    if (track) this.exchange("camera", track);
    else if (this.checking && (state === "unblurred" || state === "slow")) await this.devices.open("camera");
  }

  set(source: Source, on: boolean): Promise<Outcome> {
    if (on && this.hidden) return Promise.resolve({ ok: false, why: "withdrawn" });
    if (on && !this.awake) return Promise.resolve({ ok: false, why: "line" });
    if (on && this.view && paused(this.view)) {
      // Asking the server would open the device first, and its light would go on for nothing.
      this.visit.tell({ type: "local.held_back", code: "paused" });
      return Promise.resolve({ ok: false, why: "refused", code: "paused" });
    }
    if (this.devices.known.getState().news?.about !== "found") this.devices.tell(null); // answered by this press
    return this.own[source].set(on);
  }

  /** Shares a screen, or ends that. Called from a press. */
  async shareScreen(on: boolean): Promise<Outcome> {
    if (on && (this.hidden || !this.awake || !this.steady())) return { ok: false, why: "line" };
    const outcome = await this.screen.set(on);
    if (!outcome.ok && outcome.why === "device") this.visit.tell({ type: "local.not_shared" });
    return outcome;
  }

  /** Turns off whatever is on or about to be, at once. */
  rest(): void {
    this.own.microphone.rest();
    this.own.camera.rest();
    if (this.screen.share.getState().state === "on") void this.screen.set(false);
  }

  /** In a moment: stops the circle's sound before the server does, or lets it in again. */
  hush(on: boolean): void {
    this.sound.hush(on);
    this.play();
  }

  /** Stops everything that is sent, heard and shown, before it returns. */
  hide(): void {
    this.hidden = true;
    this.play();
    this.rest();
    this.wish = { camera: false };
    this.meter.stop();
    this.shy = this.checking;
    this.devices.closeAll();
  }

  /** Others may be heard and seen again. What is one's own stays off until a press. */
  unhide(): void {
    this.hidden = false;
    this.play();
  }

  private source(source: Source): OwnSource {
    return new OwnSource({
      source,
      devices: this.devices,
      ask: (on) =>
        this.signal.ask(
          source === "microphone" ? { type: "mic.set", data: { on } } : { type: "camera.set", data: { on } },
        ),
      attach: (track) => void this.peer?.send(source, track),
    });
  }

  private ownScreen(): OwnScreen {
    return new OwnScreen({
      media: this.displays,
      ask: (on) => this.signal.ask({ type: "screen.set", data: { on } }),
      attach: (picture, sound) => {
        void this.peer?.send("screen", picture);
        void this.peer?.send("screenSound", sound);
      },
    });
  }

  /** Puts a track in the place of the one before, or nothing: then the server is told that it is off. */
  private exchange(source: Source, track: MediaStreamTrack | null): void {
    if (source === "microphone") this.measure();
    this.own[source].replace(track);
  }

  /**
   * A device in use went away. The voice goes on by another microphone, so that nobody is cut off in mid-sentence;
   * another camera could show what nobody meant to show.
   */
  private async lost(source: Source): Promise<void> {
    if (source === "microphone") return this.exchange(source, await this.devices.openAnother());
    if (!this.tellUnblurred()) this.devices.tell({ about: "gone", kind: "camera" });
    this.exchange(source, null);
  }

  /** Says why the camera is off, if it is for want of blur. */
  private tellUnblurred(): boolean {
    const { state } = this.devices.known.getState().camera;
    const unblurred = state === "unblurred" || state === "slow";
    if (unblurred) this.devices.tell({ about: "unblurred" });
    return unblurred;
  }

  private get checking(): boolean {
    return this.view?.you.ready === false;
  }

  private measure(): void {
    this.meter.stop();
    const track = this.devices.track("microphone");
    // Only for the check: in the circle nobody needs a meter.
    if (track && this.checking) this.meter.start(track);
  }

  private follow(visit: Visit): void {
    const view = this.running && visit.stage === "here" ? visit.view : null;
    const fresh = view !== this.view;
    this.view = view;
    if (view?.place !== "circle") this.close();
    else {
      if (fresh) this.own.microphone.follow(view.you.microphone);
      if (fresh) this.own.camera.follow(view.you.camera);
      if (fresh)
        this.screen.follow(view.circle?.screen !== undefined && view.circle.screen === view.you.seat);
      if (!this.steady()) this.screen.leave(); // the server ends a share with its line
      if (!this.steady()) this.peer?.hold();
      else if (this.welcome || !this.awake) this.enter(view);
    }
    this.play();
  }

  private play(): void {
    const visit: Visit = this.hidden ? { stage: "door" } : this.visit.getState();
    this.pictures.follow(visit);
    this.wants.soon();
    this.screens.follow(visit);
    this.sound.follow(visit);
  }

  /** The line to the server is up, as far as this page knows. */
  private steady(): boolean {
    const visit = this.visit.getState();
    return visit.stage === "here" && visit.line === "steady";
  }

  /** Goes on with the peer connection that there is, or makes one, and puts on it what was on before. */
  private enter(view: View): void {
    const kept = this.welcome === "kept";
    this.welcome = null;
    this.failures = 0;
    if (!this.awake) {
      this.awake = new AbortController();
      keepAwake(document, navigator.wakeLock, this.awake.signal);
    }
    if (kept && this.peer) this.restart();
    else this.connect();
    if (this.wish.camera && view.you.mayShow) void this.own.camera.set(true);
    this.wish = { camera: false };
  }

  private connect(): void {
    this.disconnect();
    try {
      this.peer = new Peer({
        slots: this.slots,
        offer: (sdp) => this.signal.say({ type: "media.offer", data: { sdp } }),
        onLines: (tracks) => {
          this.pictures.use(tracks);
          this.screens.use(tracks);
          this.sound.use(tracks);
          this.play();
        },
        onTrouble: () => {
          this.signal.suspect();
          if (this.steady()) this.restart();
        },
        onBroken: () => this.mend(),
      });
    } catch {
      this.mend(); // a browser with WebRTC switched off, or out of connections
      return;
    }
    this.resume();
  }

  /** Looks for another path for the peer connection that there is. */
  private restart(): void {
    this.doubt(); // the last ones would freeze; the server tells the slots again
    this.play();
    this.peer?.restart();
    this.resume();
  }

  private doubt(): void {
    this.pictures.doubt();
    this.screens.doubt();
  }

  private resume(): void {
    this.own.microphone.resume();
    this.own.camera.resume();
    this.screen.resume();
  }

  /** Makes the connection again after a pause, or once the line is back. */
  private mend(): void {
    this.disconnect();
    if (!this.steady()) return;
    this.retry = setTimeout(() => this.connect(), backoff(this.failures++));
  }

  private disconnect(): void {
    clearTimeout(this.retry);
    this.wants.end();
    this.peer?.close();
    this.peer = null;
    this.pictures.use(new Map());
    this.screens.use(new Map());
    this.sound.use(new Map());
    this.visit.tell({ type: "local.media_closed" });
  }

  /** The circle is left: nothing is sent, heard or shown any more. */
  private close(): void {
    if (!this.awake) return;
    this.awake.abort();
    this.awake = null;
    this.own.microphone.leave();
    this.own.camera.leave();
    this.screen.leave();
    this.disconnect();
  }
}
