/** How quick the index alone answers: lists, filters, counts and "what changed since". */
import type { Query } from '../../packages/kube-index/src';
import type { WorkloadRow } from '../../plugins/lakehouse-backend/src/index/rows';
import { figure, note } from './support/figure';
import { namespaceName } from './support/objects';
import { runBench } from './support/runBench';
import { startApiServer } from './support/startApiServer';
import { JOBS, startBenchIndex } from './support/startIndex';
import { percentile } from './support/statistics';

const DOMAINS = 500;
const PAGE = 100;
const WARM_UP = 5;

const newestFirst: Pick<Query<WorkloadRow>, 'sort'> = {
  sort: (a, b) =>
    (b.workload.startedAt ?? '').localeCompare(a.workload.startedAt ?? ''),
};

runBench(async bench => {
  const { full } = bench;
  const size = { domains: DOMAINS, jobs: full ? 100_000 : 5_000, pods: 0 };
  note(`indexReads: ${size.jobs} jobs in ${size.domains} namespaces`);
  const server = await bench.with(startApiServer());
  await server.order('fill', size);
  const index = await bench.with(startBenchIndex(server.url, [JOBS]));
  const view = index.resource<WorkloadRow>(JOBS);
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

  const failed = { state: ['failed'] };
  const reads: Record<string, (n: number) => unknown> = {
    list: () => view.list({ ...newestFirst, limit: PAGE }),
    list_of_member: n =>
      view.list({ where: mine(n), ...newestFirst, limit: PAGE }),
    filter: () => view.list({ where: failed, ...newestFirst, limit: PAGE }),
    facets: () => view.facet('state'),
    facets_of_member: n => view.facet('state', { where: mine(n) }),
    since: () => view.changesSince(before),
  };
  const worst: number[] = [];
  for (const [name, read] of Object.entries(reads)) {
    const p95 = percentile(measure(read, full ? 100 : 50), 95);
    figure(`index.${name}_p95_ms`, p95, 'ms');
    worst.push(p95);
  }
  figure('index.p95_ms_100k', Math.max(...worst), 'ms');
});

/** Three of the namespaces: what a user of three domains may see. */
function mine(n: number): Record<string, string[]> {
  const namespaces = [n, n + 7, n + 99].map(
    index => `west/${namespaceName(index % DOMAINS)}`,
  );
  return { namespace: namespaces };
}

function measure(read: (n: number) => unknown, times: number): number[] {
  // What is compiled at the first calls is not what a page waits for.
  for (let n = 0; n < WARM_UP; n++) read(n);
  return Array.from({ length: times }, (_, n) => {
    const startedAt = performance.now();
    read(n);
    return performance.now() - startedAt;
  });
}
