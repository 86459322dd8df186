/** How long the index needs after a compaction (410), over a plain paged GET of the same. */
import type { ResourceView } from '../../packages/kube-index/src';
import { figure, note } from './support/figure';
import { POD_PATH, rawList } from './support/rawList';
import { runBench } from './support/runBench';
import { startApiServer } from './support/startApiServer';
import { PODS, startBenchIndex } from './support/startIndex';
import { alternate, timed } from './support/statistics';

const PATIENCE_MS = 120_000;

runBench(async bench => {
  const { full } = bench;
  const size = full
    ? { domains: 50, jobs: 6_000, pods: 36_000 }
    : { domains: 50, jobs: 1_000, pods: 6_000 };
  note(`relist: ${size.pods} pods`);
  const server = await bench.with(startApiServer());
  await server.order('fill', size);
  const index = await startBenchIndex(server.url, [PODS]);
  const view = index.resource(PODS);
  let revision = 0;
  const { baseline, ours } = await alternate(full ? 5 : 7, {
    baseline: async () => (await timed(() => rawList(server.url, POD_PATH))).ms,
    ours: async () => {
      revision += 1;
      const { ms } = await timed(async () => {
        const relisted = untilSynced(view);
        await server.order('compact');
        await relisted;
      });
      // The watch that follows has to work, or the next round would wait for ever.
      const version = await server.order('changePods', {
        from: 0,
        count: 10,
        revision,
      });
      if (!(await view.waitFor({ west: version }, PATIENCE_MS))) {
        throw new Error('the index does not follow after its relist');
      }
      return ms;
    },
  });
  const [{ relists }] = index.freshness();
  if (relists !== revision) {
    throw new Error(`${relists} relists for ${revision} compactions`);
  }
  await index.stop();
  figure('relist.raw_ms', baseline, 'ms');
  figure('relist.ours_ms', ours, 'ms');
  figure('relist.ratio_410', ours / baseline, 'ratio');
});

/** Resolves with the end of the next complete list. */
function untilSynced(view: ResourceView<unknown>): Promise<void> {
  return new Promise(resolve => {
    const stop = view.subscribe(event => {
      if (event.type !== 'synced') return;
      stop();
      resolve();
    });
  });
}
