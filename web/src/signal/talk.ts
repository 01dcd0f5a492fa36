import type { Command } from "../protocol/command";
import type { TalkFigures } from "../protocol/messages";
import type { Talk } from "../state/hooks";

/** How often, in milliseconds, the talk time is asked for while somebody looks. */
export const talkEvery = 5000;

/** Asks the server who has spoken how much, while somebody looks and no longer. Nothing of it is kept. */
export class TalkLooks implements Talk {
  private readonly looks = new Set<(figures: TalkFigures) => void>();
  private timer: ReturnType<typeof setInterval> | undefined;

  constructor(private readonly say: (command: Command) => boolean) {}

  watch(told: (figures: TalkFigures) => void): () => void {
    const look = (figures: TalkFigures) => told(figures);
    this.looks.add(look);
    this.ask();
    this.timer ??= setInterval(() => this.ask(), talkEvery);
    return () => {
      this.looks.delete(look);
      if (this.looks.size > 0) return;
      clearInterval(this.timer);
      this.timer = undefined;
    };
  }

  /** Takes what the server says. */
  hear(figures: TalkFigures): void {
    for (const look of this.looks) look(figures);
  }

  private ask(): void {
    this.say({ type: "talk.look", data: {} });
  }
}
