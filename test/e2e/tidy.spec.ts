import { runningPortal } from './api/support/running';
import { approveAndMerge } from './support/gitHost';
import { expect, open, signIn, test } from './support/portal';

const JOB = 'email-metrics';
const TITLE = 'Tidy marketing: suspend 1 finished job';

test.describe('a domain that is tidied up', () => {
  test.describe.configure({ timeout: 240_000 });
  test.skip(
    () => process.env.TIDIES !== 'marketing',
    'the portal under test tidies nothing up',
  );

  test('gets one pull request that suspends what has finished; merged, it is live and nothing ran', async ({
    page,
  }) => {
    await signIn(page, 'pat');
    await open(page, '/lakehouse/changes?domain=marketing');
    await expect(page.getByText('Nothing is under way')).toBeVisible();
    const { status } = await runningPortal()
      .as('pat')
      .post('/lakehouse/.backstage/scheduler/v1/tasks/tidy-domains/trigger');
    expect(status).toBe(200);
    const underWay = page.getByRole('table', { name: 'Requests under way' });
    await underWay.getByRole('link', { name: TITLE }).click();
    await expect(page.getByRole('heading', { name: TITLE })).toBeVisible();
    const main = page.getByRole('main');
    await expect(main.getByText(/asked by the portal \(tidy\)/)).toBeVisible();
    await expect(main.getByText(`suspend ${JOB}`)).toBeVisible();
    await expect(
      main.getByRole('region', { name: 'What a merge does' }),
    ).toContainText(`changes Spark job ${JOB} in dom-marketing on west`);
    const link = page.getByRole('link', { name: /lakehouse\/gitops #/ });
    const url = (await link.getAttribute('href')) ?? '';

    const host = await page.context().newPage();
    await host.goto(url);
    await expect(
      host.getByText(/what finished more than 1 day ago is suspended/),
    ).toBeVisible();
    await approveAndMerge(host, url, 'pat');
    await host.close();
    await expect(page.getByText(`${JOB} is live on west.`)).toBeVisible({
      timeout: 60_000,
    });
    await open(
      page,
      `/lakehouse/workloads/west/dom-marketing/spark-application/${JOB}?tab=runs`,
    );
    await expect(main.getByText(/^Succeeded .* after/)).toBeVisible();
    // Its one run, below the head of the table: it was not run again.
    await expect(
      page.getByRole('table', { name: 'Runs' }).getByRole('row'),
    ).toHaveCount(2);
    // There is nothing more to tidy up.
    await open(page, '/lakehouse/changes?domain=marketing');
    await expect(page.getByText('Nothing is under way')).toBeVisible();
    await expect(
      page
        .getByRole('table', { name: 'Live or ended requests' })
        .getByRole('link', { name: TITLE }),
    ).toBeVisible();
  });
});
