import { i18n } from "@lingui/core";
import { messages as english } from "../../locales/en.po";
import { messages as spanish } from "../../locales/es.po";
import { keep, recall } from "../parts/kept";

/** The languages of the page, each under the name its speakers give it. */
export const languages = { en: "English", es: "Español" } as const;
export type Language = keyof typeof languages;

const place = "alcove.language";

/** The language to begin with: the one chosen here before, else the browser's first that we have. */
export function firstLanguage(kept: string | null, wanted: readonly string[]): Language {
  if (isLanguage(kept)) return kept;
  return wanted.map((tag) => tag.slice(0, 2).toLowerCase()).find(isLanguage) ?? "en";
}

/** Loads the words and speaks the reader's language. Call it once, before the first drawing. */
export function startLanguage(): void {
  i18n.load({ en: english, es: spanish });
  speak(firstLanguage(recall(place), navigator.languages));
}

/** Changes the language of the page and keeps it in this browser if the browser allows that. */
export function changeLanguage(language: Language): void {
  speak(language);
  keep(place, language);
}

export function isLanguage(tag: unknown): tag is Language {
  return typeof tag === "string" && Object.hasOwn(languages, tag);
}

function speak(language: Language): void {
  i18n.activate(language);
  document.documentElement.lang = language;
}
