import { job, quotaOf } from '../__testUtils__/lakehouseObjects';
import { MIA, NOAH, PAT } from '../__testUtils__/samplePeople';
import { useTestLakehouse } from '../__testUtils__/useTestLakehouse';

jest.setTimeout(60_000);

describe('workloads over HTTP', () => {
  const lakehouse = useTestLakehouse();

  describe('GET /workloads', () => {
    it('filters, sorts and pages', async () => {
      const page = await lakehouse
        .get(PAT, '/workloads?sort=name&limit=3')
        .expect(200);
      expect(page.body.items.map((item: any) => item.name)).toEqual([
        'marketing-daily',
        'platform-daily',
        'risk-daily',
      ]);
      expect(page.body.total).toBe(4);
      const rest = await lakehouse
        .get(PAT, `/workloads?sort=name&limit=3&cursor=${page.body.nextCursor}`)
        .expect(200);
      expect(rest.body.items.map((item: any) => item.name)).toEqual([
        'sales-daily',
      ]);
      expect(rest.body.nextCursor).toBeUndefined();
      const some = await lakehouse
        .get(PAT, '/workloads?domain=sales,risk&state=running&sort=-name')
        .expect(200);
      expect(some.body.items.map((item: any) => item.name)).toEqual([
        'sales-daily',
        'risk-daily',
      ]);
    });

    it.each([
      ['limit=0', 'limit must be >= 1'],
      ['limit=5000', 'limit must be <= 1000'],
      ['sort=uid', 'sort must match pattern'],
      ['state=dead', 'state'],
      ['domain=Sales', 'domain'],
      ['colour=red', "Unknown query parameter 'colour'"],
      ['cursor=nonsense', "'cursor' is not one of this list's cursors"],
    ])('refuses %s', async (query, message) => {
      const { body } = await lakehouse
        .get(PAT, `/workloads?${query}`)
        .expect(400);
      expect(body.error.message).toContain(message);
    });

    it('answers what changed since, and what is gone', async () => {
      const brief = job('sales', 'brief', { state: 'RUNNING' });
      const before = await lakehouse.get(MIA, '/workloads').expect(200);
      lakehouse.kubernetes.put(brief, job('risk', 'hidden'));
      const since = (version: string) =>
        lakehouse.get(MIA, `/workloads?since=${version}`).expect(200);
      const added = await lakehouse.until(
        () => since(before.body.version),
        ({ body }) => body.items.length > 0,
      );
      expect(added.body).toMatchObject({ full: false, removed: [], total: 2 });
      expect(added.body.items.map((item: any) => item.name)).toEqual(['brief']);

      lakehouse.kubernetes.remove(brief);
      lakehouse.kubernetes.remove(job('risk', 'hidden'));
      const gone = await lakehouse.until(
        () => since(added.body.version),
        ({ body }) => body.removed.length > 0,
      );
      expect(gone.body).toMatchObject({
        full: false,
        items: [],
        removed: ['west/dom-sales/spark-application/brief'],
      });
      const other = await lakehouse
        .get(NOAH, `/workloads?since=${before.body.version}`)
        .expect(200);
      expect(other.body.full).toBe(true);
      const question = await lakehouse
        .get(MIA, `/workloads?q=x&since=${before.body.version}`)
        .expect(200);
      expect(question.body.full).toBe(true);
      const forged = await lakehouse
        .get(MIA, '/workloads?since=bm9uc2Vuc2U')
        .expect(200);
      expect(forged.body.full).toBe(true);
    });

    it('names what left the filter as removed', async () => {
      lakehouse.kubernetes.put(job('sales', 'leaver', { state: 'RUNNING' }));
      const running = await lakehouse.until(
        () => lakehouse.get(MIA, '/workloads?state=running'),
        ({ body }) => body.total === 2,
      );
      lakehouse.kubernetes.put(job('sales', 'leaver', { state: 'COMPLETED' }));
      const { body } = await lakehouse.until(
        () =>
          lakehouse.get(
            MIA,
            `/workloads?state=running&since=${running.body.version}`,
          ),
        answer => answer.body.removed.length > 0,
      );
      expect(body.removed).toEqual(['west/dom-sales/spark-application/leaver']);
      lakehouse.kubernetes.remove(job('sales', 'leaver'));
    });
  });

  it('finds what needs attention, and says what running work waits for', async () => {
    const big = { executor: { cores: 4, memory: '48g', instances: 4 } };
    const backfill = job('sales', 'backfill', { spec: big });
    lakehouse.kubernetes.put(
      backfill,
      job('sales', 'broken', { state: 'FAILED' }),
      job('risk', 'hidden', { spec: big }),
      quotaOf('sales', '220Gi'),
    );
    const ask = (query: string = '') =>
      lakehouse.get(MIA, `/workloads?attention=true&sort=name${query}`);
    const full = await lakehouse.until(
      () => ask(),
      ({ body }) => body.total === 2,
    );
    expect(full.body.items).toEqual([
      expect.objectContaining({
        name: 'backfill',
        state: 'running',
        reason: expect.objectContaining({
          code: 'executors-missing',
          message:
            'Runs with 0 of 4 executors: the next one needs 67.2 GiB, sales has 36 GiB left.',
        }),
      }),
      expect.objectContaining({ name: 'broken', state: 'failed' }),
    ]);
    // Selected before it is cut into pages: the first page is full.
    const page = await ask('&limit=1').expect(200);
    expect(page.body).toMatchObject({
      items: [{ name: 'backfill' }],
      total: 2,
    });
    expect(page.body.nextCursor).toBeDefined();
    const { body: facets } = await lakehouse
      .get(MIA, '/facets?attention=true')
      .expect(200);
    expect(facets.state).toEqual({ failed: 1, running: 1 });
    const { body: detail } = await lakehouse
      .get(MIA, '/workloads/west/dom-sales/spark-application/backfill')
      .expect(200);
    expect(detail.workload.reason.message).toContain('the next one needs');

    // Others ended: there is room now, and the page is told by the quota alone.
    lakehouse.kubernetes.put(quotaOf('sales', '20Gi'));
    const roomy = await lakehouse.until(
      () => ask(`&since=${full.body.version}`),
      ({ body }) => body.total === 1,
    );
    expect(roomy.body).toMatchObject({
      full: false,
      items: [],
      removed: expect.arrayContaining([
        'west/dom-sales/spark-application/backfill',
      ]),
    });
    lakehouse.kubernetes.put(quotaOf('sales'));
    for (const name of ['backfill', 'broken']) {
      lakehouse.kubernetes.remove(job('sales', name));
    }
    lakehouse.kubernetes.remove(job('risk', 'hidden'));
    await lakehouse.until(
      () => lakehouse.get(PAT, '/workloads'),
      ({ body }) => body.total === 4,
    );
  });

  it('counts each facet under the other filters', async () => {
    const { body } = await lakehouse
      .get(PAT, '/facets?domain=sales')
      .expect(200);
    expect(body.domain).toMatchObject({ sales: 1, risk: 1 });
    expect(body.owner).toEqual({ 'group:default/sales-data': 1 });
  });
});
