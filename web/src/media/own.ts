import type { Outcome } from "../state/actions";
import type { OwnDevices } from "./devices";
import type { Source } from "./peer";

/** What a source needs from the visit it belongs to. */
export interface OwnSourceOptions {
  source: Source;
  devices: OwnDevices;
  /** Tells the server what the owner wants. */
  ask(on: boolean): Promise<Outcome>;
  /** Puts a track on its line of the peer connection, or takes it off. */
  attach(track: MediaStreamTrack | null): void;
}

/**
 * One's own microphone or camera in the circle. It opens by its owner's press only. It closes at once when the owner
 * presses again, when the server says no, or when a view says that it is off: staff may mute, nobody may unmute.
 */
export class OwnSource {
  /** "asking": the track is attached, the server has not answered yet. Its gate decides what is heard. */
  private state: "off" | "opening" | "asking" | "on" = "off";
  private serverOn = false;
  /** A view has said "on" since the last press. Until then "off" may simply be older than the press. */
  private seen = false;
  private press = 0;

  constructor(private readonly options: OwnSourceOptions) {}

  /** Its device is open, or ought to be. */
  get inUse(): boolean {
    return this.state === "asking" || this.state === "on";
  }

  async set(on: boolean): Promise<Outcome> {
    const press = ++this.press;
    if (!on) {
      this.detach();
      return this.options.ask(false);
    }
    const { devices, source } = this.options;
    this.state = "opening";
    const track = devices.track(source) ?? (await devices.open(source));
    if (press !== this.press) return { ok: false, why: "withdrawn" };
    if (!track) {
      this.state = "off";
      return { ok: false, why: "device" };
    }
    this.state = "asking";
    this.seen = this.serverOn;
    this.options.attach(track);
    const outcome = await this.options.ask(true);
    if (press !== this.press) return outcome;
    if (outcome.ok) this.state = "on";
    else this.detach();
    return outcome;
  }

  /** Turns off what is on or about to be; what is off already is not mentioned. */
  rest(): void {
    if (this.state !== "off" || this.serverOn) void this.set(false);
  }

  /** Follows a new view of the server. */
  follow(on: boolean): void {
    this.serverOn = on;
    if (on) this.seen = true;
    else if (this.state === "on" || (this.state === "asking" && this.seen)) this.detach();
  }

  /** A peer connection was made: what was on goes on, and the server forgets what is not. */
  resume(): void {
    if (this.inUse) this.options.attach(this.options.devices.track(this.options.source));
    else if (this.state === "off" && this.serverOn) void this.options.ask(false);
  }

  /** The device is open and another one has taken its place, or it has gone away: null. */
  replace(track: MediaStreamTrack | null): void {
    if (!this.inUse) return;
    if (track) this.options.attach(track);
    else void this.set(false);
  }

  /** The circle is left: nothing stays open. */
  leave(): void {
    this.detach();
    this.serverOn = false;
  }

  private detach(): void {
    if (this.state === "off") return;
    this.press++;
    this.state = "off";
    this.options.attach(null);
    this.options.devices.close(this.options.source);
  }
}
