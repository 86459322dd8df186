import path from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { runningPortal } from './api/support/running';
import { freshName, proposal, sparkJob } from './api/support/sparkJob';
import { gitApi } from './support/gitHost';
import { expect, follow, open, signIn, test, urls } from './support/portal';
import { fillSparkJob, reviewSparkJob } from './support/sparkJobForm';

/** Pictures of every page; look at them before calling a page done. */
const PICTURES = path.join(__dirname, '../../.cache/pictures');
/** With UPDATE_IMAGES=1 the pictures of the documentation are made again. */
const DOCUMENTED = path.join(__dirname, '../../docs/images');
const inDocs = new Set([
  'home-light',
  'job-failed-light',
  'jobs-dark',
  'domain-light',
  'change-open-light',
  'entity-light',
  'lakefs-branch-light',
  'run-failed-light',
]);

const job = (namespace: string, name: string, tab?: string) =>
  `/lakehouse/workloads/west/${namespace}/spark-application/${name}${
    tab ? `?tab=${tab}` : ''
  }`;

const compute = (namespace: string, name: string) =>
  `/lakehouse/workloads/west/${namespace}/spark-connect/${name}`;

const lake = (rest = '') => `/lakehouse/lakefs/lake/sales-lake${rest}`;

const pipeline = (what: string, name: string, tab?: string) =>
  `/lakehouse/pipelines/${what}/west/dom-sales/${name}${
    tab ? `?tab=${tab}` : ''
  }`;

/** A branch that is declared for the pictures, of a name that no earlier run took. */
const BRANCH = freshName('pictured-branch');
const branch = (name: string) =>
  `/lakehouse/workloads/west/dom-sales/lakefs-branch/${name}`;

interface Picture {
  name: string;
  path: string;
  heading: string | RegExp;
  /** What says that it is there. */
  settled: RegExp;
  /** Who looks at it; mia where nobody is named. */
  who?: 'pat';
  /** What of the page is ours; all below the frame where nothing is named. */
  part?: string;
}

