// Makes recordings.txt: what the packets of some sounds say of themselves when they come from a browser's encoder. Each line is
// a name and, for every 20 ms, the level in -dBov (RFC 6464) and the bytes that Opus makes of it: "23/81".
// Speakers are synthesized sentences without the silence before and after them, so that they last exactly as long as they are
// spoken; the television is a speaker with music, compressed as broadcasts are and heard across a room.
// The file is committed; run this again only to change it: node make.mjs > recordings.txt. Needs ffmpeg with flite and libopus.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const folder = mkdtempSync(join(tmpdir(), "recordings-"));
const ffmpeg = (...args) => execFileSync("ffmpeg", ["-nostdin", "-v", "error", "-y", ...args]);
const file = (name) => join(folder, name);

const sentences = [
  "I wanted to say something about last week",
  "my sister called on Sunday and we talked for a while about the house and what to do with it",
  "then I noticed my chest getting tight",
  "so I tried the breathing that we practised here and after some minutes it was better",
];

try {
  for (const voice of ["slt", "rms", "awb"])
    for (const [i, text] of sentences.entries()) {
      ffmpeg("-f", "lavfi", "-i", `flite=text='${text}':voice=${voice}`, "-ar", "48000", "-ac", "1", file("speech.wav"));
      print(`${voice}-${i + 1}`, spoken(file("speech.wav")));
    }
  const chord = [220, 277, 330].flatMap((pitch) => ["-f", "lavfi", "-i", `sine=frequency=${pitch}:r=48000:d=20`]);
  ffmpeg("-f", "lavfi", "-i", `flite=text='${sentences.join(". ")}':voice=kal`, ...chord, "-filter_complex",
    "[1][2][3]amix=inputs=3:normalize=0,tremolo=f=2:d=0.4,volume=-6dB[m];[0]aresample=48000,volume=-4dB[s];" +
      "[s][m]amix=inputs=2:duration=first:normalize=0,acompressor=threshold=-30dB:ratio=12:attack=3:release=80:makeup=4," +
      "aecho=0.8:0.7:60|110|170:0.5|0.4|0.3,volume=-8dB", "-ac", "1", file("television.wav"));
  print("television", file("television.wav"), 12);
  ffmpeg("-f", "lavfi", "-i", "anoisesrc=c=pink:r=48000:a=0.005:d=6:seed=7", "-ac", "1", file("quiet.wav"));
  print("quiet", file("quiet.wav"), 4);
  ffmpeg("-f", "lavfi", "-i", "anullsrc=r=48000:cl=mono:d=6", file("silence.wav"));
  print("silence", file("silence.wav"), 4);
} finally {
  rmSync(folder, { recursive: true });
}

/** The level of every 20 ms of a file, in -dBov. */
function levels(wav) {
  const data = readFileSync(wav);
  const sound = data.subarray(data.indexOf("data") + 8);
  const found = [];
  for (let at = 0; at + 1920 <= sound.length; at += 1920) {
    let sum = 0;
    for (let i = 0; i < 1920; i += 2) sum += sound.readInt16LE(at + i) ** 2;
    found.push(sum === 0 ? 127 : Math.min(127, Math.round(-10 * Math.log10(sum / 960 / 32768 ** 2))));
  }
  return found;
}

/** Cuts what is not spoken off both ends. */
function spoken(wav) {
  const all = levels(wav);
  const loud = (level) => level <= 35;
  const [from, to] = [all.findIndex(loud), all.findLastIndex(loud) + 1];
  ffmpeg("-i", wav, "-af", `atrim=${from * 0.02}:${to * 0.02}`, file("cut.wav"));
  return file("cut.wav");
}

/** The bytes of every packet, at what the server asks browsers for, with redundancy against loss. */
function sizes(wav) {
  ffmpeg("-i", wav, "-ac", "1", "-c:a", "libopus", "-b:a", "32k", "-vbr", "on", "-application", "voip", "-frame_duration", "20",
    "-fec", "1", "-packet_loss", "10", "-page_duration", "20000", file("x.ogg"));
  const ogg = readFileSync(file("x.ogg"));
  const packets = [];
  let size = 0;
  for (let at = 0; at < ogg.length; ) {
    const segments = ogg.subarray(at + 27, at + 27 + ogg[at + 26]);
    for (const part of segments) {
      size += part;
      if (part < 255) [, size] = [packets.push(size), 0];
    }
    at += 27 + segments.length + segments.reduce((sum, part) => sum + part, 0);
  }
  return packets.slice(2); // the two headers of the container
}

function print(name, wav, seconds = 60) {
  const [level, size] = [levels(wav), sizes(wav)];
  const packets = level.slice(0, seconds * 50).map((l, i) => `${l}/${size[i]}`);
  process.stdout.write(`${name} ${packets.join(" ")}\n`);
}
