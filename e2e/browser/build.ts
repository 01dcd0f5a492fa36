import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { writeFigure } from "./parts/figure";
import { writeVoice } from "./parts/voice";

const root = join(__dirname, "../..");

/** The server that is tested: one binary with the built page inside. */
export const binary = join(root, "test-results/alcove");

/** What every Chromium hears from its microphone. */
export const voice = join(root, "test-results/voice.wav");

/** What a Chromium sees whose background is to be blurred. */
export const figure = join(root, "test-results/figure.y4m");

/** Runs once, before the first test. The page must have been built; the rest is made here. */
export default function build(): void {
  if (!existsSync(join(root, "web/dist/index.html"))) {
    throw new Error("the page has not been built: make page");
  }
  execFileSync("go", ["build", "-o", binary, "./cmd/alcove"], { cwd: root, stdio: "inherit" });
  writeVoice(voice);
  writeFigure(figure);
}