/** Every page and tab, and what says that it is there. */
const PAGES: Picture[] = [
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
    name: 'jobs-none',
    path: '/lakehouse/jobs?q=nothing-is-called-so',
    heading: 'Jobs',
    settled: /No jobs/,
  },
  {
    name: 'compute',
    path: '/lakehouse/compute',
    heading: 'Compute',
    settled: /sc:\/\/eu-sql-server/,
  },
  {
    name: 'compute-none',
    path: '/lakehouse/compute?q=nothing-is-called-so',
    heading: 'Compute',
    settled: /No compute cluster matches/,
  },
  {
    name: 'compute-of-all',
    path: '/lakehouse/compute',
    heading: 'Compute',
    settled: /runs with what it had before/,
    who: 'pat',
  },
  {
    name: 'compute-ready',
    path: compute('dom-sales', 'sales-sql'),
    heading: 'sales-sql',
    settled: /Spark Connect server started/,
  },
  {
    name: 'compute-outdated',
    path: compute('dom-risk', 'risk-reports'),
    heading: 'risk-reports',
    settled: /Its server started before/,
    who: 'pat',
  },
  {
    name: 'compute-waiting',
    path: compute('dom-risk', 'risk-adhoc'),
    heading: 'risk-adhoc',
    settled: /The image of its server cannot be pulled/,
    who: 'pat',
  },
  {
    name: 'compute-refused',
    path: compute('dom-marketing', 'campaign-sql'),
    heading: 'campaign-sql',
    settled: /Waits for its server/,
    who: 'pat',
  },
  {
    name: 'domain-compute',
    path: '/lakehouse/domains/sales?tab=compute',
    heading: 'sales',
    settled: /sc:\/\/sales-sql-server/,
  },
  {
    name: 'domain',
    path: '/lakehouse/domains/sales',
    heading: 'sales',
    settled: /store-geocoding/,
  },
  {
    name: 'domain-jobs',
    path: '/lakehouse/domains/sales?tab=jobs',
    heading: 'sales',
    settled: /revenue-rollup/,
  },
  {
    name: 'domain-changes',
    path: '/lakehouse/domains/sales?tab=changes',
    heading: 'sales',
    settled: /Add Spark job pictured/,
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
    name: 'job-events',
    path: job('dom-sales', 'daily-orders', 'events'),
    heading: 'daily-orders',
    settled: /SparkApplicationFailed/,
  },
  {
    name: 'job-spec',
    path: job('dom-sales', 'store-geocoding', 'spec'),
    heading: 'store-geocoding',
    settled: /mainApplicationFile/,
  },
  {
    name: 'job-spec-live',
    path: `${job('dom-sales', 'store-geocoding', 'spec')}&view=live`,
    heading: 'store-geocoding',
    settled: /applicationState/,
  },
  {
    name: 'job-spec-difference',
    path: `${job('dom-sales', 'store-geocoding', 'spec')}&view=difference`,
    heading: 'store-geocoding',
    settled: /No difference/,
  },
  {
    name: 'job-runs',
    path: job('dom-sales', 'store-geocoding', 'runs'),
    heading: 'store-geocoding',
    settled: /Started/,
  },
  {
    name: 'job-footprint',
    path: job('dom-sales', 'store-geocoding', 'footprint'),
    heading: 'store-geocoding',
    settled: /driver/i,
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
    settled: /Add Spark job pictured/,
  },
  {
    name: 'entity',
    path: '/catalog/default/system/sales',
    heading: 'Lakehouse domain sales',
    settled: /Add Spark job pictured/,
    part: 'section[aria-label="Lakehouse domain sales"]',
  },
  {
    name: 'entity-of-others',
    path: '/catalog/default/system/risk',
    heading: 'Lakehouse domain risk',
    settled: /There is no domain risk here/,
    part: 'section[aria-label="Lakehouse domain risk"]',
  },
  {
    name: 'entity-lakefs',
    path: '/catalog/default/resource/sales-lake',
    heading: 'lakeFS repository sales-lake',
    settled: /branches: /,
    part: 'section[aria-label="lakeFS repository sales-lake"]',
  },
  {
    name: 'entity-pipeline',
    path: '/catalog/default/resource/orders-features',
    heading: 'Kubeflow pipeline Features of orders',
    settled: /next run in/,
    part: 'section[aria-label^="Kubeflow pipeline"]',
  },
  {
    name: 'entity-pipeline-tab',
    path: '/catalog/default/resource/orders-features/kubeflow-pipeline',
    heading: 'Features of orders',
    settled: /next run in/,
  },
  {
    name: 'lakefs',
    path: '/lakehouse/lakefs',
    heading: 'lakeFS',
    settled: /sales-lake/,
  },
  {
    name: 'lakefs-none',
    path: '/lakehouse/lakefs?q=nothing-is-called-so',
    heading: 'lakeFS',
    settled: /No repository matches/,
  },
  {
    name: 'lakefs-repository',
    path: lake(),
    heading: 'sales-lake',
    settled: /orders-currency/,
  },
  {
    name: 'lakefs-kept',
    path: lake('?show=kept'),
    heading: 'sales-lake',
    // What other stories left behind shows there too.
    settled: /No kept branches|Can be restored/,
  },
  {
    name: 'lakefs-branch',
    path: lake('/branches/orders-currency'),
    heading: 'orders-currency',
    settled: /Iceberg/,
  },
  {
    name: 'lakefs-compare',
    path: lake('/branches/orders-currency?tab=compare&path=tables/'),
    heading: 'orders-currency',
    settled: /What a merge would bring to/,
  },
  {
    name: 'lakefs-uncommitted',
    path: lake('/branches/returns-fix?tab=uncommitted'),
    heading: 'returns-fix',
    settled: /New/,
  },
  {
    name: 'lakefs-hooks',
    path: lake('/branches/main?tab=hooks'),
    heading: 'main',
    settled: /pre-merge/,
  },
  {
    name: 'pipelines',
    path: '/lakehouse/pipelines',
    heading: 'Pipelines',
    settled: /Last runs/,
  },
  {
    name: 'pipelines-none',
    path: '/lakehouse/pipelines?q=nothing-is-called-so',
    heading: 'Pipelines',
    settled: /No pipeline matches/,
  },
  {
    name: 'pipeline',
    path: pipeline('pipeline', 'orders-features'),
    heading: 'Features of orders',
    settled: /runs succeeded/,
  },
  {
    name: 'pipeline-graph',
    path: pipeline('pipeline', 'orders-features', 'graph'),
    heading: 'Features of orders',
    settled: /join-features/,
  },
  {
    name: 'pipeline-schedules',
    path: pipeline('pipeline', 'orders-features', 'schedules'),
    heading: 'Features of orders',
    settled: /orders-features-nightly/,
  },
  {
    name: 'pipeline-runs',
    path: pipeline('pipeline', 'orders-features', 'runs'),
    heading: 'Features of orders',
    settled: /features-try-2/,
  },
  {
    name: 'version',
    path: pipeline('version', 'orders-features-v2'),
    heading: '1.4',
    settled: /Against orders-features-v1/,
  },
  {
    name: 'version-changes',
    path: pipeline('version', 'orders-features-v2', 'changes'),
    heading: '1.4',
    settled: /Against the version before it/,
  },
  {
    name: 'version-inputs',
    path: pipeline('version', 'orders-features-v2', 'inputs'),
    heading: '1.4',
    settled: /fail_at/,
  },
  {
    name: 'version-used',
    path: pipeline('version', 'orders-features-v2', 'used'),
    heading: '1.4',
    settled: /runs? of it/,
  },
  {
    name: 'pipelines-runs',
    path: '/lakehouse/pipelines?tab=runs',
    heading: 'Pipelines',
    settled: /^(No|[\d,]+) runs?\.$/,
  },
  {
    name: 'pipelines-runs-none',
    path: '/lakehouse/pipelines?tab=runs&q=nothing-is-called-so',
    heading: 'Pipelines',
    settled: /No run matches/,
  },
  {
    name: 'run-absent',
    path: '/lakehouse/pipelines/run/west/dom-sales/no-such-run',
    heading: /.*/,
    settled: /not there/,
  },
  {
    name: 'runs-compared-none',
    path: '/lakehouse/pipelines/compare',
    heading: 'Compare runs',
    settled: /Two runs are compared/,
  },
  {
    name: 'domain-pipelines',
    path: '/lakehouse/domains/sales?tab=pipelines',
    heading: 'sales',
    settled: /Last runs/,
  },
  {
    name: 'domain-branches',
    path: '/lakehouse/domains/sales?tab=branches',
    heading: 'sales',
    settled: new RegExp(BRANCH),
  },
  {
    name: 'branch',
    path: branch(BRANCH),
    heading: BRANCH,
    settled: /As main\./,
  },
  {
    name: 'health',
    path: '/lakehouse/health',
    heading: 'Lakehouse health',
    settled: /resources of east and west are live/,
    who: 'pat',
  },
  {
    name: 'health-of-others',
    path: '/lakehouse/health',
    heading: 'Lakehouse health',
    settled: /You may not see/,
  },
];

