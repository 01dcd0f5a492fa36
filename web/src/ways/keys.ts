/** Within so many milliseconds the three presses must be over. */
const within = 1_500;
const presses = 3;

/**
 * Counts presses of Shift alone, one after the other. A press is over when the key is up again: with a letter in between
 * it was part of a capital.
 */
export class ShiftCount {
  private times: number[] = [];
  private alone = false;

  /** A key goes down. `again`: it is held, and repeats itself. */
  down(key: string, again: boolean): void {
    if (key !== "Shift") this.other();
    else if (!again) this.alone = true;
  }

  /** A key comes up at a time in milliseconds. True at the third press. */
  up(key: string, now: number): boolean {
    if (key !== "Shift" || !this.alone) return false;
    this.alone = false;
    this.times = [...this.times.filter((time) => now - time <= within), now];
    if (this.times.length < presses) return false;
    this.times = [];
    return true;
  }

  /** Something else was pressed. */
  other(): void {
    this.times = [];
    this.alone = false;
  }
}

/** Listens for F2 and for Shift three times, everywhere on the page, also in fields and behind open sheets. */
export function watchKeys(page: Window, on: { f2(): void; shifts(): void }): void {
  const shifts = new ShiftCount();
  const first = { capture: true };
  page.addEventListener(
    "keydown",
    (event) => {
      shifts.down(event.key, event.repeat);
      if (event.key !== "F2" || event.ctrlKey || event.altKey || event.metaKey) return;
      event.preventDefault();
      event.stopPropagation();
      if (!event.repeat) on.f2();
    },
    first,
  );
  page.addEventListener(
    "keyup",
    (event) => {
      if (shifts.up(event.key, event.timeStamp)) on.shifts();
    },
    first,
  );
  page.addEventListener("pointerdown", () => shifts.other(), first);
}
