import { test as base, expect, type Page } from '@playwright/test';
import { launchOptions } from './browser';

/** Addresses of what the global setup started. */
export function urls() {
  const { PORTAL_URL, BACKEND_URL, GIT_URL } = process.env;
  if (!PORTAL_URL || !BACKEND_URL || !GIT_URL) {
    throw new Error('the portal was not started: see support/globalSetup.ts');
  }
  return { portal: PORTAL_URL, backend: BACKEND_URL, git: GIT_URL };
}

/** Playwright's test, in the browser that is here. */
export const test = base.extend<object, { launch: void }>({
  // A worker option cannot wait for a promise, a worker fixture can.
  browser: [
    async ({ playwright }, use) => {
      const browser = await playwright.chromium.launch(await launchOptions());
      await use(browser);
      await browser.close();
    },
    { scope: 'worker' },
  ],
});

export { expect };

const NAMES = {
  mia: 'Mia Larsson',
  ben: 'Ben Achterberg',
  noah: 'Noah Silva',
  pat: 'Pat Okafor',
  sam: 'Sam Novak',
  guest: 'Guest',
};

/** Opens the portal as somebody. */
export async function signIn(page: Page, user: keyof typeof NAMES) {
  await page.goto(urls().portal);
  await page.getByRole('heading', { name: NAMES[user] }).click();
  await page.waitForURL(/\/lakehouse$/);
}

/** A page of the portal by its address. */
export async function open(page: Page, path: string) {
  await page.goto(`${urls().portal}${path}`);
}

/** The same as a link of the portal would do: no reload, so many pages are quick to see. */
export async function follow(page: Page, path: string) {
  await page.evaluate(to => {
    window.history.pushState({}, '', to);
    window.dispatchEvent(new PopStateEvent('popstate'));
  }, path);
}
