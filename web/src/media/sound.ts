import type { Readable } from "../state/hooks";
import { type Cell, createCell } from "../state/store";
import { paused, type Visit } from "../state/visit";
import { playTone } from "./tone";

/** How loud the circle is in a moment. */
const soft = 0.4;

/**
 * Plays the circle's sound, one audio element per bound slot. Elements and not Web Audio, because browsers cancel
 * echo only for what elements play.
 */
export class Sound {
  readonly blocked: Readable<boolean>;
  private readonly held: Cell<boolean> = createCell(false);
  private readonly players = new Map<string, HTMLAudioElement>();
  private tracks: ReadonlyMap<string, MediaStreamTrack> = new Map();
  /** The person in a moment has asked for no sound, and the server may not have answered yet. */
  private hushed = false;
  private volume = 1;
  /** Where it all comes out; "" leaves it to the browser. */
  private speaker = "";

  constructor() {
    this.blocked = this.held;
  }

  /** The receive lines of a new peer connection, or none: what played until now stops. */
  use(tracks: ReadonlyMap<string, MediaStreamTrack>): void {
    for (const mid of [...this.players.keys()]) this.stop(mid);
    this.tracks = tracks;
  }

  /** Follows the visit: plays the slots that somebody is bound to, and none while the session is paused. */
  follow(visit: Visit): void {
    const away = visit.stage === "here" && (visit.view.you.steppedAway ?? false);
    if (!away) this.hushed = false;
    this.volume = away ? soft : 1;
    for (const player of this.players.values()) player.volume = this.volume;
    const heard = visit.stage === "here" && !paused(visit.view) && !this.hushed;
    const slots = heard ? visit.slots : [];
    const wanted = new Set(
      slots.filter((s) => s.kind === "audio" || s.kind === "screen-audio").map((s) => s.mid),
    );
    for (const mid of [...this.players.keys()]) if (!wanted.has(mid)) this.stop(mid);
    for (const mid of wanted) {
      const track = this.tracks.get(mid);
      if (track && !this.players.has(mid)) this.start(mid, track);
    }
  }

  /** Keeps everything silent until the moment is over, or not. Takes effect with the next `follow`. */
  hush(on: boolean): void {
    this.hushed = on;
  }

  /** Starts what the browser held back. Must be called from a tap. */
  unblock(): void {
    this.held.set(false);
    for (const player of this.players.values()) void this.play(player);
  }

  /** Plays everything there from now on. */
  async useSpeaker(deviceId: string): Promise<void> {
    this.speaker = deviceId;
    await Promise.all([...this.players.values()].map((player) => direct(player, deviceId)));
  }

  /** Plays a soft tone by the same way as the circle. False if the browser did not play it. */
  test(): Promise<boolean> {
    return playTone((player) => direct(player, this.speaker));
  }

  private start(mid: string, track: MediaStreamTrack): void {
    const player = new Audio();
    player.volume = this.volume;
    player.srcObject = new MediaStream([track]);
    // Some browsers pause the sound for a phone call and do not start it again.
    player.addEventListener("pause", () => {
      if (this.players.get(mid) === player) this.held.set(true);
    });
    this.players.set(mid, player);
    void this.begin(mid, player);
  }

  /** Not a word comes out of the wrong speaker first, for others in the house to hear. */
  private async begin(mid: string, player: HTMLAudioElement): Promise<void> {
    if (this.speaker !== "") await direct(player, this.speaker);
    if (this.players.get(mid) === player) await this.play(player);
  }

  private stop(mid: string): void {
    const player = this.players.get(mid);
    this.players.delete(mid);
    if (!player) return;
    player.pause();
    player.srcObject = null;
    if (this.players.size === 0) this.held.set(false);
  }

  private async play(player: HTMLAudioElement): Promise<void> {
    try {
      await player.play();
    } catch (error) {
      // AbortError: it was stopped meanwhile, which is no refusal.
      if (error instanceof DOMException && error.name === "NotAllowedError") this.held.set(true);
    }
  }
}

/** Whether this browser can be told where sound comes out. */
export function canChooseSpeaker(): boolean {
  return "setSinkId" in Audio.prototype;
}

/** Sends a player's sound to a speaker. One that is gone is no reason to hear nothing: then the browser chooses. */
async function direct(player: HTMLAudioElement, speaker: string): Promise<void> {
  if (!canChooseSpeaker()) return;
  await player.setSinkId(speaker).catch(() => undefined);
}