/** Name of the picture, the button that opens it, and what says that it is there. */
type Asked = [name: string, button: string, settled: RegExp];

const OF_BRANCHES: Asked[] = [
  ['extend', 'Extend', /Expires after/],
  ['promote', 'Promote', /there is nothing to merge/],
  ['delete-branch', 'Delete', /Merging this takes the object away/],
];

const DIALOGS: Asked[] = [
  ['run-again', 'Run again', /again from its beginning/],
  ['edit', 'Edit', /Driver memory/],
  ['delete', 'Delete', /removes Spark job/],
];

const SIZES = [
  { name: 'wide', width: 1440, height: 900 },
  { name: 'narrow', width: 390, height: 844 },
];

async function settle(page: Page, { heading, settled }: Picture) {
  await expect(
    page.getByRole('heading', { name: heading }).first(),
  ).toBeVisible();
  await expect(
    page.getByText(settled).filter({ visible: true }).first(),
  ).toBeVisible();
}

/** A picture for people to look at, and maybe for the documentation. */
async function take(page: Page, name: string) {
  // Labels and sidebars that are on their way belong in no picture.
  await page.waitForFunction(() =>
    document.getAnimations().every(
      ({ playState, timeline, effect }) =>
        // What scrolling drives never ends.
        timeline !== document.timeline ||
        playState !== 'running' ||
        effect?.getComputedTiming().iterations === Infinity,
    ),
  );
  await page.screenshot({ path: path.join(PICTURES, `${name}.png`) });
  if (process.env.UPDATE_IMAGES && inDocs.has(name)) {
    await page.screenshot({ path: path.join(DOCUMENTED, `${name}.png`) });
  }
}

