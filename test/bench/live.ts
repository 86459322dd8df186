/** How long after the API server's event an open page is woken up, over a real socket. */
import { setTimeout as pause } from 'node:timers/promises';
import { startPostgres, whyNoPostgres } from '../e2e/api/support/postgres';
import type { PortalApi } from '../e2e/api/support/PortalApi';
import { figure, note, skipped } from './support/figure';
import { get } from './support/get';
import { type Bench, runBench } from './support/runBench';
import {
  type ApiServerProcess,
  startApiServer,
} from './support/startApiServer';
import { type BenchBackend, startBackend } from './support/startBackend';
import { median, percentile } from './support/statistics';
import { WakeUpClient } from './support/WakeUpClient';

/** A user is woken up once a second at most; what waits for that is not measured. */
const APART_MS = 1_150;
const SIZE = { domains: 50, jobs: 2_000, pods: 2_000 };
/** One that has not come by then counts as the poll by which a page finds out itself. */
const PATIENCE_MS = 5_000;
const POLL_MS = 30_000;

runBench(async bench => {
  note(`live: ${SIZE.jobs} jobs and ${SIZE.pods} pods`);
  const server = await bench.with(startApiServer());
  await server.order('fill', SIZE);
  const kubernetesUrl = server.url;
  const one = await startBackend({ kubernetesUrl });
  try {
    const times = await measure(bench, server, { listens: one, answers: one });
    figure('live.median_ms', median(times), 'ms');
    figure('live.p95_ms', percentile(times, 95), 'ms');
  } finally {
    await one.stop();
  }

  const missing = whyNoPostgres();
  if (missing) {
    skipped('live with two replicas', missing);
    return;
  }
  const postgres = await bench.with(startPostgres());
  const config = {
    'backend.database': {
      client: 'pg',
      prefix: postgres.prefix,
      connection: postgres.connection,
    },
  };
  const first = await bench.with(startBackend({ kubernetesUrl, config }));
  const second = await bench.with(startBackend({ kubernetesUrl, config }));
  const times = await measure(bench, server, {
    listens: first,
    answers: second,
  });
  figure('live.two_replicas_median_ms', median(times), 'ms');
  figure('live.two_replicas_p95_ms', percentile(times, 95), 'ms');
});

/** Where the page has its socket, and who answered it last: with two, the wake-up has to cross over. */
async function measure(
  { full }: Bench,
  server: ApiServerProcess,
  replicas: { listens: BenchBackend; answers: BenchBackend },
): Promise<number[]> {
  const page = await WakeUpClient.connect(replicas.listens.api, 'mia');
  const times: number[] = [];
  // The first one is on the house: a quiet backend has to be woken up itself.
  for (let round = 0; round <= (full ? 60 : 15); round++) {
    await look(replicas.answers.api);
    await pause(APART_MS);
    const woken = page.next();
    const { at } = await server.order('changeJob', {
      index: 0,
      revision: round + 1,
    });
    const heardAt = await Promise.race([woken, pause(PATIENCE_MS)]);
    if (round > 0) times.push(heardAt === undefined ? POLL_MS : heardAt - at);
  }
  await page.stop();
  const missed = times.filter(ms => ms === POLL_MS).length;
  if (missed > 0) {
    note(
      `live: ${missed} of ${times.length} wake-ups did not come, and count as ${POLL_MS} ms`,
    );
  }
  return times;
}

/** An authorized answer: who has it is told of what changes. */
async function look(api: PortalApi) {
  await get(api, 'mia', '/workloads?role=job');
}
