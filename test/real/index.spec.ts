import { test } from '@playwright/test';
import fs from 'node:fs';
import { type IndexSide, indexStories } from '../conformance/indexStories';
import { compact } from './support/etcd';
import { startKubernetes } from './support/kubernetes';
import { whyMissing } from './support/servers.mjs';
import { Workbench } from './support/Workbench';

/** etcd and kube-apiserver, which may be killed. */
async function startSide(options: { cached: boolean }): Promise<IndexSide> {
  const flags = options.cached ? [] : ['--watch-cache=false'];
  const bench = await Workbench.create('index');
  try {
    const kubernetes = await bench.with(
      startKubernetes(bench.directory, { manager: false, flags }),
    );
    return {
      url: () => kubernetes.url,
      ca: () => fs.readFileSync(kubernetes.caFile, 'utf8'),
      admin: kubernetes.admin,
      tokens: { admin: 'real-admin', mia: 'real-mia' },
      keeps: true,
      restart: () => kubernetes.restart(),
      async compact() {
        await compact(kubernetes.etcdUrl);
        // Its cache remembers more than etcd does, as long as it lives.
        if (options.cached) await kubernetes.restart();
      },
      stop: () => bench.stop(),
    };
  } catch (error) {
    await bench.stop();
    throw error;
  }
}

const missing = whyMissing(['etcd', 'kube-apiserver']);

test.describe('the index on a real API server', () => {
  test.skip(missing !== undefined, missing);
  indexStories({ start: () => startSide({ cached: true }), extensible: true });
});

test.describe('the index on a real API server that asks etcd each time', () => {
  test.skip(missing !== undefined, missing);
  // Without its cache a compaction of etcd is felt at once, and nothing is streamed.
  indexStories({
    start: () => startSide({ cached: false }),
    extensible: true,
  });
});
