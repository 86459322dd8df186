import fs from 'node:fs';
import path from 'node:path';
import { expect, type Page } from '@playwright/test';
import { open } from './portal';

/** Eight steps, a condition and a loop, as the kfp compiler wrote them. */
const COMPILED = fs.readFileSync(
  path.join(__dirname, '../../fixtures/pipelines/orders-features.yaml'),
  'utf8',
);

/** Fills in "Kubeflow pipeline" for sales on west up to its last step. */
export async function fillKubeflowPipeline(
  page: Page,
  answers: { name: string; version: string },
  onStep: () => Promise<void> = async () => {},
) {
  await open(page, '/create/templates/default/kubeflow-pipeline');
  await page.getByRole('button', { name: /^Domain/ }).click();
  await page.getByRole('option', { name: 'sales on west' }).click();
  await expect(page.getByRole('option')).toHaveCount(0);
  const source = page.getByRole('textbox', { name: /^Compiled pipeline/ });
  await source.fill('pipelineInfo: [\n');
  await expect(page.getByText(/^Line 2: /)).toBeVisible();
  await source.fill(COMPILED);
  const compiled = page.getByRole('region', { name: 'What was compiled' });
  await expect(compiled.getByText(/8 steps, 1 image/)).toBeVisible();
  await expect(compiled.getByText(/Fits:/)).toBeVisible();
  await expect(
    compiled.getByRole('button', { name: /^publish-features/ }),
  ).toBeVisible();
  await onStep();
  await page.getByRole('button', { name: 'Next' }).click();

  await page.getByLabel(/^Pipeline/).fill(answers.name);
  await expect(
    page.getByText(`${answers.name} will be new in sales.`),
  ).toBeVisible();
  await page.getByLabel(/^Version/).fill(answers.version);
  await expect(
    page.getByText(new RegExp(`^${answers.version} is free`)),
  ).toBeVisible();
  await onStep();
}

/** Fills in "Run of a Kubeflow pipeline", opened from a pipeline, up to its last step. */
export async function fillKubeflowRun(
  page: Page,
  answers: {
    name: string;
    parameters: Record<string, string>;
    /** Five fields; once where it is left out. */
    cron?: string;
  },
  onStep: () => Promise<void> = async () => {},
) {
  for (const [name, value] of Object.entries(answers.parameters)) {
    await page.getByLabel(new RegExp(`^${name}`)).fill(value);
  }
  await onStep();
  await page.getByRole('button', { name: 'Next' }).click();
  if (answers.cron) {
    await page.getByRole('button', { name: /^When/ }).click();
    await page.getByRole('option', { name: 'By the clock' }).click();
    await page.getByLabel('Time', { exact: true }).fill(answers.cron);
    await onStep();
  }
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByRole('textbox', { name: /^Name/ }).fill(answers.name);
  await expect(
    page.getByText(`${answers.name} is free in sales.`),
  ).toBeVisible();
  await onStep();
}

/** From the last step to the pull request; the page then follows the change. */
export async function submitKubeflow(page: Page) {
  await page.getByRole('button', { name: 'Review' }).click();
  await page.getByRole('button', { name: 'Create' }).click();
  const change = page.getByRole('link', { name: /Follow it in the portal/i });
  await expect(change).toBeVisible({ timeout: 30_000 });
  await open(
    page,
    new URL((await change.getAttribute('href')) ?? '', page.url()).pathname,
  );
}
