import type { Circle, Slot, Wish } from "../protocol/messages";
import type { Readable, SeatPictures } from "../state/hooks";
import { type Cell, createCell } from "../state/store";
import { paused, type Visit } from "../state/visit";
import { Sizes } from "./sizes";

/** One element that shows one seat. */
type Frame = {
  element: HTMLVideoElement;
  /** What the element plays, or null while it is blank. */
  track: MediaStreamTrack | null;
  /** Ends the wait for a first picture. */
  waiting: AbortController | null;
};

/**
 * Shows the picture of each seat, and nothing else, ever: an element is blank from the moment its slot is given to
 * somebody else until a picture has arrived that was received after that moment.
 */
export class Pictures implements SeatPictures {
  readonly showing: Readable<ReadonlySet<number>>;
  private readonly shown: Cell<ReadonlySet<number>> = createCell<ReadonlySet<number>>(new Set());
  private readonly frames = new Map<number, Set<Frame>>();
  private tracks: ReadonlyMap<string, MediaStreamTrack> = new Map();
  private bound: ReadonlyMap<number, MediaStreamTrack> = new Map();
  /** The newest list of slots is the server's newest. */
  private sure = true;
  private readonly sizes: Sizes;

  /** `of` says which track shows which seat; `onSizes` is called whenever what is on screen, or how large, has changed. */
  constructor(
    private readonly of: typeof picturesOf,
    onSizes: () => void = () => {},
  ) {
    this.showing = this.shown;
    this.sizes = new Sizes(onSizes);
  }

  attach(seat: number, element: HTMLVideoElement): () => void {
    const frame: Frame = { element, track: null, waiting: null };
    const frames = this.frames.get(seat) ?? new Set();
    this.frames.set(seat, frames.add(frame));
    blank(frame);
    this.show(seat, frame);
    const forget = this.sizes.watch(element);
    return () => {
      forget();
      blank(frame);
      frames.delete(frame);
      if (frames.size === 0) this.frames.delete(seat);
      this.count();
    };
  }

  /** How large each slot of a person's picture is shown, as far as that is known. */
  wishes(visit: Visit): Wish[] {
    if (visit.stage !== "here") return [];
    const wishes: Wish[] = [];
    for (const slot of visit.slots) {
      if (slot.kind !== "video") continue;
      const heights = [...(this.frames.get(slot.seat) ?? [])].map((frame) =>
        this.sizes.height(frame.element),
      );
      const known = heights.filter((height) => height !== undefined);
      if (known.length === heights.length) wishes.push({ mid: slot.mid, height: Math.max(0, ...known) });
    }
    return wishes;
  }

  /** The receive lines of a new peer connection, or none. */
  use(tracks: ReadonlyMap<string, MediaStreamTrack>): void {
    this.tracks = tracks;
  }

  /** Slots may have changed hands unheard: nothing is shown until `trust`, when the server has listed them again. */
  doubt(): void {
    this.sure = false;
  }

  trust(): void {
    this.sure = true;
  }

  /** Follows the visit: blanks first, then shows. */
  follow(visit: Visit): void {
    this.bound = this.sure ? this.of(visit, this.tracks) : new Map();
    for (const [seat, frames] of this.frames) {
      for (const frame of frames) if (frame.track !== this.track(seat)) blank(frame);
    }
    this.count();
    for (const [seat, frames] of this.frames) for (const frame of frames) this.show(seat, frame);
  }

  private track(seat: number): MediaStreamTrack | null {
    return this.bound.get(seat) ?? null;
  }

  private show(seat: number, frame: Frame): void {
    const track = this.track(seat);
    if (!track || frame.track === track) return;
    // Where another element shows this picture already, it is known to be this person's.
    const known = [...(this.frames.get(seat) ?? [])].some((other) => other.track === track && !other.waiting);
    frame.track = track;
    frame.element.srcObject = new MediaStream([track]);
    void frame.element.play().catch(() => undefined); // muted, so only a blanking can interrupt it
    if (known) {
      frame.element.style.visibility = "";
      return;
    }
    const waiting = new AbortController();
    frame.waiting = waiting;
    onFreshPicture(frame.element, waiting.signal, () => {
      frame.waiting = null;
      frame.element.style.visibility = "";
      this.count();
    });
  }

  private count(): void {
    const now = new Set<number>();
    for (const [seat, frames] of this.frames) {
      for (const frame of frames) if (frame.track && !frame.waiting) now.add(seat);
    }
    const before = this.shown.getState();
    if (now.size !== before.size || [...now].some((seat) => !before.has(seat))) this.shown.set(now);
  }
}

/**
 * Which track shows which seat. A seat whose camera is off or whose person is reconnecting has none, nor one whose
 * picture the server holds back from a slow line: its last frame would stay. Nobody has while
 * the session is paused, or while this browser's own line is down: it would not hear that a slot has changed hands.
 */
export function picturesOf(
  visit: Visit,
  tracks: ReadonlyMap<string, MediaStreamTrack>,
): ReadonlyMap<number, MediaStreamTrack> {
  return shownOf(visit, tracks, "video", (circle) =>
    circle.seats.filter((s) => s.camera && !s.reconnecting).map((s) => s.seat),
  );
}

/** Which track shows the screen that a seat shares, under the same conditions. */
export function screensOf(
  visit: Visit,
  tracks: ReadonlyMap<string, MediaStreamTrack>,
): ReadonlyMap<number, MediaStreamTrack> {
  return shownOf(visit, tracks, "screen", (circle) => (circle.screen ? [circle.screen] : []));
}

function shownOf(
  visit: Visit,
  tracks: ReadonlyMap<string, MediaStreamTrack>,
  kind: Slot["kind"],
  seatsIn: (circle: Circle) => number[],
): ReadonlyMap<number, MediaStreamTrack> {
  const shown = new Map<number, MediaStreamTrack>();
  if (visit.stage !== "here" || visit.line !== "steady" || !visit.view.circle) return shown;
  if (paused(visit.view)) return shown;
  const seats = seatsIn(visit.view.circle);
  for (const slot of visit.slots) {
    const track = tracks.get(slot.mid);
    if (slot.kind === kind && !slot.paused && track && seats.includes(slot.seat)) shown.set(slot.seat, track);
  }
  return shown;
}

function blank(frame: Frame): void {
  frame.waiting?.abort();
  frame.waiting = null;
  frame.track = null;
  frame.element.style.visibility = "hidden";
  frame.element.srcObject = null;
}

/**
 * Calls `ready` at the first picture that was received from now on. A browser may first draw the last picture of the
 * track again, which was somebody else; where it doesn't say when a picture was received, the second one counts.
 */
function onFreshPicture(element: HTMLVideoElement, signal: AbortSignal, ready: () => void): void {
  const since = performance.now();
  let pictures = 0;
  const look = (_now: number, picture: VideoFrameCallbackMetadata) => {
    if (signal.aborted) return;
    pictures++;
    const fresh = picture.receiveTime === undefined ? pictures > 1 : picture.receiveTime >= since;
    if (fresh) ready();
    else element.requestVideoFrameCallback(look);
  };
  element.requestVideoFrameCallback(look);
}
