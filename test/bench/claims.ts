/**
 * The branch controller in one repository with ten thousand branches that are
 * declared: all that is known of whose they are is one document of lakeFS.
 */
import { createLakeFSClient } from '../../packages/lakefs-client/src';
import type { BranchOrders } from './support/branchServersMain';
import { startController, until } from './support/controller';
import { figure, note } from './support/figure';
import { runBench } from './support/runBench';
import { startOrdered } from './support/startApiServer';
import { timed } from './support/statistics';

runBench(async bench => {
  const count = bench.full ? 10_000 : 1_000;
  note(`branches: ${count}`);
  const servers = await bench.with(
    startOrdered<BranchOrders>('branchServersMain.ts'),
  );
  const { kubeUrl, lakefsUrl, ca } = await servers.order('start');
  const client = createLakeFSClient({
    endpoint: lakefsUrl,
    credentials: { accessKeyId: 'key', secretAccessKey: 'secret' },
    atOnce: 16,
  });
  await bench.with(startController({ kubeUrl, ca, client }));
  const names = Array.from({ length: count }, (_, index) => `fix-${index}`);
  const filled = await timed(async () => {
    await servers.order('apply', names);
    const isThere = async () => (await servers.order('ready')) === count;
    await until(isThere, 500);
  });
  figure('controller.fill_ms_10k', filled.ms, 'ms');

  const metadata = await client.repositories.metadata('sales-lake');
  const bytes = Buffer.byteLength(JSON.stringify(metadata));
  figure('controller.metadata_bytes_10k', bytes, 'bytes');
  note(`keys: ${Object.keys(metadata).length}`);

  const times: number[] = [];
  for (let round = 0; round < 5; round++) {
    const name = `one-more-${round}`;
    const one = await timed(async () => {
      await servers.order('apply', [name]);
      await until(() => servers.order('isReady', name));
    });
    times.push(one.ms);
  }
  figure('controller.new_branch_ms_10k', Math.max(...times), 'ms');
});
