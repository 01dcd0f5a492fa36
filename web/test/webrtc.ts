import { vi } from "vitest";

/** A track with what the page uses of it. */
export class FakeTrack extends EventTarget {
  /** Of every camera's picture. */
  static size = { width: 640, height: 360 };
  readyState: "live" | "ended" = "live";
  noiseSuppression: boolean | undefined;

  constructor(
    readonly kind: "audio" | "video",
    readonly label = "",
    readonly deviceId = "default",
    /** It can be told something else while it is open. */
    private readonly pliable = false,
  ) {
    super();
  }

  async applyConstraints(wanted: MediaTrackConstraints): Promise<void> {
    if (this.pliable) this.noiseSuppression = wanted.noiseSuppression as boolean;
  }

  stop(): void {
    this.readyState = "ended";
  }

  getSettings() {
    const settings = { deviceId: this.deviceId, displaySurface: this.label };
    const { noiseSuppression } = this;
    return { ...settings, noiseSuppression, ...(this.kind === "video" && FakeTrack.size) };
  }

  /** The device is pulled out. */
  unplug(): void {
    this.readyState = "ended";
    this.dispatchEvent(new Event("ended"));
  }
}

class FakeStream {
  constructor(private readonly tracks: FakeTrack[] = []) {}

  getTracks(): FakeTrack[] {
    return this.tracks;
  }

  getVideoTracks(): FakeTrack[] {
    return this.tracks.filter((track) => track.kind === "video");
  }

  getAudioTracks(): FakeTrack[] {
    return this.tracks.filter((track) => track.kind === "audio");
  }
}

type Asked = { audio: false | MediaTrackConstraints; video: false | MediaTrackConstraints };

const listed = (kind: MediaDeviceKind, deviceId: string, label: string, groupId = deviceId) => ({
  kind,
  deviceId,
  label,
  groupId,
});

/** A machine with two microphones and one camera, each of which may be missing, busy or blocked. */
export class FakeDevices extends EventTarget {
  readonly asked: Asked[] = [];
  readonly opened: FakeTrack[] = [];
  /** Names of errors of getUserMedia, by kind. */
  readonly wrong: { audio?: string; video?: string } = {};
  /** Devices that another program holds, by id. */
  readonly held = new Set<string>();
  /** Its browser can change a microphone that is open. */
  pliable = false;
  present = [
    listed("audioinput", "audio-1", "Headset"),
    listed("audioinput", "audio-2", "Built-in"),
    listed("videoinput", "video-1", "Camera"),
    listed("audiooutput", "out-1", "Speaker"),
  ];
  /** Holds every question until it is called. */
  gate: Promise<void> = Promise.resolve();

  async getUserMedia(asked: Asked): Promise<FakeStream> {
    this.asked.push(asked);
    await this.gate;
    const kinds = (["audio", "video"] as const).filter((kind) => asked[kind]);
    for (const kind of kinds) {
      const name = this.wrong[kind];
      if (name) throw new DOMException("", name);
    }
    const tracks = kinds.map((kind) => {
      const wanted = asked[kind] as MediaTrackConstraints;
      const { exact } = (wanted.deviceId as { exact?: string } | undefined) ?? {};
      const there = this.present.filter((d) => d.kind === `${kind}input`);
      const device = exact === undefined ? there[0] : there.find((d) => d.deviceId === exact);
      if (!device) throw new DOMException("", exact === undefined ? "NotFoundError" : "OverconstrainedError");
      if (this.held.has(device.deviceId)) throw new DOMException("", "NotReadableError");
      const track = new FakeTrack(kind, device.label, device.deviceId, this.pliable);
      track.noiseSuppression = wanted.noiseSuppression as boolean | undefined;
      return track;
    });
    this.opened.push(...tracks);
    return new FakeStream(tracks);
  }

  /** What the person chooses to share: the label is the surface. Null: they close the browser's question. */
  display: "monitor" | "window" | "browser" | null = "window";

  async getDisplayMedia(): Promise<FakeStream> {
    await this.gate;
    if (!this.display) throw new DOMException("", "NotAllowedError");
    const tracks = [new FakeTrack("video", this.display), new FakeTrack("audio", this.display)];
    this.opened.push(...tracks);
    return new FakeStream(tracks);
  }

  async enumerateDevices() {
    return this.present;
  }

  /** A headset is plugged in, which is a microphone and a speaker. */
  plugIn(label: string): void {
    const [input, output] = [`in-${label}`, `out-${label}`];
    this.present = [
      ...this.present,
      listed("audioinput", input, label, label),
      listed("audiooutput", output, label, label),
    ];
    this.dispatchEvent(new Event("devicechange"));
  }

