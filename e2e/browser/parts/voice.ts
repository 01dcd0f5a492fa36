import { writeFileSync } from "node:fs";

const rate = 48_000; // samples a second
const seconds = 8;

/**
 * Writes something that a browser takes for a voice: a buzz of changing pitch in syllables. A steady tone would be
 * taken for noise and suppressed, and the beeps of the browser's own false microphone are too short for speech.
 */
export function writeVoice(file: string): void {
  const samples = new Int16Array(rate * seconds);
  let phase = 0;
  for (let i = 0; i < samples.length; i++) {
    const t = i / rate;
    phase += (140 + 50 * Math.sin(2 * Math.PI * 0.7 * t) + 20 * Math.sin(2 * Math.PI * 2.3 * t)) / rate;
    let buzz = 0;
    for (let overtone = 1; overtone <= 12; overtone++)
      buzz += Math.sin(2 * Math.PI * overtone * phase) / overtone;
    const syllable = 0.55 + 0.45 * Math.sin(2 * Math.PI * 4 * t);
    samples[i] = Math.round(9_000 * buzz * syllable);
  }
  writeFileSync(file, Buffer.concat([header(samples.byteLength), Buffer.from(samples.buffer)]));
}

/** The head of a WAV file: PCM, one channel, 16 bits. */
function header(bytes: number): Buffer {
  const head = Buffer.alloc(44);
  head.write("RIFF", 0);
  head.writeUInt32LE(36 + bytes, 4);
  head.write("WAVEfmt ", 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(rate, 24);
  head.writeUInt32LE(rate * 2, 28);
  head.writeUInt16LE(2, 32);
  head.writeUInt16LE(16, 34);
  head.write("data", 36);
  head.writeUInt32LE(bytes, 40);
  return head;
}
