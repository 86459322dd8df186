/** What a look at 200,000 runs costs Kubeflow Pipelines, how quick it is with permissions on, and how they get here. */
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { PipelineBackfill } from '@lakefront/backstage-plugin-lakehouse-common';
import type { Person, PortalApi } from '../e2e/api/support/PortalApi';
import { figure, note } from './support/figure';
import { get, getTimes } from './support/get';
import { runIdOf } from './support/kfpRuns';
import type { KfpOrders } from './support/kfpServerMain';
import { namespaceName } from './support/objects';
import { residentBytes } from './support/residentBytes';
import { runBench } from './support/runBench';
import { startApiServer, startOrdered } from './support/startApiServer';
import { startBackend } from './support/startBackend';
import { percentile } from './support/statistics';

/** Sees every domain, and three of them. */
const PEOPLE: Record<string, Person> = { platform: 'pat', member: 'mia' };
const RUNS = '/pipelines/runs?limit=100';
const READS = {
  list: RUNS,
  failed: `${RUNS}&state=failed`,
  running: `${RUNS}&state=running,pending`,
  span: `${RUNS}&from=2026-01-05T00:00:00Z&to=2026-01-07T00:00:00Z`,
  longest: `${RUNS}&sort=-duration`,
  id: `${RUNS}&q=${runIdOf(1000)}`,
  search: `${RUNS}&q=features-7-2026-01-0`,
  search_none: `${RUNS}&q=nothing-is-called-so`,
};
const LOOK_AGAIN_MS = 500;
const DOMAINS = 500;
/** What a portal's container may have: with more, memory says when it was last tidied. */
const HEAP_MB = 512;

runBench(async bench => {
  const { full } = bench;
  const runs = full ? 200_000 : 20_000;
  note(`kubeflow: ${runs} runs, half of them of one of ${DOMAINS} domains`);
  const server = await bench.with(startApiServer());
  await server.order('fill', { domains: DOMAINS, jobs: 0, pods: 0 });
  const kubeflow = await bench.with(
    startOrdered<KfpOrders>('kfpServerMain.ts'),
  );
  const endpoint = await kubeflow.order('start');
  await kubeflow.order('fill', { runs, domains: DOMAINS });
  // A database in memory would count as memory of the backend.
  const files = await mkdtemp(path.join(os.tmpdir(), 'lakefront-bench-'));
  await bench.with({
    stop: () => rm(files, { recursive: true, force: true }),
  });
  const { api, pid } = await bench.with(
    startBackend({
      kubernetesUrl: server.url,
      heapMb: HEAP_MB,
      config: {
        'backend.database.connection': { directory: files },
        // Runs of a fixed year grow old.
        'lakehouse.pipelineRuns.keepDays': 36_500,
        'lakehouse.kubeflow': [
          {
            ...{ kubernetesCluster: 'west', endpoint },
            credentials: { token: 'bench' },
          },
        ],
      },
    }),
  );
  const filled = await backfill(api, pid);
  figure('kfp.backfill_runs_per_s', filled.runsPerSecond, 'runs/s');
  figure('kfp.backfill_memory_mb', filled.moreBytes / 1024 ** 2, 'MB');

  await view(api);
  const before = await kubeflow.order('asked');
  await view(api);
  figure(
    'kfp.requests_per_warm_runs_view',
    (await kubeflow.order('asked')) - before,
    'requests',
  );

  const worst: number[] = [];
  for (const [role, person] of Object.entries(PEOPLE)) {
    const times = full ? 60 : 30;
    for (const [name, read] of Object.entries(READS)) {
      const asked = await getTimes({ api, person, path: read, times });
      const p95 = percentile(asked, 95);
      figure(`kfp.${role}_${name}_p95_ms`, p95, 'ms');
      worst.push(p95);
    }
    const p95 = percentile(await pageTimes(api, person, times), 95);
    figure(`kfp.${role}_page_p95_ms`, p95, 'ms');
    worst.push(p95);
  }
  figure('kfp.p95_ms_200k_runs', Math.max(...worst), 'ms');
});

/**
 * Runs a second, from the first page of KFP's history to the last, pauses
 * included; and how much more memory the backend held meanwhile than at first.
 */
async function backfill(
  api: PortalApi,
  pid: number,
): Promise<{ runsPerSecond: number; moreBytes: number }> {
  let first: { at: number; read: number } | undefined;
  const before = await residentBytes(pid);
  let most = before;
  for (;;) {
    most = Math.max(most, await residentBytes(pid));
    const { body } = await get<{ backfill: PipelineBackfill[] }>(
      ...([api, 'pat', '/pipelines/runs?limit=1'] as const),
    );
    const [{ state, read, message }] = body.backfill;
    const at = performance.now();
    if (state === 'failed') throw new Error(message);
    if (read > 0) first ??= { at, read };
    if (state === 'done' && first) {
      return {
        runsPerSecond: ((read - first.read) / (at - first.at)) * 1000,
        moreBytes: most - before,
      };
    }
    await new Promise(resolve => setTimeout(resolve, LOOK_AGAIN_MS));
  }
}

/** What the page of runs asks for when it is opened. */
async function view(api: PortalApi) {
  await Promise.all([
    get(api, 'mia', '/pipelines'),
    get(api, 'mia', READS.list),
    get(api, 'mia', `/pipelines/runs/west/${namespaceName(0)}/${runIdOf(2)}`),
  ]);
}

/** One page after the other. */
async function pageTimes(api: PortalApi, person: Person, pages: number) {
  const times: number[] = [];
  let cursor = '';
  for (let page = 0; page < pages; page++) {
    const { ms, body } = await get<{ nextCursor?: string }>(
      ...([api, person, `${RUNS}${cursor}`] as const),
    );
    times.push(ms);
    if (!body.nextCursor) break;
    cursor = `&cursor=${body.nextCursor}`;
  }
  return times;
}
