import { i18n } from "@lingui/core";
import { messages as english } from "../../locales/en.po";
import { keep, recall } from "../parts/kept";

/** The languages of the page, each under the name its speakers give it. */
export const languages = { en: "English", es: "Español" } as const;
export type Language = keyof typeof languages;

const place = "alcove.language";

i18n.load("en", english);

/** The language to begin with: the one chosen here before, else the browser's first that we have. */
export function firstLanguage(kept: string | null, wanted: readonly string[]): Language {
  if (isLanguage(kept)) return kept;
  return wanted.map((tag) => tag.slice(0, 2).toLowerCase()).find(isLanguage) ?? "en";
}

const loaded = new Set<Language>(["en"]);

/** Speaks the reader's language. Call it once, before the first drawing, which waits for whoever reads another than English. */
export async function startLanguage(): Promise<void> {
  speak("en");
  const first = firstLanguage(recall(place), navigator.languages);
  if (first === "en") return;
  // Without its words the page speaks English, which is better than nothing.
  if (await fetched(first)) speak(first);
}

/** Changes the language of the page and keeps it in this browser if the browser allows that. */
export function changeLanguage(language: Language): void {
  keep(place, language);
  if (loaded.has(language)) speak(language);
  else
    void fetched(language).then((there) => {
      if (there) speak(language);
    });
}

/** Has the words of every language at hand, so that a change needs no line. */
export async function fetchLanguages(): Promise<void> {
  await fetched("es");
}

/** Whether a language's words are there now. Only those of English come with the page: most people read one language. */
async function fetched(language: Language): Promise<boolean> {
  if (loaded.has(language)) return true;
  try {
    const { messages } = await import("../../locales/es.po");
    i18n.load(language, messages);
    loaded.add(language);
    return true;
  } catch {
    return false;
  }
}

export function isLanguage(tag: unknown): tag is Language {
  return typeof tag === "string" && Object.hasOwn(languages, tag);
}

function speak(language: Language): void {
  i18n.activate(language);
  document.documentElement.lang = language;
}
