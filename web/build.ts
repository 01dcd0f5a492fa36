import { promises as files } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { constants, gzip } from "node:zlib";
import type { Plugin, Rolldown } from "vite";

const compress = promisify(gzip);

/** What the server can send smaller. Fonts and pictures are compressed already. */
const compressible = /\.(js|css|wasm|tflite|svg)$/;

/** What a page may weigh before it can be used, compressed, in bytes: half a minute on a very poor line. */
export const firstLoadLimit = 250_000;

/** Writes a compressed copy beside every file that gains by it. The server sends that one where it may. */
export function compressed(): Plugin {
  return {
    name: "alcove-compressed",
    apply: "build",
    async writeBundle({ dir = "" }, bundle) {
      const names = Object.keys(bundle).filter((name) => compressible.test(name));
      await Promise.all(
        names.map(async (name) => {
          const path = join(dir, name);
          const small = await compress(await files.readFile(path), { level: constants.Z_BEST_COMPRESSION });
          await files.writeFile(`${path}.gz`, small);
        }),
      );
    },
  };
}

/** Ends the build if the first load is too heavy, or takes in what only a few will ever need. */
export function firstLoadBudget(): Plugin {
  return {
    name: "alcove-first-load",
    apply: "build",
    async generateBundle(_, bundle) {
      const load = await firstLoad(bundle);
      this.info(`first load: ${load.bytes} bytes compressed, in ${load.files.length} files`);
      const fault = faultOf(load);
      if (fault) this.error(fault);
    },
  };
}

export type FirstLoad = { files: string[]; bytes: number };

/**
 * What a browser loads of a bundle before anybody has pressed anything: the entry, all that leads on from it, and the words
 * of one language.
 */
export async function firstLoad(bundle: Rolldown.OutputBundle): Promise<FirstLoad> {
  const wanted = Object.values(bundle).filter((file) => file.type === "chunk" && file.isEntry);
  const names = new Set(wanted.map((file) => file.fileName));
  for (const name of names) {
    const file = bundle[name];
    if (file?.type === "chunk") {
      for (const next of [...file.imports, ...(file.viteMetadata?.importedCss ?? [])]) names.add(next);
    } else if (file && name.endsWith(".css")) {
      for (const font of fontsIn(String(file.source))) if (bundle[font]) names.add(font);
    }
  }
  const sizes = await Promise.all([...names].map((name) => weight(name, bundle[name])));
  const words = await Promise.all(wordsIn(bundle).map((name) => weight(name, bundle[name])));
  return { files: [...names], bytes: sizes.reduce((sum, size) => sum + size, Math.max(0, ...words)) };
}

/** What is wrong with a first load, or null. */
export function faultOf({ files, bytes }: FirstLoad): string | null {
  const heavy = files.filter((name) => /\.(wasm|tflite)$|litert|blur/.test(name));
  if (heavy.length > 0) return `not everybody needs ${heavy.join(", ")} at once`;
  if (bytes > firstLoadLimit) return `the first load has ${bytes} bytes, more than ${firstLoadLimit}`;
  return null;
}

/** The words of each language: everybody loads those of one. */
function wordsIn(bundle: Rolldown.OutputBundle): string[] {
  return Object.values(bundle)
    .filter((file) => file.type === "chunk" && file.facadeModuleId?.endsWith(".po"))
    .map((file) => file.fileName);
}

/** The fonts that every page needs: others are loaded only once a letter of theirs is met. */
function fontsIn(style: string): string[] {
  const faces = [...style.matchAll(/@font-face\s*\{[^}]*\}/g)].map(([face]) => face);
  return faces
    .filter((face) => !/unicode-range/i.test(face) || /U\+(\?\?|0-ff|0000-00ff)/i.test(face))
    .flatMap((face) => [...face.matchAll(/url\(["']?\/?([^"')]+)["']?\)/g)].map(([, font = ""]) => font));
}

type Output = Rolldown.OutputBundle[string];

/** What a file weighs on the line, in bytes. */
async function weight(name: string, file: Output | undefined): Promise<number> {
  const content = file?.type === "chunk" ? file.code : (file?.source ?? "");
  return compressible.test(name) ? (await compress(content)).length : content.length;
}
