import {
  builtInKinds,
  createKindRegistry,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { type Clock, createKubeIndex } from '@lakefront/kube-index';
import { toResourceDefinitions } from '../index/definitions';
import { DomainMap } from '../index/DomainMap';
import { LakehouseIndex } from '../index/LakehouseIndex';
import { waitUntil } from './waitUntil';

/** An index of its own on an API server, as one replica of the backend has it. */
export async function startTestIndex(options: {
  server: string;
  /** What the API server knows this replica by. */
  token?: string;
  clock?: Clock;
}) {
  const { server, token = 'token', clock } = options;
  const kinds = createKindRegistry(builtInKinds);
  const kube = createKubeIndex({
    connections: [
      { name: 'west', credentials: async () => ({ server, token }) },
    ],
    resources: toResourceDefinitions({
      kinds: kinds.all(),
      namespaceLabel: 'lakefront.dev/domain',
    }),
    clock,
  });
  const index = new LakehouseIndex(kube, kinds);
  const domains = new DomainMap(index, { kubernetesClusters: ['west'] });
  kube.start();
  await waitUntil(() =>
    kube.freshness().every(({ state }) => state === 'live'),
  );
  return { index, domains, stop: () => kube.stop() };
}
