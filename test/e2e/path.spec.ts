import { approveAndMerge, gitApi, mergeAsBen } from './support/gitHost';
import { expect, open, signIn, test } from './support/portal';
import { fillSparkJob, submitSparkJob } from './support/sparkJobForm';

const REPOSITORY = '/repos/lakehouse/gitops';
const jobPage = (name: string) =>
  `/lakehouse/workloads/west/dom-sales/spark-application/${name}`;

test.describe.configure({ mode: 'serial', timeout: 240_000 });

test.describe('a form becomes a pull request becomes a running job', () => {
  let changePage: string;
  let removalPage: string;

  test('a member creates a job, a colleague merges it, and it runs', async ({
    page,
    context,
  }) => {
    await signIn(page, 'mia');
    await expect(
      page.getByRole('heading', { name: 'What needs you' }),
    ).toBeVisible();
    await fillSparkJob(page, {
      name: 'e2e-first',
      arguments: ['--sandbox-seconds=6'],
      executors: 1,
    });
    await expect(page.getByText(/Fits: asks for/)).toBeVisible();
    const { pullRequest, change } = await submitSparkJob(page);
    changePage = change;

    await page.getByRole('link', { name: /Follow it in the portal/i }).click();
    await expect(
      page.getByRole('heading', { name: 'Add Spark job e2e-first to sales' }),
    ).toBeVisible();
    await expect(
      page.getByText(/Waits for review by sales-data/).first(),
    ).toBeVisible();

    await approveAndMerge(await context.newPage(), pullRequest, 'ben');

    // The same page, which nobody reloads.
    await expect(page.getByText('e2e-first is live on west.')).toBeVisible({
      timeout: 30_000,
    });
    await expect(page.getByText(/Flux on west applied/)).toBeVisible();

    await open(page, jobPage('e2e-first'));
    await expect(
      page.getByRole('heading', { name: 'e2e-first' }),
    ).toBeVisible();
    await expect(page.getByText(/^Succeeded .* after/)).toBeVisible({
      timeout: 60_000,
    });
    await expect(
      page.getByText(/Successfully stopped SparkContext/),
    ).toBeVisible();
  });

  test('the job is run again and removed from its page, each by a pull request', async ({
    page,
  }) => {
    await signIn(page, 'mia');
    await open(page, jobPage('e2e-first'));
    await page.getByRole('button', { name: 'Run again' }).click();
    await expect(
      page.getByText(/runs e2e-first again from its beginning/),
    ).toBeVisible();
    await page.getByRole('button', { name: /Open a pull request/ }).click();
    await expect(
      page.getByRole('heading', {
        name: 'Run again Spark job e2e-first in sales',
      }),
    ).toBeVisible();
    await mergeAsBen(page);
    await expect(page.getByText('e2e-first is live on west.')).toBeVisible({
      timeout: 30_000,
    });
    await open(page, `${jobPage('e2e-first')}?tab=runs`);
    await expect(
      page.getByRole('table', { name: 'Runs' }).getByRole('row'),
    ).toHaveCount(3, { timeout: 30_000 });

    await page.getByRole('button', { name: 'Delete' }).click();
    const dialog = page.getByRole('dialog');
    await expect(
      dialog.getByText(/removes Spark job e2e-first from dom-sales/),
    ).toBeVisible();
    const submit = dialog.getByRole('button', { name: /to delete e2e-first/ });
    await expect(submit).toBeDisabled();
    await dialog.getByRole('textbox').fill('e2e-first');
    await submit.click();
    await expect(
      page.getByRole('heading', {
        name: 'Remove Spark job e2e-first from sales',
      }),
    ).toBeVisible();
    await mergeAsBen(page);
    await expect(page.getByText('e2e-first is gone from west.')).toBeVisible({
      timeout: 30_000,
    });
    removalPage = new URL(page.url()).pathname;
    await open(page, '/lakehouse/jobs?q=e2e-first');
    await expect(page.getByText('No job matches')).toBeVisible();
  });

  test('its removal is undone, and that undone too', async ({ page }) => {
    await signIn(page, 'mia');
    await open(page, removalPage);
    await undo(/creates e2e-first again, and it runs from its beginning/);
    await expect(
      page.getByRole('heading', {
        name: 'Undo "Remove Spark job e2e-first from sales"',
      }),
    ).toBeVisible();
    await mergeAsBen(page);
    await expect(page.getByText('e2e-first is live on west.')).toBeVisible({
      timeout: 30_000,
    });

    await undo(/removes Spark job e2e-first from dom-sales/);
    await expect(
      page.getByRole('heading', { name: 'Undo "Undo "Remove Spark job' }),
    ).toBeVisible();
    await mergeAsBen(page);
    await expect(page.getByText('e2e-first is gone from west.')).toBeVisible({
      timeout: 30_000,
    });

    async function undo(says: RegExp) {
      await page.getByRole('button', { name: 'Undo', exact: true }).click();
      const dialog = page.getByRole('dialog');
      await expect(dialog.getByText(says)).toBeVisible();
      await dialog.getByRole('button', { name: /to undo this/ }).click();
    }
  });

  test('a job that does not fit says so before it is asked for', async ({
    page,
  }) => {
    await signIn(page, 'mia');
    await fillSparkJob(page, {
      name: 'e2e-too-big',
      executors: 12,
      executorCores: 4,
      executorMemory: '8g',
    });
    await expect(page.getByText(/so it waits until .* more/)).toBeVisible();
    // More than one container may have: refused by the form, by name of the limit.
    await page.getByLabel('Executor cores').fill('40');
    await expect(page.getByText(/at most 16 CPU/).first()).toBeVisible();
  });

  test('a merge that the sync refuses says so, with the message of the engine', async ({
    page,
    context,
  }) => {
    await signIn(page, 'mia');
    await fillSparkJob(page, {
      name: 'e2e-refused',
      arguments: ['--sandbox-seconds=5'],
      executors: 1,
    });
    const { pullRequest, change } = await submitSparkJob(page);
    const number = pullRequest.split('/').pop();
    const pull = await gitApi('ben', 'GET', `${REPOSITORY}/pulls/${number}`);
    // Somebody adds to the branch what a domain's account may not apply.
    const path = 'clusters/west/domains/sales/rights.yaml';
    await gitApi('ben', 'POST', `${REPOSITORY}/contents/${path}`, {
      branch: pull.head.ref,
      message: 'Give everybody everything',
      content: Buffer.from(
        [
          'apiVersion: rbac.authorization.k8s.io/v1',
          'kind: RoleBinding',
          'metadata: { name: everything, namespace: dom-sales }',
          'roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin }',
          'subjects: [{ apiGroup: rbac.authorization.k8s.io, kind: Group, name: sales-data }]',
          '',
        ].join('\n'),
      ).toString('base64'),
    });
    await approveAndMerge(await context.newPage(), pullRequest, 'ben');

    await open(page, change);
    await expect(
      page
        .getByText(/RoleBinding\/dom-sales\/everything.*cannot patch resource/)
        .first(),
    ).toBeVisible({ timeout: 40_000 });

    // The domain says so too; nothing else of it is applied meanwhile.
    await open(page, '/lakehouse/domains/sales');
    await expect(page.getByText(/cannot patch resource/).first()).toBeVisible();

    // Taking the file away lets the change through.
    const file = await gitApi(
      'pat',
      'GET',
      `${REPOSITORY}/contents/${path}?ref=main`,
    );
    await gitApi('admin', 'DELETE', `${REPOSITORY}/contents/${path}`, {
      branch: 'main',
      message: 'Take the rights away again',
      sha: file.sha,
    });
    await open(page, change);
    await expect(page.getByText('e2e-refused is live on west.')).toBeVisible({
      timeout: 40_000,
    });
  });

  test('a domain that lives on two clusters is asked on which: on east Argo CD applies it', async ({
    page,
    context,
  }) => {
    await signIn(page, 'mia');
    await fillSparkJob(page, {
      name: 'e2e-east',
      kubernetesCluster: 'east',
      arguments: ['--sandbox-seconds=5'],
      executors: 1,
    });
    const { pullRequest, change } = await submitSparkJob(page);
    await approveAndMerge(await context.newPage(), pullRequest, 'ben');
    await open(page, change);
    await expect(page.getByText('e2e-east is live on east.')).toBeVisible({
      timeout: 30_000,
    });
    await expect(page.getByText(/Argo CD on east applied/)).toBeVisible();

    // The domain's page shows both, and what each is synced by.
    await open(page, '/lakehouse/domains/sales');
    for (const sync of ['Flux', 'Argo CD']) {
      const where = sync === 'Flux' ? 'west' : 'east';
      await expect(
        page.getByText(`${sync} sales-workloads on ${where}`),
      ).toBeVisible();
      await expect(
        page.getByRole('heading', { name: `Quota on ${where}` }),
      ).toBeVisible();
    }
    await open(page, '/lakehouse/jobs?kubernetesCluster=east');
    await expect(page.getByRole('row', { name: /e2e-east/ })).toBeVisible();
    await expect(page.getByRole('row', { name: /revenue-rollup/ })).toHaveCount(
      0,
    );
  });

  test('a stranger sees none of it', async ({ page }) => {
    await signIn(page, 'sam');
    await expect(page.getByText('sales', { exact: true })).toHaveCount(0);
    await open(page, jobPage('e2e-refused'));
    await expect(
      page.getByText(/It is not there, or it is not yours to see/).first(),
    ).toBeVisible();
    await open(page, changePage);
    await expect(
      page.getByText(/It is not there, or it is not yours to see/).first(),
    ).toBeVisible();
    await open(page, '/lakehouse/jobs');
    await expect(page.getByText('e2e-refused')).toHaveCount(0);
    await open(page, '/lakehouse/changes');
    await expect(page.getByText('e2e-refused')).toHaveCount(0);
  });
});
