import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The catalogues as they are written: id → text. For tests; the page imports the compiled files. */
export function words(): { en: Map<string, string>; es: Map<string, string> } {
  return { en: read("en"), es: read("es") };
}

function read(language: string): Map<string, string> {
  const text = readFileSync(join(import.meta.dirname, `${language}.po`), "utf8");
  const entries = text.matchAll(/^msgid "(.+)"\nmsgstr "(.*)"$/gm);
  return new Map([...entries].map(([, id = "", said = ""]) => [id, said.replaceAll('\\"', '"')]));
}
