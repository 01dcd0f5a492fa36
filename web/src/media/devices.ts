import type { Readable } from "../state/hooks";
import { type Cell, createCell } from "../state/store";
import type { CameraState, DeviceNews, DeviceState, Devices } from "../state/visit";
import { startBlur } from "./blur/blur";
import type { BlurFault } from "./blur/messages";
import { foundIn, type Lists, labelOf, listsOf, stands } from "./lists";
import type { Source } from "./peer";
import { OwnPicture } from "./picture";
import { canChooseSpeaker } from "./sound";

const off: DeviceState = { state: "off" };

/**
 * What is asked of each device, beside which one. Echo cancellation and level are never a choice: without them the
 * whole group would hear itself, or hardly hear this person.
 */
const wishes = {
  microphone: { echoCancellation: true, autoGainControl: true, channelCount: 1 },
  camera: { width: { ideal: 640 }, height: { ideal: 360 }, frameRate: { ideal: 24, max: 30 } },
} satisfies Record<Source, MediaTrackConstraints>;

/**
 * This browser's microphone and camera. A device that is not in use is closed, so that its light is off; opening it
 * again asks the browser again.
 */
export class OwnDevices {
  readonly known: Cell<Devices> = createCell<Devices>({
    microphone: off,
    camera: off,
    microphones: [],
    cameras: [],
    speakers: [],
    chosen: { microphone: "", camera: "", speaker: "" },
    lessNoise: true,
    blur: false,
    news: null,
  });
  /** One's own camera picture, as others would see it, while the camera is open. */
  readonly preview: Readable<MediaStream | null>;
  /** Called when an open device goes away by itself: unplugged, the permission taken back, or blurred no more. */
  onLost: (source: Source) => void = () => {};
  /** Called when sound is to come out somewhere else: an id, or "" for the browser's own choice. */
  onSpeaker: (deviceId: string) => void = () => {};

  private readonly tracks: Record<Source, MediaStreamTrack | null> = { microphone: null, camera: null };
  /** Counts openings and closings, so that an opening that was overtaken lets its device go. */
  private readonly turn: Record<Source, number> = { microphone: 0, camera: 0 };

  private readonly picture: OwnPicture;
  private compared: Promise<void> = Promise.resolve();

  /** `media` is undefined where the page is not secure. */
  constructor(
    private readonly media: MediaDevices | undefined,
    private readonly permissions: Permissions | undefined,
    blur = startBlur,
  ) {
    this.picture = new OwnPicture({
      startBlur: blur,
      onShown: (camera) => this.set("camera", ready(camera)),
      onFault: (camera, why, wasShown) => this.unblurred(camera, why, wasShown),
    });
    this.preview = this.picture.preview;
  }

  /** Keeps the lists up to date until `signal` is aborted, and closes both devices then. */
  start(signal: AbortSignal): void {
    this.media?.addEventListener("devicechange", () => this.changed(), { signal });
    signal.addEventListener("abort", () => this.closeAll());
  }

  /** The track that may be sent, if any. */
  track(source: Source): MediaStreamTrack | null {
    return source === "camera" ? this.picture.track : this.tracks.microphone;
  }

  /** Opens one device. Null if that was not possible, which `known` then explains, or was overtaken. */
  async open(source: Source): Promise<MediaStreamTrack | null> {
    const turn = this.begin(source);
    try {
      const stream = await this.ask({ [source]: true });
      const track = this.take(source, turn, stream);
      return track && source === "camera" ? await this.settled(turn) : track;
    } catch (error) {
      this.fail(source, turn, error);
      return null;
    }
  }

  /** Opens both with a single question, and what is possible of them where that fails. */
  async openBoth(): Promise<void> {
    const turns = { microphone: this.begin("microphone"), camera: this.begin("camera") };
    try {
      const stream = await this.ask({ microphone: true, camera: true });
      this.take("microphone", turns.microphone, stream);
      this.take("camera", turns.camera, stream);
    } catch (error) {
      for (const source of ["microphone", "camera"] as const) {
        if (this.turn[source] !== turns[source]) continue; // overtaken
        if (await this.worthAsking(source, error)) await this.open(source);
        else this.fail(source, turns[source], error);
      }
    }
  }

