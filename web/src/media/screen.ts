import type { Outcome } from "../state/actions";
import type { Readable } from "../state/hooks";
import { type Cell, createCell } from "../state/store";
import type { Share } from "../state/visit";

/** What a shared screen needs from the visit it belongs to. */
export interface OwnScreenOptions {
  /** Missing in an insecure page; without getDisplayMedia on a phone. */
  media: MediaDevices | undefined;
  /** Tells the server that the share begins or ends. */
  ask(on: boolean): Promise<Outcome>;
  /** Puts the picture and the sound on their lines of the peer connection, or takes them off. */
  attach(picture: MediaStreamTrack | null, sound: MediaStreamTrack | null): void;
}

/** Not in the types yet: Screen Capture, W3C. A tab's sound, not the machine's: that would play the circle back to itself. */
type Capture = DisplayMediaStreamOptions & { systemAudio: "exclude"; selfBrowserSurface: "exclude" };

const capture: Capture = {
  video: { width: { max: 1920 }, height: { max: 1080 }, frameRate: { max: 30 } },
  audio: true,
  systemAudio: "exclude",
  selfBrowserSurface: "exclude",
};

/**
 * One's own shared screen. It begins by its owner's press and their choice in the browser's dialog only, and leaves
 * this machine only once the server has agreed. It ends at once when its owner stops it, here or in the browser's own
 * bar, when the server says so, and with the line.
 */
export class OwnScreen {
  readonly share: Readable<Share>;
  private readonly cell: Cell<Share>;
  private stream: MediaStream | null = null;
  private serverOn = false;
  /** A view has said "on" since the server agreed. Until then "off" may simply be older. */
  private seen = false;
  private press = 0;

  constructor(private readonly options: OwnScreenOptions) {
    const possible = typeof options.media?.getDisplayMedia === "function";
    this.cell = createCell<Share>({ state: possible ? "off" : "impossible" });
    this.share = this.cell;
  }

  /** Must be called from a press: browsers open their dialog for nothing else. */
  set(on: boolean): Promise<Outcome> {
    return on ? this.start() : this.stop();
  }

  /** Follows a new view of the server. */
  follow(on: boolean): void {
    this.serverOn = on;
    if (on) this.seen = true;
    else if (this.seen && this.cell.getState().state === "on") this.end();
  }

  /** A peer connection was made: what is shared goes on. */
  resume(): void {
    if (this.cell.getState().state === "on") this.attach();
    else if (this.serverOn) void this.options.ask(false);
  }

  /** The line or the circle is gone: nothing stays open. */
  leave(): void {
    this.end();
    this.serverOn = false;
  }

  private async start(): Promise<Outcome> {
    const { media, ask } = this.options;
    if (!media || this.cell.getState().state !== "off") return { ok: false, why: "withdrawn" };
    const press = ++this.press;
    this.cell.set({ state: "choosing" });
    let stream: MediaStream;
    try {
      stream = await media.getDisplayMedia(capture);
    } catch {
      if (press === this.press) this.end(); // not chosen, or not allowed: nothing has changed
      return { ok: false, why: "device" };
    }
    const [picture] = stream.getVideoTracks();
    if (press !== this.press || !picture) {
      release(stream);
      return { ok: false, why: "withdrawn" };
    }
    this.stream = stream;
    this.seen = false;
    // The browser's own bar, a closed window, a closed tab.
    picture.addEventListener("ended", () => {
      if (this.stream === stream) void this.stop();
    });
    const outcome = await ask(true);
    if (press !== this.press) return outcome;
    if (!outcome.ok) {
      this.end();
      return outcome;
    }
    this.cell.set({ state: "on", whole: picture.getSettings().displaySurface === "monitor" });
    this.attach();
    return outcome;
  }

  private stop(): Promise<Outcome> {
    this.end();
    return this.options.ask(false);
  }

  private attach(): void {
    const { stream } = this;
    this.options.attach(stream?.getVideoTracks()[0] ?? null, stream?.getAudioTracks()[0] ?? null);
  }

  private end(): void {
    if (this.cell.getState().state === "impossible") return;
    this.press++;
    if (this.stream) {
      release(this.stream);
      this.stream = null;
      this.options.attach(null, null);
    }
    this.cell.set({ state: "off" });
  }
}

function release(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}
