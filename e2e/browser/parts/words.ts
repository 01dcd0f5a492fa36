import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setupI18n } from "@lingui/core";
import { compileMessage } from "@lingui/message-utils/compileMessage";

/** Says a phrase of the page by its id. */
export type Say = (id: string, values?: Record<string, string>) => string;

/** The words of the page in a language, read from the catalogue as translators write it. */
export function words(language: "en" | "es"): Say {
  const file = join(__dirname, `../../../web/src/locales/${language}.po`);
  const entries = readFileSync(file, "utf8").matchAll(/^msgid "(.+)"\nmsgstr "(.*)"$/gm);
  const said = [...entries].map(([, id = "", text = ""]) => [id, text.replaceAll('\\"', '"')] as const);
  const i18n = setupI18n();
  i18n.setMessagesCompiler(compileMessage);
  i18n.loadAndActivate({ locale: language, messages: Object.fromEntries(said) });
  return (id, values = {}) => {
    const text = i18n._(id, values);
    if (text === id) throw new Error(`no words for ${id}`);
    return text;
  };
}
