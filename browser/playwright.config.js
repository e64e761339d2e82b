// The stories and the pages, told in Debian's Chromium against the running program. `cargo xtask test`
// builds the program first; `npx playwright test stories/approver` runs some of them again.
import { availableParallelism } from "node:os";
import { defineConfig } from "@playwright/test";
import { launch } from "./kit/chromium.js";

export default defineConfig({
  testDir: ".",
  // The pages are asked for by name (`cargo xtask test browser pages`) until every one of them passes.
  testMatch: process.argv.some((word) => word.startsWith("pages")) ? ["pages/*.spec.js"] : ["stories/*.spec.js"],
  outputDir: "../target/browser/results",
  globalSetup: "./kit/prepare.js",
  fullyParallel: true,
  workers: Math.max(2, Math.min(4, availableParallelism())),
  timeout: 120_000,
  expect: { timeout: 15_000 },
  forbidOnly: true,
  retries: 0,
  reporter: process.env.STORIES_TOLD === "lines" ? "./kit/lines.js" : "list",
  use: {
    launchOptions: launch,
    locale: "es-CO",
    timezoneId: "America/Bogota",
    actionTimeout: 15_000,
    screenshot: "only-on-failure",
  },
});
