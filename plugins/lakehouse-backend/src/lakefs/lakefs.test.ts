import { MIA, PAT } from '../__testUtils__/samplePeople';
import { useTestLakehouse } from '../__testUtils__/useTestLakehouse';

jest.setTimeout(120_000);

const SALES = '/lakefs/repositories/lake/sales-lake';

describe('what is on lakeFS', () => {
  const lakehouse = useTestLakehouse();

  beforeAll(async () => {
    const { lake } = lakehouse;
    await lake.commit(
      'sales-lake',
      'main',
      { 'orders/a.csv': 'a' },
      {
        kubernetes_cluster: 'west',
        namespace: 'dom-sales',
        job: 'sales-daily',
        password: 'hunter2',
      },
    );
    await lake.branch('sales-lake', 'fix');
    await lake.branch('sales-lake', 'Try_2');
    await lake.client.tags.create('sales-lake', { id: 'v1.0', ref: 'main' });
  });

  const get = (path: string) => lakehouse.get(MIA, path);

  it('lists the repositories that settings of own domains name', async () => {
    const { body } = await get('/lakefs/repositories').expect(200);
    expect(body).toEqual({
      total: 1,
      items: [
        {
          ...{ server: 'lake', repository: 'sales-lake' },
          ...{ defaultBranch: 'main', readOnly: false },
          createdAt: '2026-11-20T08:00:00.000Z',
          domains: [
            {
              ...{ domain: 'sales', kubernetesCluster: 'west' },
              ...{ keysPerDomain: false, mayChange: true },
            },
          ],
          url: `${
            new URL(lakehouse.lake.url).origin
          }/repositories/sales-lake/objects`,
        },
      ],
      freshness: [
        { server: 'lake', state: 'live', readAt: expect.any(String) },
      ],
    });
  });

  it('lists branches, with their heads', async () => {
    const { body } = await get(`${SALES}/branches`).expect(200);
    expect(body).toMatchObject({
      total: 3,
      counts: { all: 3, mine: 0, expiring: 0, stale: 0, declared: 0 },
      items: [
        { branch: 'Try_2', isDefault: false },
        { branch: 'fix' },
        {
          ...{ branch: 'main', isDefault: true, committer: 'admin' },
          ...{ message: 'Write orders/a.csv' },
          committedAt: '2026-11-20T08:00:01.000Z',
        },
      ],
      freshness: [{ server: 'lake', repository: 'sales-lake', state: 'live' }],
    });
    const found = await get(`${SALES}/branches?q=TRY`).expect(200);
    expect(found.body).toMatchObject({ total: 1, counts: { all: 3 } });
  });

  it('pages through them without telling one twice', async () => {
    const names: string[] = [];
    let cursor = '';
    do {
      const { body } = await get(
        `${SALES}/branches?limit=1&sort=-branch${cursor}`,
      ).expect(200);
      names.push(body.items[0].branch);
      cursor = body.nextCursor ? `&cursor=${body.nextCursor}` : '';
    } while (cursor);
    expect(names).toEqual(['main', 'fix', 'Try_2']);
  });

  it('finds branches and tags, the default branch first', async () => {
    const { body } = await get(`${SALES}/refs`).expect(200);
    expect(body.items.map(({ id, type }: any) => `${type} ${id}`)).toEqual([
      ...['branch main', 'branch Try_2', 'branch fix', 'tag v1.0'],
    ]);
  });

  it('tells commits with the job that made them, credentials hidden', async () => {
    const { body } = await get(`${SALES}/commits?ref=fix`).expect(200);
    expect(body.items[0]).toMatchObject({
      message: 'Write orders/a.csv',
      metadata: { namespace: 'dom-sales', password: '••••••' },
      job: {
        ...{ kubernetesCluster: 'west', namespace: 'dom-sales' },
        ...{ kind: 'spark-application', name: 'sales-daily' },
      },
    });
    const absent = await get(`${SALES}/commits?ref=nothing`).expect(404);
    expect(absent.body.error.message).toBe(
      'There is no branch, tag or commit nothing in lake/sales-lake',
    );
  });

  it('asks lakeFS nothing for what it knows already', async () => {
    await get(`${SALES}/branches`).expect(200);
    lakehouse.lake.asked.length = 0;
    await get(`${SALES}/branches?view=mine&q=f`).expect(200);
    await get('/lakefs/repositories').expect(200);
    expect(lakehouse.lake.asked).toEqual([]);
  });

  it('asks lakeFS nothing about what is not allowed', async () => {
    lakehouse.lake.asked.length = 0;
    const theirs = await get('/lakefs/repositories/lake/risk-lake').expect(404);
    const absent = await get('/lakefs/repositories/lake/absent').expect(404);
    const none = await get('/lakefs/repositories/other/risk-lake').expect(404);
    expect(theirs.body.error).toEqual(absent.body.error);
    expect(theirs.body.error).toEqual(none.body.error);
    expect(lakehouse.lake.asked).toEqual([]);
  });

  it('says on the health page how lakeFS is, and that domains are not kept apart', async () => {
    const { body } = await lakehouse.get(PAT, '/health').expect(200);
    expect(body.lakefs).toEqual([
      {
        server: 'lake',
        freshness: expect.objectContaining({ server: 'lake' }),
        version: expect.any(String),
        repositories: 4,
        requestsLastHour: expect.any(Number),
        advice: [
          expect.stringMatching(
            /^Open-source lakeFS does not keep domains apart: a key in a Secret of marketing on west, /,
          ),
        ],
      },
    ]);
  });
});
