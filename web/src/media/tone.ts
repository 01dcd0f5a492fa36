/** Two notes of a soft chord, in Hz. */
const notes = [392, 523.25];
/** How long the tone takes, in seconds, with its rise and fall. */
const length = 1.6;
const rise = 0.15;
/** How loud each note is at its height, of 1: about as loud as a voice. */
const height = 0.12;

/**
 * Plays a soft tone and resolves once it is over: false if the browser did not play it. It goes through an element, as
 * the circle's sound does, and `direct` sends that to its speaker: what is heard now is where the group will be heard.
 */
export async function playTone(direct: (player: HTMLAudioElement) => Promise<void>): Promise<boolean> {
  const context = new AudioContext();
  const player = new Audio();
  try {
    void context.resume().catch(() => undefined); // before anything is waited for: it belongs to the tap
    const out = context.createMediaStreamDestination();
    player.srcObject = out.stream;
    await direct(player);
    await player.play();
    await sing(context, out);
    return true;
  } catch {
    return false; // held back by the browser, or no speaker at all
  } finally {
    player.pause();
    player.srcObject = null;
    void context.close().catch(() => undefined);
  }
}

function sing(context: AudioContext, out: AudioNode): Promise<void> {
  const now = context.currentTime;
  const loudness = context.createGain();
  loudness.gain.setValueAtTime(0, now);
  loudness.gain.linearRampToValueAtTime(height, now + rise);
  loudness.gain.linearRampToValueAtTime(0, now + length);
  loudness.connect(out);
  const ends = notes.map((frequency) => {
    const note = context.createOscillator();
    note.frequency.value = frequency;
    note.connect(loudness);
    const over = new Promise<void>((resolve) => note.addEventListener("ended", () => resolve()));
    note.start(now);
    note.stop(now + length);
    return over;
  });
  return Promise.all(ends).then(() => undefined);
}