/** What axe finds that keeps somebody out; `part` is what of the page is ours. */
async function seriousFaults(page: Page, part: string): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).include(part).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id} ${nodes[0]?.html}`);
}

async function looksRight(page: Page, entry: Picture, picture: string) {
  // Where the pointer was left is not part of the page.
  await page.mouse.move(0, 0);
  await settle(page, entry);
  await take(page, picture);
  const sideways = await page.evaluate(
    () => document.documentElement.scrollWidth - window.innerWidth,
  );
  expect(sideways, `${picture} scrolls sideways`).toBeLessThanOrEqual(0);
  // What Backstage's own frame does is not ours to mend.
  expect(await seriousFaults(page, entry.part ?? 'main'), picture).toEqual([]);
  if (entry.part) {
    return;
  }
  // A tab under the pointer has other colours.
  const tab = page.getByRole('tab', { selected: false }).last();
  if ((await tab.count()) > 0) {
    await tab.hover();
    expect(
      await seriousFaults(page, 'main [role=tablist]'),
      `${picture}, a tab hovered`,
    ).toEqual([]);
  }
}

/** A change of mia's that waits for its review, so that pages have one to show. */
async function openChange(): Promise<{ id: string; close(): Promise<void> }> {
  const mia = runningPortal().as('mia');
  const proposed = await mia.post<{ id: string }>(
    '/lakehouse/changes',
    proposal(sparkJob(freshName('pictured'))),
  );
  expect(proposed.status, proposed.text).toBeLessThan(300);
  const { id } = proposed.body;
  // The answer may come before the pull request does.
  const address = async () =>
    (await mia.get<{ url?: string }>(`/lakehouse/changes/${id}`)).body.url;
  await expect.poll(address).toBeTruthy();
  const number = (await address())?.split('/').pop();
  return {
    id,
    close: () =>
      gitApi('mia', 'PATCH', `/repos/lakehouse/gitops/pulls/${number}`, {
        state: 'closed',
      }),
  };
}

/** A day from now, as an expiry is written. */
const inDays = (days: number) =>
  new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** Declares a branch in Git and waits until it is there. */
async function declareBranch(name: string) {
  const mia = runningPortal().as('mia');
  const proposed = await mia.post<{ id: string }>('/lakehouse/changes', {
    domain: 'sales',
    kubernetesCluster: 'west',
    objects: [
      {
        kind: 'lakefs-branch',
        object: {
          metadata: {
            name,
            annotations: {
              'lakefront.dev/owner': 'group:default/sales-data',
              'lakefront.dev/purpose': 'to be in the pictures',
            },
          },
          spec: {
            ...{ server: 'lake', repository: 'sales-lake', source: 'main' },
            ...{ expiresAt: inDays(5), deletionPolicy: 'Delete' },
          },
        },
      },
    ],
  });
  expect(proposed.status, proposed.text).toBeLessThan(300);
  const number = async () =>
    (
      await mia.get<{ number?: number }>(
        `/lakehouse/changes/${proposed.body.id}`,
      )
    ).body.number;
  await expect.poll(number).toBeTruthy();
  const pull = `/repos/lakehouse/gitops/pulls/${await number()}`;
  await gitApi('ben', 'POST', `${pull}/reviews`, { event: 'APPROVED' });
  await gitApi('ben', 'POST', `${pull}/merge`, { Do: 'merge' });
  const ahead = async () =>
    (
      await mia.get<{ workload?: { standing?: { ahead?: number } } }>(
        branch(name),
      )
    ).body.workload?.standing?.ahead;
  await expect.poll(ahead, { timeout: 90_000 }).toBe(0);
}

/** The run of a pipeline that people know by this name. */
async function runCalled(name: string): Promise<string> {
  const mia = runningPortal().as('mia');
  const found = async () =>
    (
      await mia.get<{ items: Array<{ name: string; runId: string }> }>(
        `/lakehouse/pipelines/runs?q=${name}`,
      )
    ).body.items.find(run => run.name === name)?.runId;
  await expect.poll(found).toBeTruthy();
  return String(await found());
}

let change: Awaited<ReturnType<typeof openChange>>;
let runs: string[];

test.beforeAll(async () => {
  test.setTimeout(180_000);
  [change, runs] = await Promise.all([
    openChange(),
    Promise.all(['features-try-2', 'features-try-1'].map(runCalled)),
    declareBranch(BRANCH),
  ]);
});

test.afterAll(() => change?.close());

function pagesIn(theme: 'light' | 'dark') {
  test.describe(`${theme} pages`, () => {
    // Without motion a colour is what it is, not on its way to it.
    test.use({
      colorScheme: theme,
      contextOptions: { reducedMotion: 'reduce' },
    });

    const nameOf = (name: string, width: string) =>
      `${name}-${theme}${width === 'narrow' ? '-narrow' : ''}`;

    const eachOf = async (page: Page, who: 'mia' | 'pat') => {
      test.setTimeout(480_000);
      const broken: string[] = [];
      page.on('pageerror', error => broken.push(error.message));
      await page.goto(urls().portal);
      await expect(
        page.getByRole('heading', { name: 'Mia Larsson' }),
      ).toBeVisible();
      await take(page, nameOf('sign-in', 'wide'));
      await signIn(page, who);
      const pages: Picture[] = [
        ...PAGES,
        {
          name: 'change-open',
          path: `/lakehouse/changes/${change.id}`,
          heading: /Add Spark job pictured/,
          settled: /Waits for review/,
        },
        {
          name: 'run-failed',
          path: pipeline('run', runs[0]),
          heading: /features-try-2/,
          settled: /Failed after/,
        },
        {
          name: 'run-values',
          path: pipeline('run', runs[0], 'values'),
          heading: /features-try-2/,
          settled: /Not told|Inputs/,
        },
        {
          name: 'runs-compared',
          path: `/lakehouse/pipelines/compare?${new URLSearchParams({
            first: `west/dom-sales/${runs[0]}`,
            second: `west/dom-sales/${runs[1]}`,
          })}`,
          heading: 'Compare runs',
          settled: /steps? ended otherwise/,
        },
      ];
      for (const entry of pages.filter(one => (one.who ?? 'mia') === who)) {
        for (const { name: width, ...viewport } of SIZES) {
          await test.step(`${entry.name} ${width}`, async () => {
            await page.setViewportSize(viewport);
            await follow(page, entry.path);
            await looksRight(page, entry, nameOf(entry.name, width));
          });
        }
      }
      expect(broken).toEqual([]);
    };

    test('each is legible, wide and narrow, and axe finds nothing serious', ({
      page,
    }) => eachOf(page, 'mia'));

    test('so are those of platform engineers', ({ page }) =>
      eachOf(page, 'pat'));

    const eachAsked = async (page: Page, dialogs: Asked[]) => {
      for (const [name, button, settled] of dialogs) {
        await page.getByRole('button', { name: button, exact: true }).click();
        const dialog = page.getByRole('dialog');
        await expect(dialog.getByText(settled).first()).toBeVisible();
        for (const { name: width, ...viewport } of SIZES) {
          await page.setViewportSize(viewport);
          await take(page, nameOf(`ask-${name}`, width));
        }
        expect(await seriousFaults(page, '[role=dialog]'), name).toEqual([]);
        await page.setViewportSize(SIZES[0]);
        await page.keyboard.press('Escape');
        await expect(dialog).toHaveCount(0);
      }
    };

    test('what can be asked for on a job is legible, and leaves by Escape', async ({
      page,
    }) => {
      test.setTimeout(180_000);
      await signIn(page, 'mia');
      await open(page, job('dom-sales', 'store-geocoding'));
      await eachAsked(page, DIALOGS);
    });

    test('so is what can be asked for on a branch', async ({ page }) => {
      test.setTimeout(180_000);
      await signIn(page, 'mia');
      await open(page, branch(BRANCH));
      await eachAsked(page, OF_BRANCHES);
    });

    test('each step of the wizard is legible', async ({ page }) => {
      test.setTimeout(180_000);
      await signIn(page, 'mia');
      await fillSparkJob(
        page,
        { name: freshName('pictured'), executors: 2 },
        async step => {
          for (const { name: width, ...viewport } of SIZES) {
            await page.setViewportSize(viewport);
            await take(page, nameOf(`create-${step}`, width));
          }
          await page.setViewportSize(SIZES[0]);
        },
      );
      await reviewSparkJob(page);
      await take(page, nameOf('create-review', 'wide'));
    });
  });
}

pagesIn('light');
pagesIn('dark');

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

test('a run takes one line of the list on a wide screen', async ({ page }) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await signIn(page, 'mia');
  await open(page, '/lakehouse/pipelines?tab=runs');
  const row = page.getByRole('row', { name: /features-try-2/ });
  await expect(row).toBeVisible();
  const heights = await page
    .locator('tbody tr')
    .evaluateAll(rows => rows.map(one => one.clientHeight));
  expect(new Set(heights).size, `rows are ${heights} px high`).toBe(1);
});

test('the Git host has its own look, apart from the portal', async ({
  page,
}) => {
  await page.goto(`${urls().git}/lakehouse/gitops/pulls`);
  await expect(page.getByText(/stand-in/)).toBeVisible();
  await page.screenshot({ path: path.join(PICTURES, 'git-pulls.png') });
});