  /** A device is pulled out: its tracks end, and it is listed no more. */
  pullOut(deviceId: string): void {
    this.present = this.present.filter((device) => device.deviceId !== deviceId);
    for (const track of this.opened)
      if (track.deviceId === deviceId && track.readyState === "live") track.unplug();
    this.dispatchEvent(new Event("devicechange"));
  }

  /** The tracks of one kind whose light is on. */
  live(kind: "audio" | "video"): FakeTrack[] {
    return this.opened.filter((track) => track.kind === kind && track.readyState === "live");
  }
}

class FakeTransceiver {
  mid: string | null = null;
  codecs: { mimeType: string }[] = [];
  readonly receiver: { track: FakeTrack };
  /** Every track that was on this line, in order. */
  readonly everSent: FakeTrack[] = [];
  readonly sender = {
    track: null as FakeTrack | null,
    getParameters: () => ({ encodings: structuredClone(this.encodings) }),
    setParameters: async ({ encodings }: { encodings: RTCRtpEncodingParameters[] }) => {
      this.encodings = encodings;
    },
    replaceTrack: async (track: FakeTrack | null) => {
      this.sender.track = track;
      if (track) this.everSent.push(track);
    },
  };

  constructor(
    readonly kind: "audio" | "video",
    readonly direction: string,
    public encodings: RTCRtpEncodingParameters[] = [],
  ) {
    this.receiver = { track: new FakeTrack(kind) };
  }

  setCodecPreferences(codecs: { mimeType: string }[]): void {
    this.codecs = codecs;
  }
}

const sendSources = ["microphone", "camera", "screen", "screenSound"] as const;
type SendSource = (typeof sendSources)[number];

/** A peer connection that names its lines, and reports the states and the traffic that a test sets. */
export class FakePeer extends EventTarget {
  static made: FakePeer[] = [];
  connectionState = "new";
  signalingState = "stable";
  answered = "";
  /** What has arrived, in bytes. It grows at every look until the path is cut. */
  arrived = 0;
  cut = false;
  /** How often an offer asked for other ICE credentials. */
  restarts = 0;
  readonly lines: FakeTransceiver[] = [];

  constructor() {
    super();
    FakePeer.made.push(this);
  }

  addTransceiver(kind: "audio" | "video", init: RTCRtpTransceiverInit): FakeTransceiver {
    const line = new FakeTransceiver(kind, init.direction ?? "", init.sendEncodings);
    this.lines.push(line);
    return line;
  }

  getTransceivers(): FakeTransceiver[] {
    return this.lines;
  }

  async createOffer(options?: { iceRestart?: boolean }) {
    const sdp = `offer ${FakePeer.made.indexOf(this) + 1}`;
    if (!options?.iceRestart) return { type: "offer", sdp };
    this.restarts++;
    return { type: "offer", sdp: `${sdp} restart ${this.restarts}` };
  }

  async getStats() {
    if (!this.cut) this.arrived += 100;
    return new Map([["pair", { id: "pair", type: "candidate-pair", bytesReceived: this.arrived }]]);
  }

  async setLocalDescription(): Promise<void> {
    this.signalingState = "have-local-offer";
    for (const [i, line] of this.lines.entries()) line.mid = String(i);
  }

  async setRemoteDescription(answer: { sdp: string }): Promise<void> {
    this.answered = answer.sdp;
    this.signalingState = "stable";
  }

  close(): void {
    this.connectionState = "closed";
  }

  become(state: string): void {
    this.connectionState = state;
    this.dispatchEvent(new Event("connectionstatechange"));
  }

  /** What the line of `source` sends. */
  sends(source: SendSource): FakeTrack | null {
    return this.lines[sendSources.indexOf(source)]?.sender.track ?? null;
  }

  /** What the line of `source` has ever sent. */
  everSent(source: SendSource): FakeTrack[] {
    return this.lines[sendSources.indexOf(source)]?.everSent ?? [];
  }
}

/** A video element that draws when the test says so. */
export class FakeVideo {
  srcObject: FakeStream | null = null;
  readonly style = { visibility: "" };
  private readonly looks: VideoFrameRequestCallback[] = [];

  async play(): Promise<void> {}

  requestVideoFrameCallback(look: VideoFrameRequestCallback): number {
    return this.looks.push(look);
  }

  /** Draws a picture that was received at `receiveTime` and sent with `rtpTimestamp`, if the browser tells. */
  draw(receiveTime?: number, rtpTimestamp?: number): void {
    const picture = {
      ...(receiveTime !== undefined && { receiveTime }),
      ...(rtpTimestamp !== undefined && { rtpTimestamp }),
    };
    for (const look of this.looks.splice(0)) look(0, picture as VideoFrameCallbackMetadata);
  }

