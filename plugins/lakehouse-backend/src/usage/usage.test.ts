import type {
  List,
  QuotaHistory,
  Workload,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { job, quotaOf } from '../__testUtils__/lakehouseObjects';
import { MIA, PAT } from '../__testUtils__/samplePeople';
import { useTestLakehouse } from '../__testUtils__/useTestLakehouse';

jest.setTimeout(60_000);

describe('what was used', () => {
  const lakehouse = useTestLakehouse();

  it('shows the history of a domain to its members', async () => {
    await lakehouse.runTask('sample-quotas');
    lakehouse.kubernetes.put(quotaOf('sales', '200Gi'));
    await lakehouse.until(
      async () => {
        await lakehouse.runTask('sample-quotas');
        return lakehouse.get(MIA, '/domains/sales/usage');
      },
      ({ body }: { body: List<QuotaHistory> }) =>
        body.items.some(({ points }) =>
          points.some(({ used }) => used === 200 * 1024 ** 3),
        ),
    );
    const { body } = await lakehouse.get(MIA, '/domains/sales/usage');
    expect(body.items).toContainEqual({
      kubernetesCluster: 'west',
      resource: 'requests.cpu',
      quota: 'domain-quota',
      unit: 'cores',
      points: [expect.objectContaining({ used: 42, hard: 64 })],
    });
    expect(body.freshness).toHaveLength(1);
    const before = '?from=2020-01-01T00:00:00Z&to=2020-01-08T00:00:00Z';
    const none = await lakehouse.get(MIA, `/domains/sales/usage${before}`);
    expect(none.body.items).toEqual([]);
    const wrong = '?from=2020-01-08T00:00:00Z&to=2020-01-01T00:00:00Z';
    await lakehouse.get(MIA, `/domains/sales/usage${wrong}`).expect(400);
    await lakehouse.get(MIA, '/domains/risk/usage').expect(404);
    await lakehouse.get(PAT, '/domains/risk/usage').expect(200);
  });

  it('says in lists how long a job usually takes, as soon as it ended', async () => {
    const read = async (): Promise<Workload> => {
      const { body } = await lakehouse.get(MIA, '/workloads').expect(200);
      return body.items[0];
    };
    expect((await read()).usual).toBeUndefined();
    lakehouse.kubernetes.put(
      job('sales', 'sales-daily', { state: 'COMPLETED' }),
    );
    const { usual } = await lakehouse.until(
      read,
      workload => workload.usual !== undefined,
    );
    expect(usual).toEqual({ runs: 1, medianSeconds: 480 });
  });
});
