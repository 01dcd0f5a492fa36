import type { FromServer, Slot, View } from "../../../web/src/protocol/messages";

/** What is collected in a page from its first line on. The page knows nothing of it. */
interface Probe {
  peers: RTCPeerConnection[];
  /** How often a local description was set: the offers of this page. */
  offers: number;
  /** The offers that were not ICE restarts (RFC 8839, section 4.4.3). */
  negotiations: number;
  view: View | null;
  slots: Slot[];
  /** What the page's own policy stopped. */
  violations: string[];
  /** What was seen of a leaving person, see watchLeaving. */
  leaving: Leaving[];
  /** The newest connection to the server. */
  line: WebSocket | null;
  /** The transport of the first connection, once readPath has seen it. */
  transport: RTCDtlsTransport | null;
  /** Of the sound that watchSound watches, in milliseconds. */
  longestSilence: number;
  /** What the page was told and what it did about it, in milliseconds since watchSound. */
  told: [string, number][];
  since: number;
}

/** How a video looked at one moment while the name of its person was or was no longer to be read. */
export interface Leaving {
  named: boolean;
  inPage: boolean;
  /** A stream is attached, and the element is not hidden. */
  showing: boolean;
}

declare global {
  interface Window {
    probe: Probe;
  }
}

/** Runs in the page before its own scripts: keeps every peer connection and reads along on the WebSocket. */
export function installProbe(): void {
  const probe: Probe = {
    peers: [],
    offers: 0,
    negotiations: 0,
    view: null,
    slots: [],
    violations: [],
    leaving: [],
    line: null,
    transport: null,
    longestSilence: 0,
    told: [],
    since: 0,
  };
  const pathOf = (description?: RTCLocalSessionDescriptionInit | null) =>
    /^a=ice-ufrag:(.*)$/m.exec(description?.sdp ?? "")?.[1];
  const note = (what: string) => void probe.told.push([what, Math.round(performance.now() - probe.since)]);
  for (const what of ["online", "offline"]) window.addEventListener(what, () => note(what));
  window.probe = probe;
  document.addEventListener("securitypolicyviolation", (event) => {
    probe.violations.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`);
  });
  window.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      probe.peers.push(this);
      this.addEventListener("connectionstatechange", () => note(this.connectionState));
    }
    override setLocalDescription(description?: RTCLocalSessionDescriptionInit): Promise<void> {
      const was = pathOf(this.localDescription);
      probe.offers++;
      if (was === undefined || was === pathOf(description)) probe.negotiations++;
      note("offer");
      return super.setLocalDescription(description);
    }
  } as typeof RTCPeerConnection;
  window.WebSocket = class extends WebSocket {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols);
      probe.line = this;
      note("line");
      this.addEventListener("message", (event) => {
        const frame = JSON.parse(String(event.data)) as FromServer;
        if (frame.type === "welcome" || frame.type === "media.answer") note(frame.type);
        if (frame.type === "view") probe.view = frame.data;
        if (frame.type === "media.slots") probe.slots = frame.data.slots;
      });
    }
  };
}

/** What one person's line has brought so far. Everything is a running total. */
export interface Received {
  /** Packets of sound. */
  packets: number;
  /** Energy of the decoded sound, as totalAudioEnergy counts it (W3C WebRTC statistics). Only its growth means anything. */
  energy: number;
  /** Decoded pictures. */
  frames: number;
  /** Packets of pictures. */
  picturePackets: number;
  /** How many pixels the newest decoded picture is high; not a total. */
  height: number;
}

/** What somebody has received of whom nothing came. */
export const nothing: Received = { packets: 0, energy: 0, frames: 0, picturePackets: 0, height: 0 };

/** Runs in the page: what has been received of each person in the circle, by display name. */
export async function readReceived(): Promise<Record<string, Received>> {
  const peer = window.probe.peers.findLast((p) => p.connectionState !== "closed");
  const received: Record<string, Received> = {};
  if (!peer) return received;
  const byMid = new Map<string, RTCInboundRtpStreamStats>();
  (await peer.getStats()).forEach((stats: RTCStats) => {
    const line = stats as RTCInboundRtpStreamStats & { mid?: string };
    if (line.type === "inbound-rtp" && line.mid !== undefined) byMid.set(line.mid, line);
  });
  for (const { mid, seat, kind } of window.probe.slots) {
    const name = window.probe.view?.circle?.seats.find((s) => s.seat === seat)?.name;
    if (!name) continue;
    received[name] ??= { packets: 0, energy: 0, frames: 0, picturePackets: 0, height: 0 };
    const stats = byMid.get(mid);
    if (kind === "audio") {
      received[name].packets = stats?.packetsReceived ?? 0;
      received[name].energy = stats?.totalAudioEnergy ?? 0;
    }
    if (kind === "video") {
      received[name].frames = stats?.framesDecoded ?? 0;
      received[name].picturePackets = stats?.packetsReceived ?? 0;
      received[name].height = stats?.frameHeight ?? 0;
    }
  }
  return received;
}

/** Runs in the page: on which line each person's picture comes, by display name. */
export function readPictureLines(): Record<string, string> {
  const lines: Record<string, string> = {};
  for (const { mid, seat, kind } of window.probe.slots) {
    const name = window.probe.view?.circle?.seats.find((s) => s.seat === seat)?.name;
    if (name && kind === "video") lines[name] = mid;
  }
  return lines;
}

/** Runs in the page: how many packets of sound and pictures it has received, of whomever. */
export async function readPackets(): Promise<number> {
  let packets = 0;
  for (const peer of window.probe.peers) {
    if (peer.connectionState === "closed") continue;
    (await peer.getStats()).forEach((stats: RTCStats) => {
      if (stats.type === "inbound-rtp") packets += (stats as RTCInboundRtpStreamStats).packetsReceived ?? 0;
    });
  }
  return packets;
}

/** How media reach a page. */
export interface Path {
  /** How many peer connections the page has made altogether. */
  connections: number;
  /** The transport is the one that it was when this was asked for the first time. */
  sameTransport: boolean;
  state: string;
  /** The candidate pair in use, and the browser's port of it. */
  pair: string;
  port: number;
  /** What the server calls itself on it. */
  ufrag: string;
}

/** Runs in the page. */
export async function readPath(): Promise<Path> {
  const { probe } = window;
  const peer = probe.peers.findLast((p) => p.connectionState !== "closed");
  const transport = peer?.getSenders()[0]?.transport ?? null;
  probe.transport ??= transport;
  let pair = "";
  const report = await peer?.getStats();
  report?.forEach((stats: RTCStats) => {
    const { selectedCandidatePairId } = stats as RTCTransportStats;
    const { nominated, state, selected } = stats as RTCIceCandidatePairStats & { selected?: boolean };
    if (stats.type === "transport" && selectedCandidatePairId) pair = selectedCandidatePairId;
    // Firefox says it of the pair itself.
    if (stats.type === "candidate-pair" && selected && nominated && state === "succeeded") pair = stats.id;
  });
  return {
    connections: probe.peers.length,
    sameTransport: transport !== null && transport === probe.transport,
    state: transport?.state ?? "none",
    pair,
    port: report?.get(report.get(pair)?.localCandidateId ?? "")?.port ?? 0,
    ufrag: /a=ice-ufrag:(\S+)/.exec(peer?.remoteDescription?.sdp ?? "")?.[1] ?? "",
  };
}

/** Runs in the page: from now on notes how long nothing comes of the sound of `name`. */
export function watchSound(name: string): void {
  const { probe } = window;
  const seat = probe.view?.circle?.seats.find((s) => s.name === name)?.seat;
  const mid = probe.slots.find((s) => s.seat === seat && s.kind === "audio")?.mid;
  let packets = 0;
  let last = performance.now();
  probe.longestSilence = 0;
  probe.told = [];
  probe.since = last;
  const look = async () => {
    const peer = probe.peers.findLast((p) => p.connectionState !== "closed");
    const line = peer?.getTransceivers().find((t) => t.mid === mid);
    let now = packets;
    (await line?.receiver.getStats())?.forEach((stats: RTCStats) => {
      if (stats.type === "inbound-rtp") now = (stats as RTCInboundRtpStreamStats).packetsReceived ?? now;
    });
    if (now === packets) return;
    packets = now;
    probe.longestSilence = Math.max(probe.longestSilence, performance.now() - last);
    last = performance.now();
  };
  setInterval(() => void look(), 20);
}

/** One tile of the circle as it can be read and seen. */
export interface Tile {
  /** All that is written on it, as assistive technology hears it. */
  words: string;
  /** The colour in the middle of its picture, or null if nothing is shown. */
  colour: [number, number, number] | null;
}

/** Runs in the page: the tiles of the circle in their order. */
export function readTiles(): Tile[] {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 8;
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  const tiles = document.querySelectorAll("main section ul > li:not([role=presentation])");
  return [...tiles].map((tile) => {
    const read = tile.cloneNode(true) as Element;
    for (const unread of read.querySelectorAll("[aria-hidden=true], button")) unread.remove();
    const video = tile.querySelector("video");
    let colour: Tile["colour"] = null;
    const visible = video && getComputedStyle(video).visibility === "visible";
    if (pen && visible && video.srcObject && video.videoWidth > 0) {
      const { videoWidth: w, videoHeight: h } = video;
      pen.drawImage(video, w / 4, h / 4, w / 2, h / 2, 0, 0, 8, 8);
      const [r = 0, g = 0, b = 0] = pen.getImageData(4, 4, 1, 1).data;
      colour = [r, g, b];
    }
    return { words: (read.textContent ?? "").trim(), colour };
  });
}

/** Runs in the page: draws somebody's picture so wide, and so far up, in CSS pixels. */
export function placePicture({ name, width, up }: { name: string; width: number; up: number }): void {
  const tiles = [...document.querySelectorAll("main section ul > li")];
  const tile = tiles.find((t) => [...t.querySelectorAll("span")].some((span) => span.textContent === name));
  const video = tile?.querySelector("video");
  if (!video) throw new Error("there is no picture to place");
  video.style.inlineSize = `${width}px`;
  video.style.blockSize = `${(width * 9) / 16}px`;
  video.style.translate = `0 ${-up}px`;
}

/**
 * Runs in the page: from now on notes, at every change of the page and before every drawing, whether `name` can be read
 * in the circle and what the video shows that was theirs.
 */
export function watchLeaving(name: string): void {
  const tiles = () => [...document.querySelectorAll("main section ul > li")];
  const named = (tile: Element) =>
    [...tile.querySelectorAll("span")].some((span) => span.textContent === name);
  const video = tiles().find(named)?.querySelector("video");
  if (!video?.srcObject) throw new Error("there is no picture to leave");
  const note = () => {
    window.probe.leaving.push({
      named: tiles().some(named),
      inPage: video.isConnected,
      showing: video.srcObject !== null && getComputedStyle(video).visibility !== "hidden",
    });
  };
  new MutationObserver(note).observe(document.body, { subtree: true, childList: true, attributes: true });
  const everyFrame = () => {
    note();
    requestAnimationFrame(everyFrame);
  };
  everyFrame();
}
