import type { Readable } from "../state/hooks";
import { type Cell, createCell } from "../state/store";

/** How often the level is read, in milliseconds. */
const pace = 66;
/** Speech close to a microphone has an RMS of about 0.1 to 0.25; the meter is full there. */
const loud = 0.25;

/** Measures how loud one's own microphone is, for the device check. */
export class Meter {
  readonly level: Readable<number>;
  private readonly current: Cell<number> = createCell(0);
  private stopReading: (() => void) | null = null;

  constructor() {
    this.level = this.current;
  }

  /** Measures `track` until `stop`. */
  start(track: MediaStreamTrack): void {
    this.stop();
    const context = new AudioContext();
    const analyser = context.createAnalyser();
    analyser.fftSize = 1024;
    context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    const timer = setInterval(() => {
      analyser.getFloatTimeDomainData(samples);
      this.current.set(levelOf(samples));
    }, pace);
    void context.resume().catch(() => undefined); // it may be held back until a tap
    this.stopReading = () => {
      clearInterval(timer);
      void context.close();
    };
  }

  stop(): void {
    this.stopReading?.();
    this.stopReading = null;
    this.current.set(0);
  }
}

/** From 0, silence, to 1; quiet speech is already well visible because ears are logarithmic too. */
export function levelOf(samples: Float32Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  const rms = Math.sqrt(sum / samples.length);
  return Math.round(Math.min(1, Math.sqrt(rms / loud)) * 100) / 100;
}
