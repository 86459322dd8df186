import { TestDatabases } from '@backstage/backend-test-utils';
import {
  builtInKinds,
  createKindRegistry,
  LABEL_DOMAIN,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { createKubeIndex, type KubeIndex } from '@lakefront/kube-index';
import { FakeKubernetes } from '../__testUtils__/FakeKubernetes';
import { domainObjects, quotaOf } from '../__testUtils__/lakehouseObjects';
import { migrate } from '../__testUtils__/migrate';
import { toResourceDefinitions } from '../index/definitions';
import { DomainMap } from '../index/DomainMap';
import { LakehouseIndex } from '../index/LakehouseIndex';
import { QuotaSampler } from './QuotaSampler';
import { UsageStore } from './UsageStore';

const NOW = Date.parse('2026-11-20T10:00:00Z');
const HOUR = 3_600_000;
const SPAN = {
  from: new Date(NOW).toISOString(),
  to: new Date(NOW + 24 * HOUR).toISOString(),
};

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

describe('QuotaSampler', () => {
  const kubernetes = new FakeKubernetes();
  let kube: KubeIndex;
  let usage: UsageStore;
  let sampler: QuotaSampler;

  beforeAll(async () => {
    kubernetes.put(...domainObjects('sales'));
    const server = await kubernetes.start();
    const kinds = createKindRegistry(builtInKinds);
    kube = createKubeIndex({
      connections: [
        { name: 'west', credentials: async () => ({ server }) },
        {
          name: 'east',
          credentials: () => Promise.reject(new Error('Away')),
        },
      ],
      resources: toResourceDefinitions({
        kinds: kinds.all(),
        namespaceLabel: LABEL_DOMAIN,
      }),
    });
    const index = new LakehouseIndex(kube, kinds);
    const domains = new DomainMap(index, {
      kubernetesClusters: ['west', 'east'],
    });
    const knex = await databases.init('SQLITE_3');
    await migrate(knex);
    usage = new UsageStore(knex);
    sampler = new QuotaSampler({ index, domains, usage });
  });

  afterAll(async () => {
    await kube.stop();
  });

  const history = () => usage.within(new Set(['west/sales']), SPAN);

  it('writes nothing of what is not known', async () => {
    await sampler.sample(NOW);
    expect(await history()).toEqual([]);
    kube.start();
    await kube.settled(5_000);
    await sampler.sample(NOW);
    const cpu = (await history()).find(
      ({ resource }) => resource === 'requests.cpu',
    );
    expect(cpu).toEqual({
      kubernetesCluster: 'west',
      resource: 'requests.cpu',
      quota: 'domain-quota',
      unit: 'cores',
      points: [{ at: SPAN.from, used: 42, hard: 64 }],
    });

    // A quota that was not counted yet is not a quota that nobody uses.
    const { status, ...fresh } = quotaOf('sales');
    kubernetes.put({
      ...fresh,
      metadata: { ...fresh.metadata, name: 'fresh-quota' },
    });
    await until(() => kube.resource('resourcequotas').list().total === 2);
    await sampler.sample(NOW);
    expect((await history()).map(({ quota }) => quota)).not.toContain(
      'fresh-quota',
    );

    await kubernetes.stop();
    await until(() => kube.freshness().every(({ state }) => state !== 'live'));
    await sampler.sample(NOW + HOUR);
    const points = (await history()).map(one => one.points.length);
    expect(points).toEqual([1, 1, 1]);
  });
});

async function until(passes: () => boolean): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!passes()) {
    if (Date.now() > deadline) {
      throw new Error('It did not come to that');
    }
    await new Promise(resolve => setTimeout(resolve, 20));
  }
}
