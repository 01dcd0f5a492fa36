/** How often the watchdog looks, in milliseconds. */
export const lookEvery = 250;
/** The server pings every 500 ms. So much silence, in milliseconds, means that the line is gone. */
const silence = 2_500;
/** As much as is allowed where there is reason for doubt: three pings. */
export const doubtful = 1_500;
/** A look that comes so late, in milliseconds, was held up: what was not heard meanwhile was nobody's silence. */
const heldUp = 2_000;
/** The server lets go of a browser that has not answered for so long, in milliseconds: see docs/protocol.md. */
const letGo = 15_000;

/**
 * What the watchdog has noticed. "silent": the server says nothing more. "slept": this machine was asleep for so long
 * that the server has let go of it.
 */
export type Alarm = "silent" | "slept";

/** Tells the server's silence from one's own sleep. Every `now` is a wall clock in milliseconds. */
export class Silence {
  private lastLook: number;
  /** When the silence is long enough, or to be told of again. Never before the first sign of life. */
  private end = Number.POSITIVE_INFINITY;

  constructor(now: number) {
    this.lastLook = now;
  }

  /** The server has said something. */
  heard(now: number): void {
    this.end = now + silence;
  }

  /** There is reason for doubt: the next sign of life must come soon. */
  doubt(now: number): void {
    if (this.end < Number.POSITIVE_INFINITY) this.end = Math.min(this.end, now + doubtful);
  }

  /** Nobody is expected to say anything. */
  rest(): void {
    this.end = Number.POSITIVE_INFINITY;
  }

  /** Called every `lookEvery`. */
  look(now: number): Alarm | null {
    const since = now - this.lastLook;
    this.lastLook = now;
    if (since > heldUp || since < 0) {
      if (this.end < Number.POSITIVE_INFINITY) this.end = now + doubtful;
      return since > letGo ? "slept" : null;
    }
    if (now < this.end) return null;
    this.end = now + doubtful; // said until somebody acts on it
    return "silent";
  }
}
