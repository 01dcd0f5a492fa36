import type { Slots } from "../protocol/messages";
import { offeredLayers } from "./layers";

/** The four send lines, first in the offer and in this order. The screen's two have no track until staff share one. */
export type SendLines = {
  microphone: RTCRtpTransceiver;
  camera: RTCRtpTransceiver;
  screen: RTCRtpTransceiver;
  screenSound: RTCRtpTransceiver;
};

/** Bits per second for a shared screen of 1920×1080, whose letters must stay sharp. */
const screenBitrate = 1_500_000;

/** What the server reads or writes: everything else is left out of the offer. */
const extensions = [
  "urn:ietf:params:rtp-hdrext:ssrc-audio-level",
  "urn:ietf:params:rtp-hdrext:sdes:mid",
  "urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id",
  "urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id",
  "http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time",
  "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01",
];

/**
 * Gives `peer` all the lines it will ever have, so that people can come and go without another offer: the send
 * lines, then a pair of audio and video per person, then a pair of video and audio per shared screen.
 */
export function addLines(peer: RTCPeerConnection, slots: Slots): SendLines {
  const send = (kind: "audio" | "video", encodings?: readonly RTCRtpEncodingParameters[]) =>
    addLine(peer, kind, { direction: "sendonly", ...(encodings && { sendEncodings: [...encodings] }) });
  const receive = (kind: "audio" | "video") => addLine(peer, kind, { direction: "recvonly" });

  const lines = {
    microphone: send("audio"),
    camera: send("video", offeredLayers),
    screen: send("video", [{ maxBitrate: screenBitrate }]),
    screenSound: send("audio"),
  };
  for (let i = 0; i < slots.people; i++) {
    receive("audio");
    receive("video");
  }
  for (let i = 0; i < slots.screen; i++) {
    receive("video");
    receive("audio");
  }
  return lines;
}

function addLine(peer: RTCPeerConnection, kind: "audio" | "video", init: RTCRtpTransceiverInit) {
  const line = peer.addTransceiver(kind, init);
  line.setCodecPreferences(codecs(kind));
  trimExtensions(line);
  return line;
}

/** Opus, or VP8 with its retransmissions; the room speaks nothing else. */
function codecs(kind: "audio" | "video"): RTCRtpCodec[] {
  const wanted = kind === "audio" ? ["audio/opus"] : ["video/vp8", "video/rtx"];
  const all = RTCRtpReceiver.getCapabilities(kind)?.codecs ?? [];
  return all.filter((codec) => wanted.includes(codec.mimeType.toLowerCase()));
}

/** Not in every browser yet, and not in the types: RTP Header Extension Control, a W3C draft. */
interface ExtensionControl {
  getHeaderExtensionsToNegotiate(): { uri: string; direction: RTCRtpTransceiverDirection }[];
  setHeaderExtensionsToNegotiate(extensions: { uri: string; direction: RTCRtpTransceiverDirection }[]): void;
}

function trimExtensions(line: RTCRtpTransceiver): void {
  const control = line as RTCRtpTransceiver & Partial<ExtensionControl>;
  if (!control.getHeaderExtensionsToNegotiate || !control.setHeaderExtensionsToNegotiate) return;
  const trimmed = control.getHeaderExtensionsToNegotiate().map((extension) => ({
    ...extension,
    direction: extensions.includes(extension.uri) ? extension.direction : ("stopped" as const),
  }));
  control.setHeaderExtensionsToNegotiate(trimmed);
}
