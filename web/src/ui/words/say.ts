import { useLingui } from "@lingui/react";
import { useMemo } from "react";
import type { WordId } from "../../locales/ids";

/** Something to be said, before a language is chosen. */
export type Phrase = { id: WordId; values?: Record<string, string | number> };

/** Says a phrase in the reader's language. */
export type Say = (id: WordId, values?: Record<string, string | number>) => string;

/** The words of the page, in the reader's language. */
export function useSay(): Say {
  const { i18n } = useLingui();
  const { locale } = i18n;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new language makes new words
  return useMemo<Say>(() => (id, values) => i18n._(id, values), [i18n, locale]);
}

/** A phrase from its parts, without an empty `values`. */
export function phrase(id: WordId, values?: Record<string, string | number>): Phrase {
  return values ? { id, values } : { id };
}
