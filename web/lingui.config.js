/** The words live under explicit ids in src/locales; English is written there like any other language. */
export default {
  locales: ["en", "es"],
  sourceLocale: "en",
  catalogs: [{ path: "<rootDir>/src/locales/{locale}", include: ["src"] }],
  format: "po",
};
