import { type Cell, createCell } from "../state/store";
import type { StartBlur } from "./blur/blur";
import type { BlurFault } from "./blur/messages";

export interface OwnPictureOptions {
  startBlur: StartBlur;
  /** The picture of `camera` is seen from now on. */
  onShown(camera: MediaStreamTrack): void;
  /** The background of `camera` is not blurred, or not any more: its owner closes it. */
  onFault(camera: MediaStreamTrack, why: BlurFault, wasShown: boolean): void;
}

/**
 * What may be seen of the open camera, by its owner and by others alike: its own track, or with blur the blurred one.
 * With blur nothing else is ever seen, so that a fault can only show too little.
 */
export class OwnPicture {
  /** Null while there is none. */
  readonly preview: Cell<MediaStream | null> = createCell<MediaStream | null>(null);
  private stop: (() => void) | null = null;
  private shown: MediaStreamTrack | null = null;
  private showing: Promise<MediaStreamTrack | null> = Promise.resolve(null);

  constructor(private readonly options: OwnPictureOptions) {}

  /** The track that may be sent, if any. */
  get track(): MediaStreamTrack | null {
    return this.shown;
  }

  /** Shows `camera`, blurred or as it is, in the place of whatever was shown before. */
  show(camera: MediaStreamTrack, blurred: boolean): void {
    this.hide();
    this.showing = blurred ? this.showBlurred(camera) : Promise.resolve(this.uncover(camera, camera));
  }

  /** From here on nothing is seen. */
  hide(): void {
    this.stop?.();
    this.stop = null;
    this.shown = null;
    this.showing = Promise.resolve(null);
    if (this.preview.getState()) this.preview.set(null);
  }

  /** The track that may be sent once that is known, also if something else is shown meanwhile; null if there is none. */
  async settled(): Promise<MediaStreamTrack | null> {
    for (;;) {
      const { showing } = this;
      const track = await showing;
      if (showing === this.showing) return track;
    }
  }

  private async showBlurred(camera: MediaStreamTrack): Promise<MediaStreamTrack | null> {
    let over = false;
    const blur = this.options.startBlur(camera, (why) => {
      if (!over) this.options.onFault(camera, why, this.shown !== null);
    });
    this.stop = () => {
      over = true;
      blur.stop();
    };
    const track = await blur.track;
    return over || !track ? null : this.uncover(camera, track);
  }

  private uncover(camera: MediaStreamTrack, track: MediaStreamTrack): MediaStreamTrack {
    this.shown = track;
    this.preview.set(new MediaStream([track]));
    this.options.onShown(camera);
    return track;
  }
}
