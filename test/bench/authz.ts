/** What permissions cost: the list of a user with 3 of 500 domains, over the same without permissions. */
import { figure, note } from './support/figure';
import { get } from './support/get';
import { domainName } from './support/objects';
import { runBench } from './support/runBench';
import { startApiServer } from './support/startApiServer';
import { type BenchBackend, startBackend } from './support/startBackend';
import { alternate } from './support/statistics';

const MINE = [0, 1, 2].map(domainName).join();
const LIST = '/workloads?role=job&limit=100';

runBench(async bench => {
  const { full } = bench;
  const size = { domains: 500, jobs: full ? 100_000 : 5_000, pods: 0 };
  note(`authz: ${size.jobs} workloads in ${size.domains} domains`);
  const server = await bench.with(startApiServer());
  await server.order('fill', size);
  const kubernetesUrl = server.url;
  const guarded = await bench.with(startBackend({ kubernetesUrl }));
  const open = await bench.with(
    startBackend({
      kubernetesUrl,
      config: {
        'permission.enabled': false,
        'lakehouse.permissions.dangerouslyOpen': true,
      },
    }),
  );
  const list = async ({ api }: BenchBackend, path: string) =>
    (await get(api, 'mia', path)).ms;
  await sameRows(guarded, open);
  const rounds = full ? 60 : 40;
  const whole = await alternate(rounds, {
    baseline: () => list(open, LIST),
    ours: () => list(guarded, LIST),
  });
  figure('authz.overhead_ratio', whole.ours / whole.baseline, 'ratio');
  // A short list over a long one flatters: the same rows say what the question itself costs.
  const same = await alternate(rounds, {
    baseline: () => list(open, `${LIST}&domain=${MINE}`),
    ours: () => list(guarded, LIST),
  });
  figure('authz.same_rows_open_ms', same.baseline, 'ms');
  figure('authz.same_rows_guarded_ms', same.ours, 'ms');
  figure('authz.same_rows_ratio', same.ours / same.baseline, 'ratio');
});

/** Both answer the same rows, or their times could not be compared. */
async function sameRows(guarded: BenchBackend, open: BenchBackend) {
  const [mine, asked, all] = await Promise.all([
    get(guarded.api, 'mia', LIST),
    get(open.api, 'mia', `${LIST}&domain=${MINE}`),
    get(open.api, 'mia', LIST),
  ]);
  const [a, b, whole] = [mine, asked, all].map(({ body }) => body.total);
  if (a !== b || whole <= a) {
    throw new Error(`${a} rows are guarded, ${b} of ${whole} asked for`);
  }
}