  /**
   * Opens another device, which is used from now on. The one before is closed first: some machines can't open two. If
   * another program holds the new one, the one before opens again.
   */
  async choose(source: Source, deviceId: string): Promise<MediaStreamTrack | null> {
    const { chosen } = this.known.getState();
    this.prefer(source, deviceId);
    const track = await this.open(source);
    const held =
      this.known.getState()[source].state === "busy" && this.known.getState().chosen[source] === deviceId;
    if (track || !held) return track;
    this.prefer(source, chosen[source]);
    const before = await this.open(source);
    if (before) this.tell({ about: "kept", by: before.label });
    return before;
  }

  /** Uses another device the next time; nothing opens. */
  prefer(source: Source, deviceId: string): void {
    this.remember(source, deviceId);
    this.tell(null);
    if (!this.tracks[source] && this.known.getState()[source].state !== "asking") this.set(source, off);
  }

  chooseSpeaker(deviceId: string): void {
    this.remember("speaker", deviceId);
    this.tell(null);
    this.onSpeaker(deviceId);
  }

  /** After the microphone went away: any other. Says what has become of it, unless it may not be used at all. */
  async openAnother(): Promise<MediaStreamTrack | null> {
    this.remember("microphone", "");
    const track = await this.open("microphone");
    if (track) this.tell({ about: "replaced", kind: "microphone", by: track.label });
    else if (this.known.getState().microphone.state === "missing")
      this.tell({ about: "gone", kind: "microphone" });
    return track;
  }

  /**
   * Takes noise out of one's own sound, or not. Some browsers do so to an open microphone, others need to open it anew.
   * The track that is used from then on, or null if none is open.
   */
  async reduceNoise(on: boolean): Promise<MediaStreamTrack | null> {
    this.known.set({ ...this.known.getState(), lessNoise: on });
    const track = this.tracks.microphone;
    if (!track) return null;
    await track.applyConstraints(this.constraint("microphone", true)).catch(() => undefined);
    const applied = track.getSettings().noiseSuppression;
    if (applied === undefined || applied === on || track !== this.tracks.microphone)
      return this.tracks.microphone;
    return this.open("microphone");
  }

  /**
   * Blurs the background of the camera from now on, or leaves it as it is. What may be sent then: null if no camera is
   * open, or it can't be blurred. Until that is known nothing is shown.
   */
  async blurBackground(on: boolean): Promise<MediaStreamTrack | null> {
    this.known.set({ ...this.known.getState(), blur: on });
    const camera = this.tracks.camera;
    if (camera) {
      this.show(camera);
      return this.settled(this.turn.camera);
    }
    const { state } = this.known.getState().camera;
    if (state === "unblurred" || state === "slow") this.set("camera", off);
    return null;
  }

  /** Says what has happened to a device, or that it was read: null. */
  tell(news: DeviceNews | null): void {
    this.known.set({ ...this.known.getState(), news });
  }

  /** Lets the device go; its light goes off. What was in the way of one that never opened is still true. */
  close(source: Source): void {
    this.turn[source]++;
    this.release(source);
    const { state } = this.known.getState()[source];
    if (state === "ready" || state === "asking" || state === "blurring") this.set(source, off);
  }

  closeAll(): void {
    this.close("microphone");
    this.close("camera");
  }

  private begin(source: Source): number {
    this.release(source);
    this.set(source, { state: "asking" });
    return ++this.turn[source];
  }

  private async ask(want: Partial<Record<Source, true>>): Promise<MediaStream> {
    if (!this.media) throw new DOMException("the page is not secure", "NotAllowedError");
    const constraints = (exactly: boolean): MediaStreamConstraints => ({
      audio: want.microphone ? this.constraint("microphone", exactly) : false,
      video: want.camera ? this.constraint("camera", exactly) : false,
    });
    try {
      return await this.media.getUserMedia(constraints(true));
    } catch (error) {
      if (nameOf(error) !== "OverconstrainedError") throw error;
      return await this.media.getUserMedia(constraints(false)); // the chosen device was unplugged
    }
  }

  private constraint(source: Source, exactly: boolean): MediaTrackConstraints {
    const { chosen, lessNoise } = this.known.getState();
    const wish =
      source === "microphone" ? { ...wishes.microphone, noiseSuppression: lessNoise } : wishes.camera;
    return chosen[source] && exactly ? { ...wish, deviceId: { exact: chosen[source] } } : wish;
  }

  /** Keeps the track of `source`, or stops it if the person has changed their mind meanwhile. */
  private take(source: Source, turn: number, stream: MediaStream): MediaStreamTrack | null {
    const track = stream.getTracks().find((t) => t.kind === (source === "microphone" ? "audio" : "video"));
    if (!track) return null;
    if (this.turn[source] !== turn) {
      track.stop();
      return null;
    }
    this.tracks[source] = track;
    track.addEventListener("ended", () => this.lose(source, track));
    if (source === "camera") this.show(track);
    else this.set(source, ready(track));
    void this.list();
    return track;
  }