  get blank(): boolean {
    return this.srcObject === null && this.style.visibility === "hidden";
  }

  get track(): FakeTrack | undefined {
    return this.srcObject?.getTracks()[0];
  }

  get element(): HTMLVideoElement {
    return this as unknown as HTMLVideoElement;
  }
}

/** An audio element, which the browser may hold back. */
export class FakeAudio extends EventTarget {
  static made: FakeAudio[] = [];
  static holdsBack = false;
  srcObject: FakeStream | null = null;
  playing = false;
  sinkId = "";
  /** Where it was heard, in order. */
  readonly heardAt: string[] = [];

  constructor() {
    super();
    FakeAudio.made.push(this);
  }

  async play(): Promise<void> {
    if (FakeAudio.holdsBack) throw new DOMException("", "NotAllowedError");
    this.playing = true;
    this.heardAt.push(this.sinkId);
  }

  async setSinkId(deviceId: string): Promise<void> {
    await Promise.resolve();
    if (deviceId === "gone") throw new DOMException("", "NotFoundError");
    this.sinkId = deviceId;
    if (this.playing) this.heardAt.push(deviceId);
  }

  pause(): void {
    this.playing = false;
  }

  static playing(): FakeAudio[] {
    return FakeAudio.made.filter((audio) => audio.playing && audio.srcObject);
  }
}

class FakeNote extends EventTarget {
  readonly frequency = { value: 0 };

  connect(): void {}

  start(): void {}

  stop(): void {
    queueMicrotask(() => this.dispatchEvent(new Event("ended")));
  }
}

/** Hears nothing; the meter's arithmetic has a test of its own. Its notes are over at once. */
class FakeAudioContext {
  readonly currentTime = 0;

  createMediaStreamDestination() {
    return { stream: new FakeStream() };
  }

  createGain() {
    return {
      gain: { setValueAtTime: () => {}, linearRampToValueAtTime: () => {} },
      connect: () => {},
    };
  }

  createOscillator() {
    return new FakeNote();
  }

  createAnalyser() {
    return { fftSize: 0, getFloatTimeDomainData: () => {} };
  }

  createMediaStreamSource() {
    return { connect: () => {} };
  }

  async resume(): Promise<void> {}

  async close(): Promise<void> {}
}

/** An observer of sizes or of visibility, which sees what the test says. */
class FakeObserver {
  static made: FakeObserver[] = [];
  private readonly watched = new Set<unknown>();

  constructor(private readonly look: (entries: object[]) => void) {
    FakeObserver.made.push(this);
  }

  observe(element: unknown): void {
    this.watched.add(element);
  }

  unobserve(element: unknown): void {
    this.watched.delete(element);
  }

  disconnect(): void {
    this.watched.clear();
  }

  /** Lays `element` out: both kinds of observers find in the entry what they look for. */
  static layOut(element: unknown, width: number, height: number, isIntersecting = true): void {
    for (const observer of FakeObserver.made.filter((o) => o.watched.has(element))) {
      observer.look([{ target: element, contentRect: { width, height }, isIntersecting }]);
    }
  }
}

/** Shows `video` so large, or off screen. */
export function layOut(video: FakeVideo, width: number, height: number, isIntersecting = true): void {
  FakeObserver.layOut(video, width, height, isIntersecting);
}

/** Puts the fakes in the place of the browser's own. */
export function fakeWebRTC(): FakeDevices {
  FakePeer.made = [];
  FakeAudio.made = [];
  FakeAudio.holdsBack = false;
  FakeObserver.made = [];
  FakeTrack.size = { width: 640, height: 360 };
  const codecs = ["audio/opus", "audio/PCMU", "video/VP8", "video/H264", "video/rtx", "video/VP9"];
  const getCapabilities = (kind: string) => ({
    codecs: codecs.filter((c) => c.startsWith(kind)).map((mimeType) => ({ mimeType })),
  });
  vi.stubGlobal("RTCPeerConnection", FakePeer);
  vi.stubGlobal("RTCRtpReceiver", { getCapabilities });
  vi.stubGlobal("MediaStream", FakeStream);
  vi.stubGlobal("Audio", FakeAudio);
  vi.stubGlobal("AudioContext", FakeAudioContext);
  vi.stubGlobal("IntersectionObserver", FakeObserver);
  vi.stubGlobal("ResizeObserver", FakeObserver);
  return new FakeDevices();
}
