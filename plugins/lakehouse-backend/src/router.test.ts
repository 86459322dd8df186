import { driverOf } from './__testUtils__/lakehouseObjects';
import { MIA, NOAH, PAT, SAM } from './__testUtils__/samplePeople';
import { useTestLakehouse } from './__testUtils__/useTestLakehouse';

jest.setTimeout(60_000);

const DAILY = '/workloads/west/dom-sales/spark-application/sales-daily';

describe('the HTTP API', () => {
  const lakehouse = useTestLakehouse();

  it('answers users only', async () => {
    const { status } = await lakehouse.get(undefined, '/domains');
    expect(status).toBe(401);
  });

  it('computes whether a footprint fits', async () => {
    const footprint = {
      cpu: 40,
      memory: 2 ** 30,
      gpu: 0,
      pods: 1,
      parts: [
        {
          role: 'driver',
          count: 1,
          minCount: 1,
          cpu: 40,
          memory: 2 ** 30,
          gpu: 0,
        },
      ],
    };
    const ask = (user: string, domain: string) =>
      lakehouse.post(user, '/fit', {
        domain,
        kubernetesCluster: 'west',
        footprint,
      });
    const { body } = await ask(MIA, 'sales').expect(200);
    expect(body).toMatchObject({ fits: false });
    await ask(MIA, 'risk').expect(404);
    await lakehouse
      .post(MIA, '/fit', { domain: 'sales', kubernetesCluster: 'west' })
      .expect(400);
  });

  it('computes whether a pipeline of many steps fits', async () => {
    const step = { count: 1, minCount: 0, cpu: 0.01, memory: 2 ** 20, gpu: 0 };
    const parts = Array.from({ length: 2000 }, (_, index) => ({
      ...step,
      role: `${'group-in-a-group/'.repeat(8)}step-${index}`,
    }));
    const { body } = await lakehouse
      .post(MIA, '/fit', {
        ...{ domain: 'sales', kubernetesCluster: 'west' },
        footprint: { cpu: 20, memory: 2000 * 2 ** 20, gpu: 0, pods: 1, parts },
      })
      .expect(200);
    expect(body).toHaveProperty('fits');
  });

  it('tells operators of resources, and others of clusters', async () => {
    const all = await lakehouse.get(PAT, '/freshness').expect(200);
    expect(all.body.items.length).toBeGreaterThan(5);
    const mine = await lakehouse.get(MIA, '/freshness').expect(200);
    expect(mine.body.items).toEqual([
      expect.objectContaining({ kubernetesCluster: 'west', resource: '*' }),
    ]);
    const none = await lakehouse.get(SAM, '/freshness').expect(200);
    expect(none.body.items).toEqual([]);
  });

  it('wakes up those who were given an answer about the domain, with nothing in it', async () => {
    await lakehouse.get(MIA, '/workloads').expect(200);
    await lakehouse.get(SAM, '/workloads').expect(200);
    lakehouse.signals.length = 0;
    lakehouse.kubernetes.put(driverOf('sales', 'sales-daily'));
    await lakehouse.until(
      async () => lakehouse.signals,
      signals => signals.length > 0,
    );
    for (const { channel, message, recipients } of lakehouse.signals) {
      expect({ channel, message }).toEqual({
        channel: 'lakehouse',
        message: {},
      });
      expect(JSON.stringify(recipients)).not.toContain(SAM);
    }
  });

  it('costs the API server one watch for each resource, however many look', async () => {
    const before = lakehouse.kubernetes.requests.length;
    const pages = Array.from({ length: 500 }, (_, n) =>
      lakehouse.get(
        [PAT, MIA, NOAH, SAM][n % 4],
        ['/workloads', '/facets', '/domains', DAILY, '/freshness'][n % 5],
      ),
    );
    const statuses = (await Promise.all(pages)).map(({ status }) => status);
    expect(statuses).toHaveLength(500);
    expect(statuses.every(status => status === 200 || status === 404)).toBe(
      true,
    );
    expect(lakehouse.kubernetes.requests.slice(before)).toEqual([]);
    const { watched } = lakehouse.kubernetes;
    expect(watched).not.toEqual([]);
    expect(new Set(watched).size).toBe(watched.length);
  });
});
