import type { Command } from "../protocol/command";
import type { LineDetails } from "../protocol/messages";
import type { Lines } from "../state/hooks";

/** How often, in milliseconds, a line that somebody looks at is asked about. */
export const lookEvery = 2000;

/** Asks the server how lines fare, while somebody looks and no longer. The server keeps nothing of it. */
export class LineLooks implements Lines {
  private readonly looks = new Set<{ seat: number; told: (details: LineDetails) => void }>();

  constructor(private readonly say: (command: Command) => boolean) {}

  watch(seat: number, told: (details: LineDetails) => void): () => void {
    const look = { seat, told };
    const ask = () => void this.say({ type: "line.look", data: { seat } });
    this.looks.add(look);
    ask();
    const timer = setInterval(ask, lookEvery);
    return () => {
      clearInterval(timer);
      this.looks.delete(look);
    };
  }

  /** Takes what the server says of one line. */
  hear(details: LineDetails): void {
    for (const look of this.looks) if (look.seat === details.seat) look.told(details);
  }
}
