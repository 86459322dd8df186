/**
 * The index under churn and faults for a while (`--minutes`, one by default):
 * what is on the heap after it over what was before, and whether it is still right.
 */
import type { KubeIndex } from '../../packages/kube-index/src';
import { figure, note } from './support/figure';
import { restedHeap } from './support/liveHeap';
import { POD_PATH, rawList } from './support/rawList';
import { runBench } from './support/runBench';
import {
  type ApiServerProcess,
  startApiServer,
} from './support/startApiServer';
import { JOBS, PODS, settle, startBenchIndex } from './support/startIndex';

const SIZE = { domains: 50, jobs: 1_000, pods: 5_000 };
const PER_ROUND = 200;
const PATIENCE_MS = 60_000;
/** What is compiled, and logs that fill up, belong to the beginning. */
const WARM_UP_ROUNDS = 60;
/** More than what is measured differs by; less than a minute's worth of leaked changes. */
const MOST_GROWTH = 1.2;

runBench(async bench => {
  note(
    `soak: ${bench.minutes} minutes of ${SIZE.pods} pods and ${SIZE.jobs} jobs`,
  );
  const unhandled: unknown[] = [];
  process.on('unhandledRejection', reason => unhandled.push(reason));
  const server = await bench.with(startApiServer());
  await server.order('fill', SIZE);
  const index = await bench.with(startBenchIndex(server.url, [PODS, JOBS]));
  let round = 0;
  while (round < WARM_UP_ROUNDS) await churn(server, index, round++);
  const before = await restedHeap();
  const deadline = Date.now() + bench.minutes * 60_000;
  while (Date.now() < deadline) await churn(server, index, round++);
  const after = await restedHeap();
  await isTrue(server, index);
  if (unhandled.length > 0) {
    throw new Error(`unhandled: ${unhandled.map(String).join('; ')}`);
  }
  const failures = index
    .freshness()
    .reduce((sum, row) => sum + row.failures, 0);
  note(`soak: ${round * PER_ROUND} changes, ${failures} failures met`);
  figure('soak.heap_before', before, 'bytes');
  figure('soak.heap_after', after, 'bytes');
  figure('soak.heap_growth_ratio', after / before, 'ratio');
  if (after / before > MOST_GROWTH) {
    throw new Error(`the heap grew from ${before} to ${after} bytes`);
  }
});

/** Pods change, some go and come back, jobs move on; now and then something breaks. */
async function churn(
  server: ApiServerProcess,
  index: KubeIndex,
  round: number,
) {
  const from = (round * 37) % SIZE.pods;
  await server.order('removePod', from);
  const pods = await server.order('changePods', {
    from,
    count: PER_ROUND,
    revision: round,
  });
  const { version: jobs } = await server.order('changeJob', {
    index: round % SIZE.jobs,
    revision: round,
  });
  if (round % 20 === 7) await server.order('cut');
  if (round % 50 === 23) await server.order('compact');
  // The next round begins when this one has arrived, so that no queue grows.
  const arrived = await Promise.all([
    index.resource(PODS).waitFor({ west: pods }, PATIENCE_MS),
    index.resource(JOBS).waitFor({ west: jobs }, PATIENCE_MS),
  ]);
  if (arrived.includes(false)) {
    throw new Error(
      `round ${round} never arrived: ${JSON.stringify(index.freshness())}`,
    );
  }
}

/** It has every pod that the server has, and says that it is live. */
async function isTrue(server: ApiServerProcess, index: KubeIndex) {
  await settle(index);
  const version = await server.order('changePods', {
    from: 0,
    count: 1,
    revision: -1,
  });
  const view = index.resource(PODS);
  await view.waitFor({ west: version }, PATIENCE_MS);
  const [indexed, listed] = [
    view.list({ limit: 1 }).total,
    await rawList(server.url, POD_PATH),
  ];
  if (indexed !== listed) {
    throw new Error(`the index has ${indexed} pods, the server ${listed}`);
  }
}
