import path from 'node:path';
import { defineConfig } from '@playwright/test';

/** Browser tests against what `npm start` starts, on free ports. */
export default defineConfig({
  testDir: path.join(__dirname, 'e2e'),
  globalSetup: require.resolve('./e2e/support/globalSetup'),
  timeout: 120_000,
  expect: { timeout: 20_000 },
  // One sandbox for all: stories that change it run one after the other.
  workers: 1,
  fullyParallel: false,
  forbidOnly: Boolean(process.env.CI),
  retries: 0,
  reporter: process.env.PLAYWRIGHT_JSON_OUTPUT_NAME
    ? [['list'], ['json']]
    : [['list']],
  outputDir: path.join(__dirname, 'test-results'),
  use: {
    screenshot: 'only-on-failure',
    actionTimeout: 20_000,
  },
});
