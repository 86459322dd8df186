import { expect, type Page } from '@playwright/test';
import { open } from './portal';

export interface LakeFSBranchAnswers {
  name: string;
  purpose?: string;
  /** Part of the message of the commit that it begins at; else at the newest of `main`. */
  commit?: RegExp;
}

type Step = 'where' | 'what' | 'how long';

/**
 * Fills in "New lakeFS branch" for sales on west up to its third step.
 * `onStep` is called with each step as soon as it is filled in.
 */
export async function fillLakeFSBranch(
  page: Page,
  answers: LakeFSBranchAnswers,
  onStep: (step: Step) => Promise<void> = async () => {},
) {
  await open(page, '/create/templates/default/lakefs-branch');
  await page.getByRole('button', { name: /^Domain/ }).click();
  await page.getByRole('option', { name: 'sales on west' }).click();
  await expect(page.getByRole('option')).toHaveCount(0);
  // The only one that the domain may use, and where most begin.
  await expect(page.getByLabel(/^Repository/)).toHaveValue('lake/sales-lake');
  await expect(page.getByLabel(/^Begins at/)).toHaveValue('main');
  await expect(page.getByLabel('The newest when it is made')).toBeChecked();
  if (answers.commit) {
    await page.getByLabel(answers.commit).check();
  }
  await onStep('where');
  await page.getByRole('button', { name: 'Next' }).click();

  await page.getByRole('textbox', { name: /^Name/ }).fill(answers.name);
  await expect(
    page.getByText(`${answers.name} is free in sales.`),
  ).toBeVisible();
  if (answers.purpose) {
    await page.getByLabel(/^What it is for/).fill(answers.purpose);
  }
  await onStep('what');
  await page.getByRole('button', { name: 'Next' }).click();

  await expect(page.getByRole('button', { name: /^Expires/ })).toContainText(
    'In 30 days',
  );
  await onStep('how long');
}
