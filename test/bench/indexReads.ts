/**
 * How quick the index alone answers: no HTTP, no permissions. Once as the
 * backend asks it (`index.*`), and once kube-index by itself (`kubeIndex.*`),
 * which keeps no order and goes over all rows for one.
 */
import { randomBytes } from 'node:crypto';
import type { Query } from '../../packages/kube-index/src';
import { startTestIndex } from '../../plugins/lakehouse-backend/src/__testUtils__/startTestIndex';
import type { WorkloadRow } from '../../plugins/lakehouse-backend/src/index/rows';
import { PlaceSelector } from '../../plugins/lakehouse-backend/src/queries/PlaceSelector';
import { WorkloadQueries } from '../../plugins/lakehouse-backend/src/queries/WorkloadQueries';
import type { WorkloadFilters } from '../../plugins/lakehouse-backend/src/queries/WorkloadQuery';
import { Versions } from '../../plugins/lakehouse-backend/src/versions/Versions';
import { figure, note } from './support/figure';
import { runBench } from './support/runBench';
import { startApiServer } from './support/startApiServer';
import { percentile } from './support/statistics';

const DOMAINS = 500;
const PAGE = 100;
const WARM_UP = 5;
const JOB = 'spark-application';
const jobs: WorkloadFilters = { role: ['job'] };

const newestFirst: Pick<Query<WorkloadRow>, 'sort'> = {
  sort: (a, b) =>
    (b.workload.startedAt ?? '').localeCompare(a.workload.startedAt ?? ''),
};

type Reads = Record<string, (n: number) => unknown>;

runBench(async bench => {
  const { full } = bench;
  const size = { domains: DOMAINS, jobs: full ? 100_000 : 5_000, pods: 0 };
  const times = full ? 100 : 50;
  note(`indexReads: ${size.jobs} jobs in ${size.domains} namespaces`);
  const server = await bench.with(startApiServer());
  await server.order('fill', size);
  const { index, domains } = await bench.with(
    startTestIndex({ server: server.url }),
  );
  const view = index.workloads.get(JOB);
  if (!view) throw new Error(`the index has no ${JOB}`);
  const queries = new WorkloadQueries({
    index,
    selector: new PlaceSelector(domains),
    versions: new Versions(randomBytes(32)),
  });
  const everything = new Set(domains.places().map(({ key }) => key));
  const keys = [...everything];
  const mine = (n: number) =>
    new Set([n, n + 7, n + 99].map(at => keys[at % keys.length]));
  const newest = {
    filters: jobs,
    limit: PAGE,
    sort: 'startedAt' as const,
    descending: true,
  };
  const { version: asked } = await queries.list(everything, newest);
  const { version } = await server.order('changeJob', {
    index: 0,
    revision: 1,
  });
  const before = view.position();
  for (let n = 1; n <= 100; n++) {
    await server.order('changeJob', { index: n, revision: 1 });
  }
  if (!(await view.waitFor({ west: version }, 60_000))) {
    throw new Error('the index does not follow');
  }

  const slowest = await measureAll('index', times, {
    list: () => queries.list(everything, newest),
    list_of_member: n => queries.list(mine(n), newest),
    filter: () =>
      queries.list(everything, {
        ...newest,
        filters: { ...jobs, state: ['failed'], q: '7' },
        sort: 'name',
        descending: false,
      }),
    facets: () => queries.facets(everything, jobs),
    facets_of_member: n => queries.facets(mine(n), jobs),
    since: () => queries.list(everything, { ...newest, since: asked }),
  });
  figure('index.p95_ms_100k', slowest, 'ms');

  const failed = { state: ['failed'] };
  await measureAll('kubeIndex', times, {
    list: () => view.list({ ...newestFirst, limit: PAGE }),
    filter: () => view.list({ where: failed, ...newestFirst, limit: PAGE }),
    facets: () => view.facet('state'),
    since: () => view.changesSince(before),
  });
});

/** Prints the p95 of each in milliseconds; resolves with the slowest. */
async function measureAll(
  prefix: string,
  times: number,
  reads: Reads,
): Promise<number> {
  const all: number[] = [];
  for (const [name, read] of Object.entries(reads)) {
    const p95 = percentile(await measure(read, times), 95);
    figure(`${prefix}.${name}_p95_ms`, p95, 'ms');
    all.push(p95);
  }
  return Math.max(...all);
}

async function measure(read: Reads[string], times: number): Promise<number[]> {
  // What is compiled at the first calls is not what a page waits for.
  for (let n = 0; n < WARM_UP; n++) await read(n);
  const taken: number[] = [];
  for (let n = 0; n < times; n++) {
    const startedAt = performance.now();
    await read(n);
    taken.push(performance.now() - startedAt);
  }
  return taken;
}
