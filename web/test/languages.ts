import { fetchLanguages, startLanguage } from "../src/ui/words/language";

// Tests change the language and look at once: the words are there before any of them begins.
await fetchLanguages();
if (typeof document !== "undefined") await startLanguage();
