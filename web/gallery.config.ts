import { mergeConfig } from "vitest/config";
import page from "./vite.config";

/** Builds the gallery instead of the page, with the names of components in it: what tests of every screen open. */
export default mergeConfig(page, {
  build: { rolldownOptions: { input: "gallery.html" }, minify: false, emptyOutDir: true },
});
