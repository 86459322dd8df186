import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { removeJob } from './api/support/removeJob';
import { runningGitHost, runningPortal } from './api/support/running';
import { fillLakeFSBranch } from './support/lakefsBranchForm';
import { expect, open, signIn, test } from './support/portal';

const NAME = 'browser-branch';

async function isAccessible(page: Page) {
  const { violations } = await new AxeBuilder({ page })
    .include('form')
    .analyze();
  const serious = violations.filter(({ impact }) =>
    ['serious', 'critical'].includes(impact ?? ''),
  );
  expect(serious.map(({ id, nodes }) => [id, nodes[0].html])).toEqual([]);
}

test('a branch of lakeFS is asked for in a form that knows what is there', async ({
  page,
}) => {
  await removeJob(runningPortal(), runningGitHost(), NAME, 'lakefs-branch');
  await signIn(page, 'mia');
  await fillLakeFSBranch(
    page,
    { name: NAME, purpose: 'Correct the orders of October' },
    () => isAccessible(page),
  );
  // A day instead of days, and back.
  await page.getByRole('button', { name: /^Expires/ }).click();
  await page.getByRole('option', { name: 'After a day …' }).click();
  await page.getByLabel('Last day').fill('2020-01-31');
  await page.getByRole('button', { name: 'Review' }).click();
  await expect(page.getByText(/2020-01-31 is past/).first()).toBeVisible();
  await page.getByLabel('Last day').fill('2099-12-24');
  await page.getByRole('button', { name: 'Review' }).click();
  await page.getByRole('button', { name: 'Create' }).click();
  const change = page.getByRole('link', { name: /Follow it in the portal/i });
  await expect(change).toBeVisible({ timeout: 30_000 });
  const address = (await change.getAttribute('href')) ?? '';
  await open(page, new URL(address, page.url()).pathname);
  await expect(
    page.getByText(
      /^Merging this creates branch browser-branch of lake\/sales-lake, beginning at main/,
    ),
  ).toBeVisible();
  await removeJob(runningPortal(), runningGitHost(), NAME, 'lakefs-branch');
});

test('a name that is a branch in lakeFS already is not free', async ({
  page,
}) => {
  await signIn(page, 'mia');
  await fillLakeFSBranch(page, { name: 'not-yet-taken' });
  await page.getByRole('button', { name: 'Back' }).click();
  await page.getByRole('textbox', { name: /^Name/ }).fill('main');
  await expect(
    page.getByText(
      'main is taken: sales-lake has a branch of that name in lakeFS.',
    ),
  ).toBeVisible();
});
