import type { Readable } from "../state/hooks";
import { type Cell, createCell } from "../state/store";
import { paused, type Visit } from "../state/visit";

/**
 * Plays the circle's sound, one audio element per bound slot. Elements and not Web Audio, because browsers cancel
 * echo only for what elements play.
 */
export class Sound {
  readonly blocked: Readable<boolean>;
  private readonly held: Cell<boolean> = createCell(false);
  private readonly players = new Map<string, HTMLAudioElement>();
  private tracks: ReadonlyMap<string, MediaStreamTrack> = new Map();

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
    const slots = visit.stage === "here" && !paused(visit.view) ? visit.slots : [];
    const wanted = new Set(
      slots.filter((s) => s.kind === "audio" || s.kind === "screen-audio").map((s) => s.mid),
    );
    for (const mid of [...this.players.keys()]) if (!wanted.has(mid)) this.stop(mid);
    for (const mid of wanted) {
      const track = this.tracks.get(mid);
      if (track && !this.players.has(mid)) this.start(mid, track);
    }
  }

  /** Starts what the browser held back. Must be called from a tap. */
  unblock(): void {
    this.held.set(false);
    for (const player of this.players.values()) void this.play(player);
  }

  private start(mid: string, track: MediaStreamTrack): void {
    const player = new Audio();
    player.srcObject = new MediaStream([track]);
    // Some browsers pause the sound for a phone call and do not start it again.
    player.addEventListener("pause", () => {
      if (this.players.get(mid) === player) this.held.set(true);
    });
    this.players.set(mid, player);
    void this.play(player);
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