  /** Lets the camera be seen, as soon as it may be. */
  private show(camera: MediaStreamTrack): void {
    const { blur } = this.known.getState();
    if (blur) this.set("camera", { state: "blurring" });
    this.picture.show(camera, blur);
  }

  /** What is shown of the camera in the end; null if it was closed meanwhile. */
  private async settled(turn: number): Promise<MediaStreamTrack | null> {
    const track = await this.picture.settled();
    return this.turn.camera === turn ? track : null;
  }

  /** The camera closes: sharp, it was not to be seen. */
  private unblurred(camera: MediaStreamTrack, why: BlurFault, wasShown: boolean): void {
    if (this.tracks.camera !== camera) return;
    this.turn.camera++;
    this.release("camera");
    this.set("camera", { state: why === "slow" ? "slow" : "unblurred" });
    if (wasShown) this.onLost("camera");
  }

  private lose(source: Source, track: MediaStreamTrack): void {
    if (this.tracks[source] !== track) return;
    this.turn[source]++;
    this.release(source);
    this.set(source, { state: "missing" });
    void this.list();
    this.onLost(source);
  }

  private fail(source: Source, turn: number, error: unknown): void {
    if (this.turn[source] === turn) this.set(source, { state: reasonOf(error) });
  }

  /** A question for both fails if one is blocked or missing; then the other may still open without a new question. */
  private async worthAsking(source: Source, error: unknown): Promise<boolean> {
    if (!this.media) return false;
    if (reasonOf(error) !== "blocked") return true;
    const other = source === "microphone" ? "camera" : "microphone";
    const [own, others] = await Promise.all([this.permission(source), this.permission(other)]);
    return own === "granted" || (own === "prompt" && others === "denied");
  }

  private async permission(source: Source): Promise<PermissionState | null> {
    try {
      const status = await this.permissions?.query({ name: source as PermissionName });
      return status?.state ?? null;
    } catch {
      return null; // a browser that doesn't know these names
    }
  }

  private release(source: Source): void {
    const track = this.tracks[source];
    this.tracks[source] = null;
    track?.stop();
    if (source === "camera") this.picture.hide();
  }

  private async list(): Promise<Lists> {
    const all = (await this.media?.enumerateDevices().catch(() => [])) ?? [];
    const lists = listsOf(
      canChooseSpeaker() ? all : all.filter((d) => d.kind !== "audiooutput"),
      this.known.getState(),
    );
    this.known.set({ ...this.known.getState(), ...lists });
    return lists;
  }

  /** Something was plugged in or pulled out. */
  private async compare(): Promise<void> {
    const before = this.known.getState();
    const now = await this.list();
    const { microphone, camera, speaker } = this.known.getState().chosen;
    if (!this.tracks.microphone && !stands(now.microphones, microphone)) this.remember("microphone", "");
    if (!this.tracks.camera && !stands(now.cameras, camera)) this.remember("camera", "");
    if (speaker !== "" && !stands(now.speakers, speaker)) {
      this.chooseSpeaker("");
      this.tell({ about: "replaced", kind: "speaker", by: labelOf(now.speakers, "default") });
      return; // where the group is heard now matters more than what else could be used
    }
    const found = foundIn(before, now);
    if (found) this.tell(found);
  }

  /** One change after the other: each is compared with the lists before it. */
  private changed(): void {
    this.compared = this.compared.then(() => this.compare());
  }

  private remember(kind: keyof Devices["chosen"], deviceId: string): void {
    const known = this.known.getState();
    this.known.set({ ...known, chosen: { ...known.chosen, [kind]: deviceId } });
  }

  private set(source: Source, state: CameraState): void {
    this.known.set({ ...this.known.getState(), [source]: state });
  }
}

function ready(track: MediaStreamTrack): DeviceState {
  return { state: "ready", deviceId: track.getSettings().deviceId ?? "", label: track.label };
}

function nameOf(error: unknown): string {
  return error instanceof Error || error instanceof DOMException ? error.name : "";
}

/** Why a device did not open: the names are those of getUserMedia. */
function reasonOf(error: unknown): "blocked" | "missing" | "busy" {
  switch (nameOf(error)) {
    case "NotFoundError":
    case "OverconstrainedError":
      return "missing";
    case "NotReadableError":
    case "AbortError":
      return "busy";
    default:
      return "blocked";
  }
}
