/** The first sync of pods and jobs, over a plain paged GET of the same from the same server. */
import { figure, note } from './support/figure';
import { JOB_PATH, POD_PATH, rawList } from './support/rawList';
import { runBench } from './support/runBench';
import { startApiServer } from './support/startApiServer';
import { JOBS, PODS, startBenchIndex } from './support/startIndex';
import { alternate, timed } from './support/statistics';

runBench(async bench => {
  const { full } = bench;
  const size = full
    ? { domains: 50, jobs: 6_000, pods: 36_000 }
    : { domains: 50, jobs: 1_000, pods: 6_000 };
  note(`sync: ${size.pods} pods and ${size.jobs} jobs`);
  const server = await bench.with(startApiServer());
  await server.order('fill', size);
  const { baseline, ours } = await alternate(full ? 5 : 7, {
    baseline: async () => {
      const { ms, result } = await timed(() =>
        Promise.all([
          rawList(server.url, POD_PATH),
          rawList(server.url, JOB_PATH),
        ]),
      );
      if (result[0] + result[1] !== size.pods + size.jobs) {
        throw new Error(`the plain lists are not whole: ${result}`);
      }
      return ms;
    },
    ours: async () => {
      const { ms, result: index } = await timed(() =>
        startBenchIndex(server.url, [PODS, JOBS]),
      );
      const count = index.resource(PODS).list({ limit: 1 }).total;
      await index.stop();
      if (count !== size.pods) {
        throw new Error(`the index has ${count} of ${size.pods} pods`);
      }
      return ms;
    },
  });
  figure('sync.raw_ms', baseline, 'ms');
  figure('sync.ours_ms', ours, 'ms');
  figure('sync.ratio_36k', ours / baseline, 'ratio');
});
