import { lingui } from "@lingui/vite-plugin";
import react from "@vitejs/plugin-react";
import { defineConfig, mergeConfig } from "vitest/config";
import { compressed, firstLoadBudget } from "./build.ts";

const server = "http://127.0.0.1:8080";

/** What the page and the gallery of its screens are built with. */
export const shared = defineConfig({
  plugins: [react(), lingui({ failOnMissing: true, failOnCompileError: true })],
  html: {
    // The server puts a fresh nonce in the place of this text in every response; React Aria reads it from the meta tag.
    cspNonce: "{{NONCE}}",
  },
  build: {
    target: "es2022",
    // Everything is a file of our own origin: the policy of the page allows no data: URL and no inline script.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    sourcemap: false,
  },
  server: {
    proxy: { "/api": server, "/ws": { target: server, ws: true } },
  },
  test: {
    environment: "jsdom",
    include: ["src/**/*.test.{ts,tsx}"],
    restoreMocks: true,
    setupFiles: ["test/languages.ts"],
    // No test is about wall-clock time; this only ends one that hangs, on however busy a machine.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});

// Only what is served has to be small.
export default mergeConfig(shared, { plugins: [firstLoadBudget(), compressed()] });
