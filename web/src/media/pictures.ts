import type { Circle, Slot, Wish } from "../protocol/messages";
import type { Readable, SeatPictures } from "../state/hooks";
import { type Cell, createCell } from "../state/store";
import { paused, type Visit } from "../state/visit";
import { Sizes } from "./sizes";

/** What comes on a line since it was given to a seat. */
type Picture = {
  track: MediaStreamTrack;
  /** The RTP timestamp of the last picture of whoever had the line before, if there was one. */
  after: number | undefined;
};

/** One element that shows one seat. */
type Frame = {
  element: HTMLVideoElement;
  /** What the element plays, or null while it is blank. */
  picture: Picture | null;
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
  private bound: ReadonlyMap<number, Picture> = new Map();
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
    const frame: Frame = { element, picture: null, waiting: null };
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
      for (const frame of frames) if (!isSame(frame.picture, this.bound.get(seat))) blank(frame);
    }
    this.count();
    for (const [seat, frames] of this.frames) for (const frame of frames) this.show(seat, frame);
  }

  private show(seat: number, frame: Frame): void {
    const picture = this.bound.get(seat);
    if (!picture || frame.picture) return;
    // Where another element shows this picture already, it is known to be this person's.
    const known = [...(this.frames.get(seat) ?? [])].some((other) => other.picture && !other.waiting);
    frame.picture = picture;
    frame.element.srcObject = new MediaStream([picture.track]);
    void frame.element.play().catch(() => undefined); // muted, so only a blanking can interrupt it
    if (known) {
      frame.element.style.visibility = "";
      return;
    }
    const waiting = new AbortController();
    frame.waiting = waiting;
    onFreshPicture(frame.element, picture, waiting.signal, () => {
      frame.waiting = null;
      frame.element.style.visibility = "";
      this.count();
    });
  }

  private count(): void {
    const now = new Set<number>();
    for (const [seat, frames] of this.frames) {
      for (const frame of frames) if (frame.picture && !frame.waiting) now.add(seat);
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
): ReadonlyMap<number, Picture> {
  return shownOf(visit, tracks, "video", (circle) =>
    circle.seats.filter((s) => s.camera && !s.reconnecting).map((s) => s.seat),
  );
}

/** Which track shows the screen that a seat shares, under the same conditions. */
export function screensOf(
  visit: Visit,
  tracks: ReadonlyMap<string, MediaStreamTrack>,
): ReadonlyMap<number, Picture> {
  return shownOf(visit, tracks, "screen", (circle) => (circle.screen ? [circle.screen] : []));
}

function shownOf(
  visit: Visit,
  tracks: ReadonlyMap<string, MediaStreamTrack>,
  kind: Slot["kind"],
  seatsIn: (circle: Circle) => number[],
): ReadonlyMap<number, Picture> {
  const shown = new Map<number, Picture>();
  if (visit.stage !== "here" || visit.line !== "steady" || !visit.view.circle) return shown;
  if (paused(visit.view)) return shown;
  const seats = seatsIn(visit.view.circle);
  for (const slot of visit.slots) {
    const track = tracks.get(slot.mid);
    if (slot.kind === kind && !slot.paused && track && seats.includes(slot.seat))
      shown.set(slot.seat, { track, after: slot.after });
  }
  return shown;
}

/**
 * Whether both are of one person. A list may have come that hides one change of hands behind the next: then seat and
 * line are what they were, and only `after` is not.
 */
function isSame(a: Picture | null, b: Picture | undefined): boolean {
  return a?.track === b?.track && a?.after === b?.after;
}

function blank(frame: Frame): void {
  frame.waiting?.abort();
  frame.waiting = null;
  frame.picture = null;
  frame.element.style.visibility = "hidden";
  frame.element.srcObject = null;
}

/**
 * Calls `ready` at the first picture that is this person's and was received from now on. A browser may first draw the last
 * picture of the track again, which was somebody else, and one of theirs may still be under way: its timestamp tells.
 * Where the browser doesn't say when a picture was received, the second one counts.
 */
function onFreshPicture(
  element: HTMLVideoElement,
  { after }: Picture,
  signal: AbortSignal,
  ready: () => void,
): void {
  const since = performance.now();
  let pictures = 0;
  const look = (_now: number, { receiveTime, rtpTimestamp }: VideoFrameCallbackMetadata) => {
    if (signal.aborted) return;
    if (isNewer(rtpTimestamp, after)) pictures++;
    const fresh = receiveTime === undefined ? pictures > 1 : pictures > 0 && receiveTime >= since;
    if (fresh) ready();
    else element.requestVideoFrameCallback(look);
  };
  element.requestVideoFrameCallback(look);
}

/** Whether a timestamp follows another one, as far as both are known; they begin again after 2^32 (RFC 1982). */
function isNewer(timestamp: number | undefined, than: number | undefined): boolean {
  return timestamp === undefined || than === undefined || ((timestamp - than) | 0) > 0;
}
