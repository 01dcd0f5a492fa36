import { mergeConfig } from "vitest/config";
import { shared } from "./vite.config";

/** Builds the gallery instead of the page, with the names of components in it: what tests of every screen open. */
export default mergeConfig(shared, {
  build: { rolldownOptions: { input: "gallery.html" }, minify: false, emptyOutDir: true },
});
