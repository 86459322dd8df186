import path from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, follow, open, signIn, test, urls } from './support/portal';

/** Pictures of every page; look at them before calling a page done. */
const PICTURES = path.join(__dirname, '../../.cache/pictures');
/** With UPDATE_IMAGES=1 the pictures of the documentation are made again. */
const DOCUMENTED = path.join(__dirname, '../../docs/images');
const inDocs = new Set([
  'home-light',
  'job-failed-light',
  'jobs-dark',
  'domain-light',
]);

const job = (namespace: string, name: string) =>
  `/lakehouse/workloads/west/${namespace}/spark-application/${name}`;

/** Every page, who looks at it, and what says that it is there. */
const PAGES: Array<{
  name: string;
  path: string;
  heading: string | RegExp;
  settled: RegExp;
  /** Default `mia`. */
  who?: 'pat';
}> = [
  {
    name: 'home',
    path: '/lakehouse',
    heading: 'What needs you',
    settled: /store-geocoding/,
  },
  {
    name: 'jobs',
    path: '/lakehouse/jobs',
    heading: 'Jobs',
    settled: /revenue-rollup/,
  },
  {
    name: 'domain',
    path: '/lakehouse/domains/sales',
    heading: 'sales',
    settled: /Quota on west/,
  },
  {
    name: 'domain-rules',
    path: '/lakehouse/domains/sales?tab=rules',
    heading: 'sales',
    settled: /editor/,
  },
  {
    name: 'job-failed',
    path: job('dom-sales', 'store-geocoding'),
    heading: 'store-geocoding',
    settled: /MemoryStore/,
  },
  {
    name: 'job-running',
    path: job('dom-sales', 'revenue-rollup'),
    heading: 'revenue-rollup',
    settled: /INFO/,
  },
  {
    name: 'job-waiting',
    path: job('dom-sales', 'backfill-2024'),
    heading: 'backfill-2024',
    settled: /INFO/,
  },
  {
    name: 'job-absent',
    path: job('dom-sales', 'no-such-job'),
    heading: /.*/,
    settled: /not there/,
  },
  {
    name: 'changes',
    path: '/lakehouse/changes',
    heading: 'Changes',
    settled: /pull request|request/i,
  },
  {
    name: 'health',
    path: '/lakehouse/health',
    heading: 'Lakehouse health',
    settled: /resources of west are live/,
    who: 'pat',
  },
  {
    name: 'health-of-others',
    path: '/lakehouse/health',
    heading: 'Lakehouse health',
    settled: /You may not see/,
  },
  {
    name: 'create',
    path: '/create/templates/default/spark-job',
    heading: 'Spark job',
    settled: /sales on west/,
  },
];

const SIZES = [
  { name: 'wide', width: 1440, height: 900 },
  { name: 'narrow', width: 390, height: 844 },
];

async function settle(
  page: Page,
  { heading, settled }: (typeof PAGES)[number],
) {
  await expect(
    page.getByRole('heading', { name: heading }).first(),
  ).toBeVisible();
  await expect(
    page.getByText(settled).filter({ visible: true }).first(),
  ).toBeVisible();
}

for (const theme of ['light', 'dark'] as const) {
  test.describe(`${theme} pages`, () => {
    test.use({ colorScheme: theme });

    for (const who of ['mia', 'pat'] as const) {
      test(`each that ${who} sees is legible, wide and narrow, and axe finds nothing serious`, async ({
        page,
      }) => {
        test.setTimeout(300_000);
        const broken: string[] = [];
        page.on('pageerror', error => broken.push(error.message));
        await signIn(page, who);
        // What happens to be under the pointer is half way between two colours.
        await page.mouse.move(0, 0);
        for (const entry of PAGES.filter(one => (one.who ?? 'mia') === who)) {
          for (const { name: width, ...viewport } of SIZES) {
            await test.step(`${entry.name} ${width}`, async () => {
              await page.setViewportSize(viewport);
              await follow(page, entry.path);
              await settle(page, entry);
              const picture = `${entry.name}-${theme}${
                width === 'narrow' ? '-narrow' : ''
              }`;
              await page.screenshot({
                path: path.join(PICTURES, `${picture}.png`),
              });
              if (process.env.UPDATE_IMAGES && inDocs.has(picture)) {
                await page.screenshot({
                  path: path.join(DOCUMENTED, `${picture}.png`),
                });
              }
              // The wizard's frame is Backstage's own.
              if (!entry.path.startsWith('/lakehouse')) return;
              const sideways = await page.evaluate(
                () => document.documentElement.scrollWidth - window.innerWidth,
              );
              expect(
                sideways,
                `${picture} scrolls sideways`,
              ).toBeLessThanOrEqual(0);
            });
          }
          if (entry.path.startsWith('/lakehouse')) {
            const { violations } = await new AxeBuilder({ page })
              // What Backstage's own frame does is not ours to mend.
              .include('main')
              .analyze();
            const serious = violations
              .filter(
                ({ impact }) => impact === 'serious' || impact === 'critical',
              )
              .map(({ id, nodes }) => `${entry.name}: ${id} ${nodes[0]?.html}`);
            expect(serious).toEqual([]);
          }
        }
        expect(broken).toEqual([]);
      });
    }
  });
}

test('an address holds what is shown: filters, tab and sort survive a reload', async ({
  page,
}) => {
  await signIn(page, 'mia');
  await open(page, '/lakehouse/jobs');
  await page.getByRole('checkbox', { name: /failed/i }).check();
  await expect(page).toHaveURL(/state=failed/);
  await expect(page.getByRole('row', { name: /revenue-rollup/ })).toHaveCount(
    0,
  );
  await page.reload();
  await expect(
    page.getByRole('row', { name: /store-geocoding/ }),
  ).toBeVisible();
  await expect(page.getByRole('row', { name: /revenue-rollup/ })).toHaveCount(
    0,
  );
});

test('the Git host has its own look, apart from the portal', async ({
  page,
}) => {
  await page.goto(`${urls().git}/lakehouse/gitops/pulls`);
  await expect(page.getByText(/stand-in/)).toBeVisible();
  await page.screenshot({ path: path.join(PICTURES, 'git-pulls.png') });
});
