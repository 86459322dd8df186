import {
  createKubeIndex,
  type KubeIndex,
} from '../../../packages/kube-index/src';
import { builtInKinds } from '../../../plugins/lakehouse-common/src';
import { toResourceDefinitions } from '../../../plugins/lakehouse-backend/src/index/definitions';

/** Ids of the resources that are many. */
export const PODS = 'pods';
export const JOBS = 'workload:spark-application';

/** An index with the projections that the backend uses; only of the resources named. */
export function createBenchIndex(
  url: string,
  ids: readonly string[],
): KubeIndex {
  const definitions = toResourceDefinitions({
    kinds: builtInKinds,
    namespaceLabel: 'lakefront.dev/domain',
  });
  return createKubeIndex({
    connections: [{ name: 'west', credentials: async () => ({ server: url }) }],
    // All namespaces may be read here, and only what is measured is.
    resources: definitions
      .filter(({ id }) => ids.includes(id))
      .map(({ namespacesFrom: _, ...definition }) => definition),
  });
}

/** Starts it and waits until it has read everything once. */
export async function startBenchIndex(
  url: string,
  ids: readonly string[],
): Promise<KubeIndex> {
  const index = createBenchIndex(url, ids);
  index.start();
  await settle(index);
  return index;
}

/** Everything was read; says what is wrong where it was not. */
export async function settle(index: KubeIndex): Promise<void> {
  const settled = await index.settled(300_000);
  const late = index.freshness().filter(({ everSynced }) => !everSynced);
  if (!settled || late.length > 0) {
    throw new Error(`the index did not sync: ${JSON.stringify(late)}`);
  }
}
