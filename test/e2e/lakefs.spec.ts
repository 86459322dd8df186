import type { ChangeRequest } from '../../plugins/lakehouse-common/src/types';
import { runningLakeFS, runningPortal } from './api/support/running';
import { mergeAsBen } from './support/gitHost';
import {
  fillLakeFSBranch,
  submitLakeFSBranch,
} from './support/lakefsBranchForm';
import { expect, open, signIn, test } from './support/portal';
import { submitSparkJob, fillSparkJob } from './support/sparkJobForm';

const BRANCH = 'e2e-story';
const JOB = 'e2e-story-job';
const WORKLOAD = `/lakehouse/workloads/west/dom-sales/lakefs-branch/${BRANCH}`;
const REPOSITORY = '/lakehouse/lakefs/lake/sales-lake';
const FOLDER = 'tables/e2e_story';

/** Long enough for a merge, its sync, and the controller's look. */
const SOON = { timeout: 90_000 };

test.describe('a branch of lakeFS', () => {
  test.describe.configure({ mode: 'serial', timeout: 300_000 });

  test('is asked for in a form and is there after the merge', async ({
    page,
  }) => {
    await signIn(page, 'mia');
    await fillLakeFSBranch(page, {
      name: BRANCH,
      purpose: 'Correct the orders of October',
    });
    await page.getByRole('radio', { name: /^The branch is deleted/ }).check();
    const change = await submitLakeFSBranch(page);
    await open(page, change);
    await mergeAsBen(page);
    await expect(page.getByText(`${BRANCH} is live on west.`)).toBeVisible(
      SOON,
    );
    await open(page, REPOSITORY);
    const link = page.getByRole('link', { name: BRANCH, exact: true }).first();
    await expect(link).toBeVisible(SOON);
    await link.click();
    await expect(
      page.getByRole('heading', { name: BRANCH, level: 2 }),
    ).toBeVisible();
    await expect(
      page.getByText('Correct the orders of October').first(),
    ).toBeVisible();
  });

  test('is written to by a job, and shows what it has that its source has not', async ({
    page,
  }) => {
    await signIn(page, 'mia');
    await fillSparkJob(page, {
      name: JOB,
      arguments: [
        '--sandbox-seconds=2',
        `lakefs://sales-lake/${BRANCH}/${FOLDER}`,
      ],
    });
    const { change } = await submitSparkJob(page);
    await open(page, change);
    await mergeAsBen(page);
    await open(
      page,
      `/lakehouse/workloads/west/dom-sales/spark-application/${JOB}`,
    );
    await expect(page.getByText(/^Succeeded .* after/)).toBeVisible(SOON);

    await open(page, `${REPOSITORY}/branches/${BRANCH}`);
    await expect(page.getByText(/1 ahead|1 commit/).first()).toBeVisible(SOON);
    await expect(page.getByText(FOLDER).first()).toBeVisible();
    await expect(page.getByRole('link', { name: JOB })).toBeVisible();
    await page.getByRole('tab', { name: 'Compare' }).click();
    await page.getByRole('link', { name: 'tables' }).click();
    await expect(page.getByText('e2e_story').first()).toBeVisible();
  });

  test('is promoted as it was reviewed, and its source has it then', async ({
    page,
  }) => {
    await signIn(page, 'mia');
    await open(page, WORKLOAD);
    await page.getByRole('button', { name: 'Promote' }).click();
    const dialog = page.getByRole('dialog');
    await expect(dialog.getByText(new RegExp(`${JOB} of`))).toBeVisible();
    await dialog
      .getByRole('button', { name: /Open a pull request to merge/ })
      .click();
    await mergeAsBen(page);
    await expect(page.getByText(`${BRANCH} is live on west.`)).toBeVisible(
      SOON,
    );
    await open(page, WORKLOAD);
    await expect(page.getByText(/was promoted into main/)).toBeVisible(SOON);
    const { results } = await runningLakeFS().must<{ results: unknown[] }>(
      'GET',
      `/repositories/sales-lake/refs/main/objects/ls?prefix=${FOLDER}/`,
    );
    expect(results).toHaveLength(1);
  });

  test('is deleted with its object, and an undo brings it back', async ({
    page,
  }) => {
    await signIn(page, 'mia');
    await open(page, WORKLOAD);
    await page.getByRole('button', { name: 'Delete' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox').fill(BRANCH);
    await dialog.getByRole('button', { name: /to delete/ }).click();
    await mergeAsBen(page);
    await expect(page.getByText(`${BRANCH} is gone from west.`)).toBeVisible(
      SOON,
    );
    const removal = page.url();
    const kept = page
      .getByRole('table', { name: 'Kept or deleted branches' })
      .getByRole('row', { name: new RegExp(BRANCH) });
    await open(page, REPOSITORY);
    await page.getByRole('radio', { name: 'Kept or deleted' }).check({
      force: true,
    });
    await expect(kept).toBeVisible(SOON);

    await page.goto(removal);
    await page.getByRole('button', { name: 'Undo' }).click();
    const undo = page.getByRole('dialog');
    await expect(undo.getByText(/lakefront-kept-/).first()).toBeVisible();
    await undo.getByRole('button', { name: /to undo this/ }).click();
    await expect(
      page.getByRole('heading', { name: /Undo "Remove/ }),
    ).toBeVisible();
    await mergeAsBen(page);
    await expect(page.getByText(`${BRANCH} is live on west.`)).toBeVisible(
      SOON,
    );
    await open(page, `${REPOSITORY}/branches/${BRANCH}`);
    await expect(
      page.getByRole('heading', { name: BRANCH, level: 2 }),
    ).toBeVisible(SOON);
  });

  test('expires, is deleted as its object says, and can be restored', async ({
    page,
  }) => {
    const mia = runningPortal().as('mia');
    const { body: change } = await mia.post<ChangeRequest>(
      '/lakehouse/changes',
      {
        ...{ domain: 'sales', kubernetesCluster: 'west' },
        objects: [
          {
            ...{ kind: 'lakefs-branch', name: BRANCH },
            ...{ action: 'verb', verb: 'extend' },
            // The form refuses a day that is past.
            values: [{ path: 'spec.expiresAt', value: '2026-01-31' }],
          },
        ],
      },
    );
    await signIn(page, 'mia');
    await open(page, `/lakehouse/changes/${change.id}`);
    await mergeAsBen(page);
    await open(page, WORKLOAD);
    await expect(page.getByText('Expired').first()).toBeVisible(SOON);
    await open(page, `${REPOSITORY}?q=${BRANCH}`);
    await page
      .getByRole('radio', { name: 'Kept or deleted' })
      .check({ force: true });
    await page
      .getByRole('link', { name: `Restore ${BRANCH}` })
      .first()
      .click(SOON);
    // The form of a new branch, which begins at the tag of the old one.
    await expect(page.getByLabel(/^Begins at/)).toHaveValue(
      new RegExp(`^lakefront-kept-${BRANCH}-`),
    );
  });
});
