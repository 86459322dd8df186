import { expect, type Page } from '@playwright/test';
import { urls } from './portal';

/** One call of the Git host's API as a sample user. */
export async function gitApi(
  user: string,
  method: string,
  path: string,
  body?: unknown,
): Promise<any> {
  const response = await fetch(`${urls().git}/api/v1${path}`, {
    method,
    headers: {
      authorization: `token sandbox-${user}`,
      'content-type': 'application/json',
    },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) {
    throw new Error(`${method} ${path}: ${response.status} ${text}`);
  }
  return text ? JSON.parse(text) : undefined;
}

/** Approves and merges a pull request in the browser, as somebody would. */
export async function approveAndMerge(page: Page, url: string, user: string) {
  await page.goto(url);
  await page.getByLabel('Acting as').selectOption(user);
  await page.getByRole('button', { name: 'Switch' }).click();
  await page.locator('#approve').click();
  await expect(page.getByText(`${user} approved this`)).toBeVisible();
  await page.locator('#merge').click();
  await expect(page).toHaveTitle(/Merged/);
}

/** Has a colleague approve and merge the request whose page is open. */
export async function mergeAsBen(page: Page) {
  const link = page.getByRole('link', { name: /lakehouse\/gitops #/ });
  const url = (await link.getAttribute('href')) ?? '';
  const other = await page.context().newPage();
  await approveAndMerge(other, url, 'ben');
  await other.close();
}
