/** How quick the HTTP API answers with permissions on: lists, filters, facets and "what changed since". */
import type { Person } from '../e2e/api/support/PortalApi';
import { figure, note } from './support/figure';
import { get, getTimes } from './support/get';
import { runBench } from './support/runBench';
import { startApiServer } from './support/startApiServer';
import { startBackend } from './support/startBackend';
import { percentile } from './support/statistics';

/** Sees every domain, and three of them. */
const PEOPLE: Record<string, Person> = { platform: 'pat', member: 'mia' };

runBench(async bench => {
  const { full } = bench;
  const size = { domains: 500, jobs: full ? 100_000 : 5_000, pods: 0 };
  note(`read: ${size.jobs} workloads in ${size.domains} domains`);
  const server = await bench.with(startApiServer());
  await server.order('fill', size);
  const { api } = await bench.with(startBackend({ kubernetesUrl: server.url }));
  const worst: number[] = [];
  for (const [role, person] of Object.entries(PEOPLE)) {
    const { body } = await get(api, person, '/workloads?role=job');
    note(`read: the ${role} sees ${body.total}`);
    const since = encodeURIComponent(body.version);
    await server.order('changeJob', { index: 1, revision: 1 });
    const reads = {
      list: '/workloads?role=job&limit=100',
      filter: '/workloads?role=job&state=failed&q=7&sort=name&limit=100',
      facets: '/facets?role=job',
      since: `/workloads?role=job&since=${since}`,
    };
    for (const [name, path] of Object.entries(reads)) {
      const times = await getTimes({
        ...{ api, person, path },
        times: full ? 60 : 30,
      });
      const p95 = percentile(times, 95);
      figure(`read.${role}_${name}_p95_ms`, p95, 'ms');
      worst.push(p95);
    }
  }
  figure('read.p95_ms_100k', Math.max(...worst), 'ms');
});
