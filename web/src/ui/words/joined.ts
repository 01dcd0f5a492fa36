/** How long messages are gathered after one was said, in ms. */
export const gatherFor = 3000;

/**
 * Says messages one after the other: the first at once, and those that follow within `gatherFor` as one. Without that,
 * a screen reader breaks off each sentence for the next.
 */
export class Joined {
  #waiting: string[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #say: (text: string) => void;

  constructor(say: (text: string) => void) {
    this.#say = say;
  }

  add(text: string): void {
    if (this.#timer === undefined) this.#speak([text]);
    else if (!this.#waiting.includes(text)) this.#waiting.push(text);
  }

  /** Forgets what has not been said. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#waiting = [];
  }

  #speak(texts: string[]): void {
    this.#say(texts.join(" "));
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      const next = this.#waiting;
      this.#waiting = [];
      if (next.length > 0) this.#speak(next);
    }, gatherFor);
  }
}
