import { i18n, type Messages } from "@lingui/core";
import { keep, recall } from "../parts/kept";

/** The languages of the page, each under the name its speakers give it. */
export const languages = { en: "English", es: "Español" } as const;
export type Language = keyof typeof languages;

// A reader loads the words of one language: all of them together are a tenth of the page.
const words: Record<Language, () => Promise<{ messages: Messages }>> = {
  en: () => import("../../locales/en.po"),
  es: () => import("../../locales/es.po"),
};

const place = "alcove.language";

/** The language to begin with: the one chosen here before, else the browser's first that we have. */
export function firstLanguage(kept: string | null, wanted: readonly string[]): Language {
  if (isLanguage(kept)) return kept;
  return wanted.map((tag) => tag.slice(0, 2).toLowerCase()).find(isLanguage) ?? "en";
}

/** Speaks the reader's language, once its words are there. Await it before the first drawing: without words is no page. */
export async function startLanguage(): Promise<void> {
  await speak(firstLanguage(recall(place), navigator.languages));
}

/**
 * Changes the language of the page and keeps it in this browser if the browser allows that. It is as it was if the words
 * can't be had.
 */
export async function changeLanguage(language: Language): Promise<void> {
  try {
    await speak(language);
  } catch {
    return;
  }
  keep(place, language);
}

export function isLanguage(tag: unknown): tag is Language {
  return typeof tag === "string" && Object.hasOwn(languages, tag);
}

/** The language that was asked for last: words that come later than the next wish change nothing. */
let wanted: Language | null = null;

async function speak(language: Language): Promise<void> {
  wanted = language;
  const { messages } = await words[language]();
  if (wanted !== language) return;
  i18n.loadAndActivate({ locale: language, messages });
  document.documentElement.lang = language;
}
