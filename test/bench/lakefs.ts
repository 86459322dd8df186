/** What a look at ten thousand branches costs lakeFS, and how quick it is with permissions on. */
import type { Person, PortalApi } from '../e2e/api/support/PortalApi';
import { figure, note } from './support/figure';
import { get, getTimes } from './support/get';
import { LAKE_KEY, LAKE_REPOSITORY } from './support/lake';
import type { LakeOrders } from './support/lakeServerMain';
import { runBench } from './support/runBench';
import { startApiServer, startOrdered } from './support/startApiServer';
import { startBackend } from './support/startBackend';
import { percentile } from './support/statistics';

/** Sees every domain, and three of them. */
const PEOPLE: Record<string, Person> = { platform: 'pat', member: 'mia' };
const REPOSITORY = `/lakefs/repositories/lake/${LAKE_REPOSITORY}`;
const READS = {
  list: `${REPOSITORY}/branches?limit=100`,
  search: `${REPOSITORY}/branches?q=7&sort=-committedAt&limit=100`,
  mine: `${REPOSITORY}/branches?view=mine&sort=expiresAt&limit=100`,
  refs: `${REPOSITORY}/refs?q=77&limit=20`,
};

runBench(async bench => {
  const { full } = bench;
  const branches = full ? 10_000 : 1_000;
  const size = { domains: 500, jobs: 0, pods: 0 };
  note(
    `lakefs: ${branches} branches, half of them declared, in ${size.domains} domains`,
  );
  const server = await bench.with(startApiServer());
  await server.order('fill', size);
  await server.order('fillLake', branches / 2);
  const lake = await bench.with(startOrdered<LakeOrders>('lakeServerMain.ts'));
  const endpoint = await lake.order('start');
  await lake.order('fill', branches);
  const { api } = await bench.with(
    startBackend({
      kubernetesUrl: server.url,
      config: {
        'lakehouse.lakefs.servers': [
          // Long, so that no refresh falls into what is counted.
          {
            ...{ name: 'lake', endpoint, credentials: LAKE_KEY },
            refreshInterval: { minutes: 30 },
          },
        ],
      },
    }),
  );
  await readHeads(api);
  note(`lakefs: ${await lake.order('asked')} requests before all is known`);

  const before = await lake.order('asked');
  await view(api);
  figure(
    'lakefs.requests_per_warm_branches_view',
    (await lake.order('asked')) - before,
    'requests',
  );

  const worst: number[] = [];
  for (const [role, person] of Object.entries(PEOPLE)) {
    for (const [name, path] of Object.entries(READS)) {
      const times = await getTimes({
        ...{ api, person, path },
        times: full ? 60 : 30,
      });
      const p95 = percentile(times, 95);
      figure(`lakefs.${role}_${name}_p95_ms`, p95, 'ms');
      worst.push(p95);
    }
  }
  figure('lakefs.p95_ms_10k_branches', Math.max(...worst), 'ms');
});

/** Looks until the head of each branch was read, some at a time. */
async function readHeads(api: PortalApi) {
  const path = `${REPOSITORY}/branches?view=stale`;
  for (;;) {
    const { body } = await get<{ headsUnread?: number }>(api, 'pat', path);
    if (!body.headsUnread) return;
  }
}

/** What the page of a repository asks for when it is opened. */
async function view(api: PortalApi) {
  await Promise.all([
    get(api, 'mia', '/lakefs/repositories'),
    get(api, 'mia', READS.list),
    get(api, 'mia', READS.mine),
  ]);
}
