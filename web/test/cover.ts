import type { Cover } from "../src/ways/ways";

/** A plain page that only says whether it is there. */
export class FakeCover implements Cover {
  shown: "not" | "shown" | "closed" = "not";
  /** Presses Continue. */
  continue = (): void => {};

  show(onContinue: () => void): void {
    this.shown = "shown";
    this.continue = onContinue;
  }

  hide(): void {
    this.shown = "not";
  }

  close(): void {
    this.shown = "closed";
  }
}
