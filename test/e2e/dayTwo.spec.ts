import { formValues } from './api/support/formValues';
import { runningPortal } from './api/support/running';
import { startTask, taskEnd } from './api/support/scaffolder';
import { freshName, sparkJob } from './api/support/sparkJob';
import { mergeAsBen } from './support/gitHost';
import { kubernetes } from './support/kubernetes';
import { expect, open, signIn, test } from './support/portal';
import { submitSparkJob } from './support/sparkJobForm';

const jobPage = (name: string) =>
  `/lakehouse/workloads/west/dom-sales/spark-application/${name}`;

test.describe('a job that somebody applied by hand', () => {
  test.describe.configure({ mode: 'serial', timeout: 240_000 });

  test('says that it is not in Git, is adopted, and can be changed then', async ({
    page,
  }) => {
    const api = kubernetes();
    test.skip(!api, 'the kubeconfig of the portal is not known');
    const job = sparkJob('e2e-by-hand');
    await api!.mustApply({
      apiVersion: 'sparkoperator.k8s.io/v1beta2',
      kind: 'SparkApplication',
      ...job,
      metadata: { ...job.metadata, namespace: 'dom-sales' },
    });

    await signIn(page, 'mia');
    await open(page, jobPage('e2e-by-hand'));
    await expect(page.getByText(/^Succeeded .* after/)).toBeVisible({
      timeout: 60_000,
    });
    await expect(page.getByText(/^Not in Git: somebody/)).toBeVisible();
    await expect(page.getByRole('button', { name: 'Delete' })).toHaveCount(0);
    await page.getByRole('button', { name: 'Adopt' }).click();
    const dialog = page.getByRole('dialog');
    await expect(
      dialog.getByText(/the merge does not run it again/),
    ).toBeVisible();
    await dialog.getByRole('button', { name: /to adopt e2e-by-hand/ }).click();
    await expect(
      page.getByRole('heading', {
        name: 'Adopt Spark job e2e-by-hand to sales',
      }),
    ).toBeVisible();
    await mergeAsBen(page);
    await expect(page.getByText('e2e-by-hand is live on west.')).toBeVisible({
      timeout: 30_000,
    });

    await open(page, `${jobPage('e2e-by-hand')}?tab=runs`);
    await expect(page.getByRole('button', { name: 'Delete' })).toBeEnabled();
    await expect(page.getByText(/Not in Git/)).toHaveCount(0);
    // Its one run, below the head of the table: it was not run again.
    await expect(
      page.getByRole('table', { name: 'Runs' }).getByRole('row'),
    ).toHaveCount(2);
  });

  test('is resized, told first whether that fits, and runs again', async ({
    page,
  }) => {
    test.skip(!kubernetes(), 'the kubeconfig of the portal is not known');
    await signIn(page, 'mia');
    await open(page, jobPage('e2e-by-hand'));
    await page.getByRole('button', { name: 'Resize' }).click();
    const dialog = page.getByRole('dialog');
    await expect(dialog.getByText(/^Asks for .* now\.$/)).toBeVisible();
    await dialog.getByLabel('Executors').fill('2');
    await expect(dialog.getByText(/It fits: it asks for 3 CPU/)).toBeVisible();
    await expect(
      dialog.getByText(/runs e2e-by-hand again from its beginning/),
    ).toBeVisible();
    await dialog.getByRole('button', { name: /to resize e2e-by-hand/ }).click();
    await expect(
      page.getByRole('heading', {
        name: 'Resize Spark job e2e-by-hand in sales',
      }),
    ).toBeVisible();
    await mergeAsBen(page);
    await expect(page.getByText('e2e-by-hand is live on west.')).toBeVisible({
      timeout: 30_000,
    });
    await open(page, `${jobPage('e2e-by-hand')}?tab=runs`);
    await expect(
      page.getByRole('table', { name: 'Runs' }).getByRole('row'),
    ).toHaveCount(3, { timeout: 30_000 });
  });
});

test('a job that a form made is changed in that form', async ({ page }) => {
  test.setTimeout(240_000);
  const portal = runningPortal();
  const name = freshName('e2e-form');
  const started = await startTask(portal, 'mia', formValues(name));
  const { output } = await taskEnd(portal, 'mia', started.body.id);
  const isLive = page.getByText(`${name} is live on west.`);
  await signIn(page, 'mia');
  await open(page, `/lakehouse/changes/${output.changeId}`);
  await mergeAsBen(page);
  await expect(isLive).toBeVisible({ timeout: 30_000 });

  await open(page, jobPage(name));
  await page.getByRole('button', { name: 'Edit' }).click();
  await page.getByRole('link', { name: 'Open in template' }).click();
  const field = page.getByRole('textbox', { name: /^Name/ });
  await expect(field).toHaveValue(name);
  await expect(field).toBeDisabled();
  await expect(page.getByText(`Changes ${name} as it is`)).toBeVisible();
  const mainFile = page.getByRole('textbox', { name: /^Main file/ });
  await page.getByRole('button', { name: 'Next' }).click();
  await expect(mainFile).toHaveValue(formValues(name).mainFile);
  await page.getByRole('button', { name: 'Next' }).click();
  await expect(page.getByLabel('Driver memory')).toHaveValue('1g');
  await page.getByLabel('Executors', { exact: true }).fill('2');
  const { change } = await submitSparkJob(page);

  await open(page, change);
  await expect(
    page.getByRole('heading', { name: `Change Spark job ${name} in sales` }),
  ).toBeVisible();
  await mergeAsBen(page);
  await expect(isLive).toBeVisible({ timeout: 30_000 });
  // What it is now opens in the form again.
  await open(page, jobPage(name));
  await page.getByRole('button', { name: 'Edit' }).click();
  await expect(page.getByLabel('Executors', { exact: true })).toHaveValue('2');
  await expect(
    page.getByRole('link', { name: 'Open in template' }),
  ).toBeVisible();
});
