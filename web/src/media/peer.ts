import type { Slots } from "../protocol/messages";
import { addLines, type SendLines } from "./offer";

/** How long the server may take to answer the offer and to connect, in milliseconds. */
const patience = 10_000;

/** A source that this browser can send. */
export type Source = "microphone" | "camera";

export interface PeerOptions {
  slots: Slots;
  /** Sends the one offer; false if the line is gone. */
  offer(sdp: string): boolean;
  /** The receive lines are known: their tracks by mid. */
  onLines(tracks: ReadonlyMap<string, MediaStreamTrack>): void;
  /** The connection did not come about or broke. Called at most once; the owner closes the peer. */
  onBroken(): void;
}

/** One peer connection with its one offer, for one stay in the circle. */
export class Peer {
  private readonly connection = new RTCPeerConnection({ iceServers: [], bundlePolicy: "max-bundle" });
  private readonly over = new AbortController();
  private readonly lines: SendLines;
  private readonly slow: ReturnType<typeof setTimeout>;

  constructor(private readonly options: PeerOptions) {
    this.lines = addLines(this.connection, options.slots);
    this.slow = setTimeout(() => this.broken(), patience);
    this.connection.addEventListener("connectionstatechange", () => this.follow(), {
      signal: this.over.signal,
    });
    void this.open();
  }

  /** Takes the server's answer. */
  async answer(sdp: string): Promise<void> {
    if (this.over.signal.aborted || this.connection.signalingState !== "have-local-offer") return;
    try {
      await this.connection.setRemoteDescription({ type: "answer", sdp });
    } catch {
      this.broken();
    }
  }

  /** Sends `track` as `source`, or nothing. No negotiation: the line has been there from the start. */
  async send(source: Source, track: MediaStreamTrack | null): Promise<void> {
    if (this.over.signal.aborted) return;
    await this.lines[source].sender.replaceTrack(track).catch(() => undefined); // closed meanwhile
  }

  close(): void {
    this.over.abort();
    clearTimeout(this.slow);
    this.connection.close();
  }

  private async open(): Promise<void> {
    try {
      const offer = await this.connection.createOffer();
      if (this.over.signal.aborted) return;
      // Not trickled and not waited for: the server is ICE lite and needs no candidates of ours.
      await this.connection.setLocalDescription(offer);
      if (this.over.signal.aborted) return;
      this.options.onLines(this.received());
      if (!this.options.offer(offer.sdp ?? "")) this.broken();
    } catch {
      this.broken();
    }
  }

  private received(): ReadonlyMap<string, MediaStreamTrack> {
    const own = new Set<RTCRtpTransceiver>(Object.values(this.lines));
    const tracks = new Map<string, MediaStreamTrack>();
    for (const line of this.connection.getTransceivers()) {
      if (line.mid !== null && !own.has(line)) tracks.set(line.mid, line.receiver.track);
    }
    return tracks;
  }

  private follow(): void {
    const state = this.connection.connectionState;
    if (state === "connected") clearTimeout(this.slow);
    if (state === "failed") this.broken();
  }

  private broken(): void {
    if (this.over.signal.aborted) return;
    this.over.abort();
    clearTimeout(this.slow);
    this.options.onBroken();
  }
}
