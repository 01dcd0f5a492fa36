/** What a page shows of a shared screen, and what it has received of it. */
export interface SharedScreen {
  /** Whose it is, in the page's words; empty: nobody shares. */
  caption: string;
  /** Decoded pictures, and the energy of the decoded sound. Running totals. */
  frames: number;
  energy: number;
  /** Of the picture that is drawn, which is all of the screen; null while nothing is. */
  picture: { width: number; height: number; colour: [number, number, number] } | null;
}

/** What was drawn at one moment. */
export interface Drawing {
  /** By the server's newest word, somebody shares. */
  shared: boolean;
  /** The picture of a screen is to be seen. */
  showing: boolean;
}

declare global {
  interface Window {
    drawings: Drawing[];
  }
}

/** Runs in the page. */
export async function readScreen(): Promise<SharedScreen> {
  const screen: SharedScreen = { caption: "", frames: 0, energy: 0, picture: null };
  screen.caption = document.querySelector("main figcaption")?.textContent ?? "";
  const { peers, slots } = window.probe;
  const mid = (kind: string) => slots.find((slot) => slot.kind === kind)?.mid;
  const report = await peers.findLast((peer) => peer.connectionState !== "closed")?.getStats();
  report?.forEach((stats: RTCStats) => {
    const line = stats as RTCInboundRtpStreamStats & { mid?: string };
    if (line.type !== "inbound-rtp" || line.mid === undefined) return;
    if (line.mid === mid("screen")) screen.frames = line.framesDecoded ?? 0;
    if (line.mid === mid("screen-audio")) screen.energy = line.totalAudioEnergy ?? 0;
  });
  const video = document.querySelector<HTMLVideoElement>("main figure video");
  const pen = document.createElement("canvas").getContext("2d");
  if (!video?.srcObject || getComputedStyle(video).visibility === "hidden" || !video.videoWidth || !pen)
    return screen;
  const { videoWidth: width, videoHeight: height } = video;
  pen.drawImage(video, width / 4, height / 4, width / 2, height / 2, 0, 0, 8, 8);
  const [r = 0, g = 0, b = 0] = pen.getImageData(4, 4, 1, 1).data;
  screen.picture = { width, height, colour: [r, g, b] };
  return screen;
}

/** Runs in the page: from now on notes at every drawing whether a screen is shared, and whether one is to be seen. */
export function watchScreen(): void {
  window.drawings = [];
  const note = () => {
    const video = document.querySelector<HTMLVideoElement>("main figure video");
    window.drawings.push({
      shared: Boolean(window.probe.view?.circle?.screen),
      showing: Boolean(video?.srcObject) && video !== null && getComputedStyle(video).visibility !== "hidden",
    });
    requestAnimationFrame(note);
  };
  requestAnimationFrame(note);
}
