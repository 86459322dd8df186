import { FakeKubernetes } from '../__testUtils__/FakeKubernetes';
import {
  driverOf,
  job,
  namespaceOf,
  quotaOf,
} from '../__testUtils__/lakehouseObjects';
import { startTestIndex } from '../__testUtils__/startTestIndex';
import { waitUntil } from '../__testUtils__/waitUntil';

describe('Capacities', () => {
  const kubernetes = new FakeKubernetes();
  let replica: Awaited<ReturnType<typeof startTestIndex>>;

  beforeAll(async () => {
    for (const domain of ['sales', 'risk']) {
      kubernetes.put(namespaceOf(domain), quotaOf(domain));
    }
    replica = await startTestIndex({ server: await kubernetes.start() });
  });

  afterAll(async () => {
    await replica?.stop();
    await kubernetes.stop();
  });

  const capacityOf = (domain: string) =>
    replica.index.capacities.of({
      kubernetesCluster: 'west',
      namespace: `dom-${domain}`,
    });
  const cpuOf = (domain: string) => {
    const { quotas } = capacityOf(domain);
    const cpu = quotas.find(({ resource }) => resource === 'requests.cpu');
    return { used: cpu?.used, hard: cpu?.hard, waiting: cpu?.waiting };
  };

  it('is worked out again after each change that decides it, of its domain only', async () => {
    const risk = capacityOf('risk');
    expect(cpuOf('sales')).toEqual({ used: 42, hard: 64, waiting: 0 });
    expect(capacityOf('sales')).toBe(capacityOf('sales'));

    kubernetes.put(job('sales', 'daily', { state: 'SUBMITTED' }));
    // A driver of one core and two executors of two.
    await waitUntil(() => cpuOf('sales').waiting === 5);
    kubernetes.put(driverOf('sales', 'daily'));
    await waitUntil(() => cpuOf('sales').waiting === 4);
    kubernetes.remove(driverOf('sales', 'daily'));
    await waitUntil(() => cpuOf('sales').waiting === 5);
    kubernetes.remove(job('sales', 'daily'));
    await waitUntil(() => cpuOf('sales').waiting === 0);
    kubernetes.remove(quotaOf('sales'));
    await waitUntil(() => capacityOf('sales').quotas.length === 0);
    expect(capacityOf('risk')).toBe(risk);
  });
});
