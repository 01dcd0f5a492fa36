/** Who the voice strip shows, and who may follow. */
export type Voice = {
  /** The seat on the strip. */
  shown: number;
  /** Who speaks without having been on the strip yet, and since when (ms). */
  rising: { seat: number; since: number } | null;
};

/** How long somebody must have the floor before the strip turns to them, in ms. */
export const floorAfter = 2000;

/**
 * The voice strip after `speaking` was heard at `now` (ms). It turns to whoever has had the floor for `floorAfter` and
 * keeps them through a silence, so that it does not flicker.
 */
export function nextVoice(voice: Voice, speaking: readonly number[], now: number): Voice {
  const others = speaking.filter((seat) => seat !== voice.shown);
  const { rising } = voice;
  if (rising && others.includes(rising.seat)) {
    return now - rising.since >= floorAfter ? { shown: rising.seat, rising: null } : voice;
  }
  const [seat] = others;
  return { shown: voice.shown, rising: seat === undefined ? null : { seat, since: now } };
}
