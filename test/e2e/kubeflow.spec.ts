import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { mergeAsBen } from './support/gitHost';
import {
  fillKubeflowPipeline,
  fillKubeflowRun,
  submitKubeflow,
} from './support/kubeflowForms';
import { expect, open, signIn, test } from './support/portal';

const PIPELINE = 'e2e-features';
const RUN = 'e2e-features-once';
const SCHEDULE = 'e2e-features-nightly';
const PAGE = `/lakehouse/pipelines/pipeline/west/dom-sales/${PIPELINE}`;

/** Long enough for a merge and both of its syncs, the second of which waits for the first. */
const SOON = { timeout: 120_000 };

async function isAccessible(page: Page) {
  const { violations } = await new AxeBuilder({ page })
    .include('form')
    .analyze();
  const serious = violations.filter(({ impact }) =>
    ['serious', 'critical'].includes(impact ?? ''),
  );
  expect(serious.map(({ id, nodes }) => [id, nodes[0].html])).toEqual([]);
}

test.describe('a Kubeflow pipeline', () => {
  test.describe.configure({ mode: 'serial', timeout: 300_000 });

  test('is brought by one pull request, its version after it', async ({
    page,
  }) => {
    await signIn(page, 'mia');
    await fillKubeflowPipeline(page, { name: PIPELINE, version: 'v1' }, () =>
      isAccessible(page),
    );
    await submitKubeflow(page);
    await mergeAsBen(page);
    await expect(
      page.getByText(`${PIPELINE} and 1 more is live on west.`),
    ).toBeVisible(SOON);
    await open(page, PAGE);
    await expect(page.getByText('Has not run yet; no schedule.')).toBeVisible();
    await page.getByRole('link', { name: /^v1/ }).first().click();
    await expect(page.getByText(/^Made .*: 8 steps, at most/)).toBeVisible();
  });

  test('is run by a pull request, and shows each step as it goes', async ({
    page,
  }) => {
    await signIn(page, 'mia');
    await open(page, PAGE);
    await page.getByRole('link', { name: 'Start or schedule' }).click();
    await fillKubeflowRun(
      page,
      {
        name: RUN,
        parameters: { day: '2026-11-21', fail_at: 'check-quality' },
      },
      () => isAccessible(page),
    );
    await submitKubeflow(page);
    await mergeAsBen(page);
    await open(page, `${PAGE}?tab=runs`);
    await page.getByRole('link', { name: RUN }).first().click(SOON);

    const step = (name: string) =>
      page
        .getByRole('table', { name: 'Steps', exact: true })
        .getByRole('row', { name: new RegExp(name) });
    await expect(step('extract-orders')).toContainText('Succeeded', SOON);
    await expect(step('publish-features')).toContainText('Pending');
    // It is shown as soon as it fails, while others go on.
    await expect(step('check-quality')).toContainText('Failed', SOON);
    const panel = page.getByRole('region', { name: 'The step' });
    await expect(
      panel.getByText(/^Failed after .*: its program ended with exit code 1/),
    ).toBeVisible();
    await expect(panel.getByText(/17 rows without a price/)).toBeVisible();
    await expect(
      page.getByRole('button', { name: /^check-quality Failed/ }),
    ).toBeVisible();
    await expect(page.getByRole('status').first()).toContainText(
      /Failed .*check-quality/,
      SOON,
    );
  });

  test('runs by the clock until that is suspended', async ({ page }) => {
    await signIn(page, 'mia');
    await open(page, PAGE);
    await page.getByRole('link', { name: 'Start or schedule' }).click();
    await fillKubeflowRun(
      page,
      {
        name: SCHEDULE,
        parameters: { day: '2026-11-21' },
        cron: '30 3 * * 1-5',
      },
      () => isAccessible(page),
    );
    await submitKubeflow(page);
    await mergeAsBen(page);
    await expect(page.getByText(`${SCHEDULE} is live on west.`)).toBeVisible(
      SOON,
    );
    await open(page, `${PAGE}?tab=schedules`);
    await page.getByRole('button', { name: `Suspend ${SCHEDULE}` }).click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^Open a pull request: suspend/ })
      .click();
    await mergeAsBen(page);
    await expect(page.getByText(`${SCHEDULE} is live on west.`)).toBeVisible(
      SOON,
    );
    await open(page, `${PAGE}?tab=schedules`);
    const row = page.getByRole('row', { name: new RegExp(SCHEDULE) });
    await expect(row).toContainText('Suspended');
    await expect(
      row.getByRole('button', { name: `Resume ${SCHEDULE}` }),
    ).toBeVisible();
  });

  test('gets other parameters for its runs by the clock', async ({ page }) => {
    await signIn(page, 'mia');
    await open(page, `${PAGE}?tab=schedules`);
    await page.getByRole('button', { name: `Edit ${SCHEDULE}` }).click();
    const dialog = page.getByRole('dialog');
    const day = dialog.getByRole('textbox', { name: 'day' });
    await expect(day).toHaveValue('2026-11-21');
    await day.fill('2026-11-22');
    await expect(
      dialog.getByText(/^From the next time on it runs/),
    ).toBeVisible();
    await dialog
      .getByRole('button', { name: /^Open a pull request to change/ })
      .click();
    await mergeAsBen(page);
    await expect(page.getByText(`${SCHEDULE} is live on west.`)).toBeVisible(
      SOON,
    );
    await open(page, `${PAGE}?tab=schedules`);
    await page.getByRole('button', { name: `Edit ${SCHEDULE}` }).click();
    await expect(day).toHaveValue('2026-11-22');
  });
});
