import {
  createContext,
  type ReactNode,
  type RefCallback,
  useCallback,
  useContext,
  useEffect,
  useState,
  useSyncExternalStore,
} from "react";
import type { LineDetails, TalkFigures } from "../protocol/messages";
import type { Actions } from "./actions";
import type { Devices, Share, Visit } from "./visit";

/** A value that can be read and watched. Zustand stores are such values. */
export interface Readable<T> {
  getState(): T;
  /** Calls `listener` after each change, until the returned function is called. */
  subscribe(listener: () => void): () => void;
}

/** Shows the people of the circle, by seat. Made by `media/`. */
export interface SeatPictures {
  /**
   * Keeps `element` showing the person on `seat` and blank whenever there is nothing of theirs to show. The
   * returned function blanks the element and lets it go.
   */
  attach(seat: number, element: HTMLVideoElement): () => void;
  /** The seats whose picture is on screen right now; every other seat is a pebble. */
  showing: Readable<ReadonlySet<number>>;
}

/** How the lines of seats fare, for staff. Made by `signal/`. */
export interface Lines {
  /**
   * Calls `told` with what the server says of the line of the person on `seat`, soon and then every two seconds, until
   * the returned function is called. Before and after that nothing is asked.
   */
  watch(seat: number, told: (details: LineDetails) => void): () => void;
}

/** Who has spoken how much, for staff. Made by `signal/`. */
export interface Talk {
  /**
   * Calls `told` with what the server says of it, soon and then every few seconds, until the returned function is
   * called. While nobody watches nothing is asked.
   */
  watch(told: (figures: TalkFigures) => void): () => void;
}

/** Everything the UI stands on. */
export interface Core {
  visit: Readable<Visit>;
  devices: Readable<Devices>;
  /** One's own camera: in the device check, and in the circle while the camera is on. */
  preview: Readable<MediaStream | null>;
  /** How loud one's own microphone is during the device check, 0 to 1; 0 otherwise. */
  level: Readable<number>;
  /** The browser holds the circle's sound back until a tap; offer `unblockSound`. */
  soundBlocked: Readable<boolean>;
  pictures: SeatPictures;
  /** Shows a shared screen, by the seat of who shares it. */
  screens: SeatPictures;
  /** One's own shared screen. */
  share: Readable<Share>;
  /** How far the server's clock is ahead of this machine's, in milliseconds. */
  ahead: Readable<number>;
  /** Somebody came in: a plain page covers this one, and nothing of it is drawn. */
  hidden: Readable<boolean>;
  lines: Lines;
  talk: Talk;
  actions: Actions;
}

const CoreContext = createContext<Core | null>(null);

/** Gives the core to everything below it. */
export function CoreProvider({ core, children }: { core: Core; children: ReactNode }) {
  return <CoreContext value={core}>{children}</CoreContext>;
}

function useCore(): Core {
  const core = useContext(CoreContext);
  if (!core) throw new Error("CoreProvider is missing");
  return core;
}

function useReadable<T>(readable: Readable<T>): T {
  return useSyncExternalStore(readable.subscribe, readable.getState);
}

/** The visit; the component draws again whenever it changes. */
export function useVisit(): Visit {
  return useReadable(useCore().visit);
}

/** One's own devices. */
export function useDevices(): Devices {
  return useReadable(useCore().devices);
}

/** The intentions. The same object for the whole visit. */
export function useActions(): Actions {
  return useCore().actions;
}

/** One's own camera picture, or null while the camera is off. */
export function usePreview(): MediaStream | null {
  return useReadable(useCore().preview);
}

/** How loud one's own microphone is, 0 to 1, about 15 times a second. Use it in the meter only. */
export function useMicLevel(): number {
  return useReadable(useCore().level);
}

/** How far the server's clock is ahead, in milliseconds. */
export function useServerAhead(): number {
  return useReadable(useCore().ahead);
}

/** Whether a plain page covers this one. */
export function useCovered(): boolean {
  return useReadable(useCore().hidden);
}

/** Whether to show "Tap to turn your sound back on". */
export function useSoundBlocked(): boolean {
  return useReadable(useCore().soundBlocked);
}

/**
 * The picture of one seat: `<video ref={video.ref} muted playsInline autoPlay />`. Keep the element mounted while the
 * seat exists. `showing` says whether to show it or the pebble; the element itself is already blank when it is false.
 */
export function useSeatVideo(seat: number): { ref: RefCallback<HTMLVideoElement>; showing: boolean } {
  return useVideo(useCore().pictures, seat);
}

/** The same for the screen that the person on `seat` shares. */
export function useScreenVideo(seat: number): { ref: RefCallback<HTMLVideoElement>; showing: boolean } {
  return useVideo(useCore().screens, seat);
}

/** One's own shared screen. */
export function useShare(): Share {
  return useReadable(useCore().share);
}

/** How the line of the person on `seat` fares, as long as the component is there; null until the server has spoken. */
export function useLineDetails(seat: number): LineDetails | null {
  const { lines } = useCore();
  const [details, setDetails] = useState<LineDetails | null>(null);
  useEffect(() => lines.watch(seat, setDetails), [lines, seat]);
  return details?.seat === seat ? details : null;
}

/** Who has spoken how much, while `looking`; null until the server has spoken. */
export function useTalk(looking: boolean): TalkFigures | null {
  const { talk } = useCore();
  const [figures, setFigures] = useState<TalkFigures | null>(null);
  useEffect(() => (looking ? talk.watch(setFigures) : undefined), [talk, looking]);
  return looking ? figures : null;
}

function useVideo(pictures: SeatPictures, seat: number) {
  const ref = useCallback(
    (element: HTMLVideoElement | null) => (element ? pictures.attach(seat, element) : undefined),
    [pictures, seat],
  );
  return { ref, showing: useReadable(pictures.showing).has(seat) };
}

/** Shows one's own camera: `<video ref={usePreviewVideo()} muted playsInline autoPlay />`. */
export function usePreviewVideo(): RefCallback<HTMLVideoElement> {
  const stream = usePreview();
  return useCallback(
    (element: HTMLVideoElement | null) => {
      if (!element) return;
      element.srcObject = stream;
      return () => {
        element.srcObject = null;
      };
    },
    [stream],
  );
}
