// @vitest-environment node
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { words } from "./read";

const { en, es } = words();
const ids = [...en.keys()];

// "warning" and "inactive" are not said to people; the others blame.
const avoided =
  /\b(kicked|banned|failed|denied|violations?|non-compliant|addicts?|offenders?|inactive|warnings?|oops|errors?)\b|!/i;
const shouting = /\b[A-Z]{4,}\b/;

describe("the words of the page", () => {
  it("have the same ids in both languages", () => {
    expect([...es.keys()]).toEqual(ids);
  });

  it.each([
    ["English", en],
    ["Spanish", es],
  ])("are all there in %s", (_, catalogue) => {
    expect([...catalogue].filter(([, text]) => text.trim() === "").map(([id]) => id)).toEqual([]);
  });

  it.each(ids)("%s has the same blanks in both languages", (id) => {
    expect(blanks(es.get(id) ?? "")).toEqual(blanks(en.get(id) ?? ""));
  });

  it("avoid words that blame, shout or alarm", () => {
    const bad = [...en].filter(([, text]) => avoided.test(text) || shouting.test(text));
    expect(bad).toEqual([]);
  });

  it("say usted in Spanish", () => {
    const familiar = /\b(tú|tu|tus|te|ti|contigo|tienes|puedes|quieres|estás|eres)\b/i;
    expect([...es].filter(([, text]) => familiar.test(text))).toEqual([]);
  });

  it("are typed", async () => {
    const union = ids.map((id) => `  | "${id}"`).join("\n");
    await expect(
      `// Generated from en.po by this folder's test; "npx vitest run -u src/locales" writes it anew. DO NOT EDIT.\n\n/** The id of something the page says. */\nexport type WordId =\n${union};\n`,
    ).toMatchFileSnapshot("./ids.ts");
  });

  it("are all said somewhere, or made from a known beginning", () => {
    const source = sources(join(import.meta.dirname, "../ui"));
    const made =
      /^(reason|over\.reason|now\.cameraOff|device\.(allow|camera|microphone)|deed|cameraOff|hold|endToday)\./;
    expect(ids.filter((id) => !source.includes(`"${id}"`) && !made.test(id))).toEqual([]);
  });
});

/** Every blank that a text leaves, and every part that is more than words. */
function blanks(text: string): string[] {
  const names = [...text.matchAll(/\{(\w+)\s*[,}]/g)].map(([, name = ""]) => name);
  return [...new Set([...names, ...(text.match(/<\d+>/g) ?? [])])].sort();
}

function sources(folder: string): string {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.tsx?$/.test(name) && !name.includes(".test."))
    .map((name) => readFileSync(join(folder, name), "utf8"))
    .join("\n");
}
