import type { Slots } from "../protocol/messages";
import { type Shape, shapeLayers } from "./layers";
import { addLines, type SendLines } from "./offer";
import { Pulse } from "./pulse";

/** How long the server may take to answer the first offer and to connect, in milliseconds. */
const patience = 10_000;
/** How long an ICE restart may take, in milliseconds: after that a new connection is quicker. */
const restartPatience = 5_000;

/** A source that this browser can send. */
export type Source = "microphone" | "camera";

export interface PeerOptions {
  slots: Slots;
  /** Sends an offer; false if the line is gone. */
  offer(sdp: string): boolean;
  /** The receive lines are known: their tracks by mid. */
  onLines(tracks: ReadonlyMap<string, MediaStreamTrack>): void;
  /** The connection was there and brings nothing any more. An ICE restart may help. */
  onTrouble(): void;
  /** The connection did not come about or is beyond help. Called at most once; the owner closes the peer. */
  onBroken(): void;
}

/** One peer connection, for one stay in the circle: its one offer, and others only to find a new path for it. */
export class Peer {
  private readonly connection = new RTCPeerConnection({ iceServers: [], bundlePolicy: "max-bundle" });
  private readonly over = new AbortController();
  private readonly lines: SendLines;
  private slow: ReturnType<typeof setTimeout> | undefined;
  /** Null until the first connection. */
  private pulse: Pulse | null = null;
  private restarting = false;
  /** What each line is to send. */
  private readonly wanted = new Map<keyof SendLines, MediaStreamTrack | null>();
  private shape: Shape = { size: undefined, useful: null };
  /** Encodings are set one after the other: a browser refuses what is based on older ones. */
  private shaping: Promise<void> = Promise.resolve();

  constructor(private readonly options: PeerOptions) {
    this.lines = addLines(this.connection, options.slots);
    this.connection.addEventListener("connectionstatechange", () => this.follow(), {
      signal: this.over.signal,
    });
    void this.offer(patience);
  }

  /** Takes the server's answer. */
  async answer(sdp: string): Promise<void> {
    if (this.over.signal.aborted || this.connection.signalingState !== "have-local-offer") return;
    try {
      await this.connection.setRemoteDescription({ type: "answer", sdp });
      this.pulse?.reset();
      await this.reshape(); // some browsers take it only now
    } catch {
      this.broken();
    }
  }

  /** The server can't go on with this connection, or not now. */
  refused(): void {
    if (this.connection.signalingState === "have-local-offer") this.broken();
  }

  /** Looks for another path on the same connection: what is sent and received stays what it is. */
  restart(): void {
    if (this.over.signal.aborted) return;
    this.restarting = true;
    void this.offer(restartPatience, { iceRestart: true });
  }

  /** The line to the server is gone, so nothing can be tried now, and nothing is given up. */
  hold(): void {
    clearTimeout(this.slow);
    this.restarting = false;
  }

  /** Sends `track` as `source`, or nothing. No negotiation: the line has been there from the start. */
  async send(source: keyof SendLines, track: MediaStreamTrack | null): Promise<void> {
    if (this.over.signal.aborted) return;
    this.wanted.set(source, track);
    if (source === "camera" && track) await this.fit(track);
    if (this.wanted.get(source) !== track) return; // what came later must not be undone
    await this.lines[source].sender.replaceTrack(track).catch(() => undefined); // closed meanwhile
  }

  /** Sends only the encodings of the camera that are of use to anybody. */
  keepLayers(rids: readonly string[]): void {
    this.shape = { ...this.shape, useful: rids };
    void this.reshape();
  }

  close(): void {
    this.over.abort();
    clearTimeout(this.slow);
    this.connection.close();
  }

  /** Encodes the camera by the size of its picture. */
  private fit(track: MediaStreamTrack): Promise<void> {
    const { width = 640, height = 360 } = track.getSettings();
    this.shape = { ...this.shape, size: { width, height } };
    return this.reshape();
  }

  private reshape(): Promise<void> {
    this.shaping = this.shaping.then(async () => {
      if (this.over.signal.aborted || !this.shape.size) return;
      const { sender } = this.lines.camera;
      const parameters = sender.getParameters();
      shapeLayers(parameters.encodings, this.shape);
      await sender.setParameters(parameters).catch(() => undefined); // closed meanwhile, or not yet answered
    });
    return this.shaping;
  }

  private async offer(within: number, options?: RTCOfferOptions): Promise<void> {
    clearTimeout(this.slow);
    this.slow = setTimeout(() => this.broken(), within);
    try {
      const offer = await this.connection.createOffer(options);
      if (this.over.signal.aborted) return;
      // Not trickled and not waited for: the server is ICE lite and needs no candidates of ours.
      await this.connection.setLocalDescription(offer);
      if (this.over.signal.aborted) return;
      if (!this.restarting) this.options.onLines(this.received());
      if (this.options.offer(offer.sdp ?? "")) return;
      if (this.restarting) this.hold();
      else this.broken();
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
    if (state === "connected") this.connected();
    if (state === "disconnected" || state === "failed") this.trouble();
  }

  private connected(): void {
    if (this.pulse) return; // after a restart, only what arrives proves anything
    clearTimeout(this.slow);
    this.pulse = new Pulse({
      connection: this.connection,
      onBeat: () => this.flows(),
      onStill: () => this.trouble(),
      signal: this.over.signal,
    });
  }

  /** Something has arrived. Before the answer to a restart it came by the old path, and proves nothing. */
  private flows(): void {
    if (!this.restarting || this.connection.signalingState !== "stable") return;
    this.restarting = false;
    clearTimeout(this.slow);
  }

  private trouble(): void {
    if (!this.pulse && this.connection.connectionState === "failed") this.broken();
    else if (this.pulse && !this.restarting) this.options.onTrouble();
  }

  private broken(): void {
    if (this.over.signal.aborted) return;
    this.over.abort();
    clearTimeout(this.slow);
    this.options.onBroken();
  }
}
