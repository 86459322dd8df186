/** What a pod and a job cost on the heap, and how much more a first sync needs for a while. */
import type { KubeIndex } from '../../packages/kube-index/src';
import { figure, note } from './support/figure';
import { liveHeap, restedHeap } from './support/liveHeap';
import { runBench } from './support/runBench';
import {
  type ApiServerProcess,
  startApiServer,
} from './support/startApiServer';
import {
  createBenchIndex,
  JOBS,
  PODS,
  settle,
  startBenchIndex,
} from './support/startIndex';

const SAMPLE_EVERY_MS = 100;

runBench(async bench => {
  const { full } = bench;
  const size = full
    ? { domains: 50, jobs: 6_000, pods: 36_000 }
    : { domains: 50, jobs: 2_000, pods: 8_000 };
  note(`memory: ${size.pods} pods and ${size.jobs} jobs`);
  const server = await bench.with(startApiServer());
  await server.order('fill', size);
  await warmUp(server);
  figure(
    'memory.bytes_per_pod',
    (await grow(server, [PODS])) / size.pods,
    'bytes',
  );
  figure(
    'memory.bytes_per_job',
    (await grow(server, [JOBS])) / size.jobs,
    'bytes',
  );
  figure('memory.peak_over_steady', await peakOverSteady(server), 'ratio');
});

/** What is loaded and compiled once is nobody's memory. */
async function warmUp(server: ApiServerProcess) {
  await (await startBenchIndex(server.url, [PODS, JOBS])).stop();
}

/** By how much the heap is bigger with an index that has read these. */
async function grow(server: ApiServerProcess, ids: readonly string[]) {
  const before = await restedHeap();
  const index = await startBenchIndex(server.url, ids);
  const after = await restedHeap();
  await index.stop();
  return after - before;
}

/**
 * What is alive at its most during a first sync, over what is alive after it,
 * both without what the process needs anyway. Each look collects the garbage
 * first: how long it may lie about is the heap limit's business, not the sync's.
 */
async function peakOverSteady(server: ApiServerProcess) {
  const before = await restedHeap();
  const index: KubeIndex = createBenchIndex(server.url, [PODS, JOBS]);
  let peak = 0;
  const look = setInterval(() => {
    peak = Math.max(peak, liveHeap() - before);
  }, SAMPLE_EVERY_MS);
  index.start();
  await settle(index);
  clearInterval(look);
  const steady = (await restedHeap()) - before;
  await index.stop();
  return Math.max(peak, steady) / steady;
}
