/** The names of a camera's encodings, the smallest first. */
const rids = ["q", "h", "f"];

/** A camera with so many pixels is worth so many encodings: browsers send no more than that of it. */
const rungs = [
  { pixels: 960 * 540, count: 3 },
  { pixels: 480 * 270, count: 2 },
  { pixels: 0, count: 1 },
];

/** Bits per second for a picture with at most so many pixels. */
const bitrates = [
  { pixels: 320 * 200, bitrate: 150_000 },
  { pixels: 640 * 400, bitrate: 500_000 },
  { pixels: Number.POSITIVE_INFINITY, bitrate: 1_500_000 },
];

/** What the camera's line offers. Which of them are sent, and how large, is settled when there is a picture. */
export const offeredLayers: readonly RTCRtpEncodingParameters[] = rids.map((rid, rank) => ({
  rid,
  scaleResolutionDownBy: 2 ** (rids.length - 1 - rank),
}));

/** What decides how a camera is encoded. */
export type Shape = {
  /** Of the camera's picture; undefined while there is none. */
  size: { width: number; height: number } | undefined;
  /** Whose receivers the server knows, by rid; null: it has not said. */
  useful: readonly string[] | null;
};

/**
 * Sets up `encodings` for a camera: the largest one has its full size, each smaller one half of that. Those that nobody
 * receives, and those that the picture is too small for, are not sent.
 */
export function shapeLayers(encodings: RTCRtpEncodingParameters[], { size, useful }: Shape): void {
  const pixels = size ? size.width * size.height : 0;
  const count = rungs.find((rung) => pixels >= rung.pixels)?.count ?? 1;
  for (const encoding of encodings) {
    const rank = Math.max(rids.indexOf(encoding.rid ?? ""), 0);
    const scale = 2 ** Math.max(count - 1 - rank, 0);
    const area = pixels / scale ** 2;
    encoding.active = rank < count && (useful === null || useful.includes(rids[rank] ?? ""));
    encoding.scaleResolutionDownBy = scale;
    encoding.maxBitrate = bitrates.find((row) => area <= row.pixels)?.bitrate ?? 0;
  }
  // A browser that sends nothing at all could not be seen again before the server has noticed.
  if (encodings[0] && !encodings.some((encoding) => encoding.active)) encodings[0].active = true;
}
