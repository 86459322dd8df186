import path from 'node:path';
import { defineConfig } from '@playwright/test';

/** The whole path on real servers, without a browser. */
export default defineConfig({
  testDir: path.join(__dirname, 'real'),
  timeout: 180_000,
  workers: 1,
  fullyParallel: false,
  forbidOnly: Boolean(process.env.CI),
  retries: 0,
  // Servers start anew after every failure: the first ones say enough.
  maxFailures: 5,
  reporter: process.env.PLAYWRIGHT_JSON_OUTPUT_NAME
    ? [['list'], ['json']]
    : [['list']],
  outputDir: path.join(__dirname, 'test-results', 'real'),
});
