import { defineConfig } from "@playwright/test";
import { voice } from "./build";

/** What a test may take altogether. It bounds nothing that is claimed: claims are counts. */
const minute = 60_000;

export default defineConfig({
  testDir: ".",
  outputDir: "../../test-results/browser",
  globalSetup: "./build.ts",
  // Each test has a server, bots and browsers of its own, which is all that two cores carry.
  workers: 1,
  fullyParallel: false,
  retries: 0,
  forbidOnly: true,
  timeout: 5 * minute,
  expect: { timeout: minute },
  reporter: [["list", { printSteps: true }]],
  use: {
    actionTimeout: minute,
    navigationTimeout: minute,
    // Without the pictures of a screencast, which cost as much as the rest of a page.
    trace: { mode: "retain-on-failure", screenshots: false },
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--use-fake-device-for-media-stream=fps=10",
        `--use-file-for-fake-audio-capture=${voice}`,
        "--use-fake-ui-for-media-stream",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
    permissions: ["microphone", "camera"],
    viewport: { width: 1440, height: 900 },
    locale: "en-US",
  },
  projects: [{ name: "browsers" }],
});
