/**
 * The branch controller: a thousand new branches against what lakeFS makes when
 * it is asked for nothing else, and what lakeFS is asked when nothing happens.
 */
import { setTimeout } from 'node:timers/promises';
import { createLakeFSClient } from '../../packages/lakefs-client/src';
import type { BranchOrders } from './support/branchServersMain';
import { startController, until } from './support/controller';
import { figure, note } from './support/figure';
import { runBench } from './support/runBench';
import { startOrdered } from './support/startApiServer';
import { timed } from './support/statistics';

const AT_ONCE = 16;
const COUNT = 1_000;

runBench(async bench => {
  const idleMinutes = bench.full ? 5 : 1;
  note(`branches: ${COUNT}`);
  const servers = await bench.with(
    startOrdered<BranchOrders>('branchServersMain.ts'),
  );
  const { kubeUrl, lakefsUrl, ca } = await servers.order('start');
  const client = createLakeFSClient({
    endpoint: lakefsUrl,
    credentials: { accessKeyId: 'key', secretAccessKey: 'secret' },
    atOnce: AT_ONCE,
  });
  const names = Array.from({ length: COUNT }, (_, index) => `fix-${index}`);

  const raw = await timed(async () => {
    const left = [...names];
    const work = async () => {
      for (let name = left.pop(); name; name = left.pop()) {
        await client.branches.create('raw-lake', { name, source: 'main' });
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
  });

  await bench.with(startController({ kubeUrl, ca, client }));
  // One is there when it leads and watches: its start is not measured.
  await servers.order('apply', ['first']);
  await until(async () => (await servers.order('ready')) === 1);
  // The objects are there before the clock runs, as the main branch is for the raw rate.
  await servers.order('apply', names);
  const applied = performance.now();
  const ours = await timed(async () => {
    // With main and the first.
    await until(async () => (await servers.order('branches')) >= COUNT + 2);
  });
  await until(async () => (await servers.order('ready')) > COUNT);
  const readyMs = performance.now() - applied;
  figure('controller.raw_ms', raw.ms, 'ms');
  figure('controller.new_branches_ms', ours.ms, 'ms');
  figure('controller.ready_ms', readyMs, 'ms');
  figure('controller.reconcile_ratio', raw.ms / ours.ms, 'ratio');
  figure('controller.ready_ratio', raw.ms / readyMs, 'ratio');

  // The first look after that settles what was seen.
  await setTimeout(65_000);
  const before = await servers.order('asked');
  await setTimeout(idleMinutes * 60_000);
  const asked = await servers.order('asked');
  figure(
    'controller.idle_requests_per_minute',
    (asked - before) / idleMinutes,
    'requests',
  );
});
