import { expect, type Page } from '@playwright/test';
import { open } from './portal';

const IMAGE = 'apache/spark:4.0.1';
const MAIN_FILE = 'local:///opt/spark/examples/src/main/python/pi.py';

export interface SparkJobAnswers {
  name: string;
  /** `sales` lives on both; `west` where nothing is said. */
  kubernetesCluster?: 'west' | 'east';
  arguments?: string[];
  executors?: number;
  executorCores?: number;
  executorMemory?: string;
}

type Step = 'where' | 'what' | 'size';

/**
 * Fills in "New Spark job" up to its third step, where the size is. `onStep`
 * is called with each step as soon as it is filled in.
 */
export async function fillSparkJob(
  page: Page,
  answers: SparkJobAnswers,
  onStep: (step: Step) => Promise<void> = async () => {},
) {
  await open(page, '/create/templates/default/spark-job');
  const place = `sales on ${answers.kubernetesCluster ?? 'west'}`;
  await page.getByRole('button', { name: /^Domain/ }).click();
  await page.getByRole('option', { name: place }).click();
  await expect(page.getByRole('option')).toHaveCount(0);
  await expect(
    page.getByRole('button', { name: `Domain ${place}` }),
  ).toBeVisible();
  await page.getByRole('textbox', { name: /^Name/ }).fill(answers.name);
  await expect(
    page.getByText(`${answers.name} is free in sales.`),
  ).toBeVisible();
  await onStep('where');
  await page.getByRole('button', { name: 'Next' }).click();

  await page.getByLabel(/^Image/).fill(IMAGE);
  await page.getByRole('textbox', { name: /^Main file/ }).fill(MAIN_FILE);
  for (const [index, argument] of (answers.arguments ?? []).entries()) {
    await page.getByRole('button', { name: 'Add item' }).first().click();
    await page.locator(`#root_arguments_${index}`).fill(argument);
  }
  await onStep('what');
  await page.getByRole('button', { name: 'Next' }).click();

  await expect(page.getByLabel('Driver cores')).toBeVisible();
  if (answers.executors) {
    await page
      .getByLabel('Executors', { exact: true })
      .fill(String(answers.executors));
  }
  if (answers.executorCores) {
    await page.getByLabel('Executor cores').fill(String(answers.executorCores));
  }
  if (answers.executorMemory) {
    await page.getByLabel('Executor memory').fill(answers.executorMemory);
  }
  await expect(page.getByText(/asks for/i).first()).toBeVisible();
  await onStep('size');
}

/** From the third step to the last one, which shows all answers. */
export async function reviewSparkJob(page: Page) {
  await page.getByRole('button', { name: 'Review' }).click();
  await expect(page.getByRole('button', { name: 'Create' })).toBeVisible();
}

/** From the third step to the pull request; answers both links of the task page. */
export async function submitSparkJob(page: Page) {
  await reviewSparkJob(page);
  await page.getByRole('button', { name: 'Create' }).click();
  const pullRequest = page.getByRole('link', { name: /Pull request/i }).first();
  await expect(pullRequest).toBeVisible({ timeout: 30_000 });
  const change = page.getByRole('link', { name: /Follow it in the portal/i });
  return {
    pullRequest: (await pullRequest.getAttribute('href')) ?? '',
    change: new URL((await change.getAttribute('href')) ?? '', page.url())
      .pathname,
  };
}
