// @vitest-environment node
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setupI18n } from "@lingui/core";
import { compileMessage } from "@lingui/message-utils/compileMessage";
import { describe, expect, it } from "vitest";
import { messages as compiledEnglish } from "./en.po";
import { messages as compiledSpanish } from "./es.po";
import { words } from "./read";

const { en, es } = words();
const ids = [...en.keys()];

// What blames, alarms or hurries people, in each language.
const avoided = {
  en: /\b(kicked|banned|blocked|failed|denied|violations?|non-compliant|addicts?|offenders?|inactive|warnings?|oops|errors?|countdowns?|seconds left)\b|!/i,
  es: /(?<!\p{L})(expulsad[oa]s?|vetad[oa]s?|bloque\p{L}*|fall[óo]s?|fallid[oa]s?|denegad[oa]s?|rechazad[oa]s?|violaci[óo]n(es)?|incumpl\p{L}*|adict[oa]s?|infractor(es|as?)?|inactiv[oa]s?|advertencias?|ups|error(es)?|cuenta atrás|cuenta regresiva|quedan? \S+ segundos)(?!\p{L})|[¡!]/iu,
};
const shouting = /(?<!\p{L})\p{Lu}{3,}(?!\p{L})/u;

// What is written so: a word that people are to send, and the names of two paths that staff read of.
const written = new Set(["AYUDA", "UDP", "TCP"]);

/** The grade of school whose pupils read the longer texts with ease, see gradeOf. */
const hardest = 7;
const long = 8; // words; below that the formula says nothing

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

  it.each([
    ["English", compiledEnglish],
    ["Spanish", compiledSpanish],
  ])("are found by the page under the ids that they are written with, in %s", (_, compiled) => {
    expect(ids.filter((id) => !Object.hasOwn(compiled, id))).toEqual([]);
  });

  it.each(ids)("%s has the same blanks in both languages", (id) => {
    expect(blanks(es.get(id) ?? "")).toEqual(blanks(en.get(id) ?? ""));
  });

  it.each([
    ["en", en],
    ["es", es],
  ] as const)("avoid what blames, shouts, alarms or hurries (%s)", (language, catalogue) => {
    expect([...catalogue].filter(([, text]) => isHarsh(text, language))).toEqual([]);
  });

  it.each([
    ["en", "You were kicked out."],
    ["en", "Join failed"],
    ["en", "Come back!"],
    ["en", "You are NOT muted"],
    ["en", "10 seconds left"],
    ["es", "Usted fue expulsada."],
    ["es", "Acceso denegado"],
    ["es", "Su cámara está bloqueada."],
    ["es", "¡Vuelva!"],
    ["es", "Está INACTIVO"],
    ["es", "Última advertencia"],
  ] as const)("would not be let through (%s): %s", (language, text) => {
    expect(isHarsh(text, language)).toBe(true);
  });

  it("can be read in the sixth grade, or soon after, where they are long", () => {
    const hard = [...en].map(([id, text]) => [id, gradeOf(spoken(text))] as const);
    expect(hard.filter(([, grade]) => grade > hardest)).toEqual([]);
    // The measure tells the two apart.
    const plain = "Your camera is off. Press it again when you would like to be seen.";
    const stiff =
      "Participants experiencing technical difficulties should contact the responsible administrator.";
    expect(gradeOf(plain)).toBeLessThan(hardest);
    expect(gradeOf(stiff)).toBeGreaterThan(hardest);
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

function isHarsh(text: string, language: keyof typeof avoided): boolean {
  const words = text.split(/\s+/).filter((word) => !written.has(word.replace(/[.,]$/, "")));
  return avoided[language].test(text) || shouting.test(words.join(" "));
}

/** A text with its blanks filled in: people are called Dana, and there are two of everything. */
function spoken(text: string): string {
  const i18n = setupI18n();
  i18n.setMessagesCompiler(compileMessage);
  i18n.loadAndActivate({ locale: "en", messages: { text } });
  const values = Object.fromEntries(
    blanks(text).map((name) => [
      name,
      /count|place|minutes/.test(name) ? 2 : name === "known" ? "yes" : "Dana",
    ]),
  );
  return i18n._("text", values).replace(/<\/?\d+\/?>/g, "");
}

/**
 * How many years of school a text asks for, by the formula of Flesch and Kincaid: long sentences and long words make it
 * harder. Syllables are counted as runs of vowels, which is near enough. Zero for a text that is short.
 */
function gradeOf(text: string): number {
  const words = text.match(/[A-Za-z'’]+/g) ?? [];
  if (words.length < long) return 0;
  const sentences = text.split(/[.?:;]+(?:\s|$)/).filter((part) => /[a-z]/.test(part)).length;
  const syllables = words.map(syllablesOf).reduce((sum, n) => sum + n, 0);
  return 0.39 * (words.length / sentences) + 11.8 * (syllables / words.length) - 15.59;
}

function syllablesOf(word: string): number {
  const spoken = word.toLowerCase().replace(/[^a-z]/g, "");
  if (spoken.length <= 3) return 1;
  const silent = spoken.replace(/(?:[^laeiouy]es|ed|[^laeiouy]e)$/, "").replace(/^y/, "");
  return Math.max(1, silent.match(/[aeiouy]{1,2}/g)?.length ?? 0);
}

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
