import type { Wish } from "../protocol/messages";

/** How long changes are collected before the server hears of them, in milliseconds: a window is dragged in many. */
const pause = 200;

export interface WantsOptions {
  wishes(): Wish[];
  /** Tells the server; false if the line is gone. */
  say(slots: Wish[]): boolean;
}

/** Tells the server how large pictures are shown, whenever that has changed, for one peer connection after the other. */
export class Wants {
  /** What the server knows, or null while it has no connection to send pictures on. */
  private told: string | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly options: WantsOptions) {}

  /** The server has answered an offer: it is told everything. */
  begin(): void {
    this.told = "";
    this.soon();
  }

  /** Something may have changed. */
  soon(): void {
    if (this.told === null || this.timer !== undefined) return;
    this.timer = setTimeout(() => this.tell(), pause);
  }

  /** The connection is closed. */
  end(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.told = null;
  }

  private tell(): void {
    this.timer = undefined;
    const slots = this.options.wishes();
    const text = JSON.stringify(slots);
    if (slots.length > 0 && text !== this.told && this.options.say(slots)) this.told = text;
  }
}
