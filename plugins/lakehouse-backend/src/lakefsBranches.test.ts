import {
  buildLakeFSBranchObject,
  lakefsBranchFixtures,
} from '@lakefront/backstage-plugin-lakehouse-common/testUtils';
import { MIA, NOAH } from './__testUtils__/samplePeople';
import { useTestLakehouse } from './__testUtils__/useTestLakehouse';

jest.setTimeout(60_000);

describe('branches of lakeFS among the workloads', () => {
  const lakehouse = useTestLakehouse();

  beforeAll(async () => {
    const fixtures = ['new', 'ready', 'promote-conflict'].map(
      wanted =>
        lakefsBranchFixtures.find(({ name }) => name === wanted)!.object,
    );
    const marks = { 'lakefront.dev/owner': 'user:default/mia' };
    lakehouse.kubernetes.put(
      ...fixtures,
      buildLakeFSBranchObject({
        name: 'owned',
        metadata: { annotations: marks },
      }),
    );
    await lakehouse.until(
      () => lakehouse.get(MIA, '/workloads?role=branch'),
      ({ body }) => body.total === 4,
    );
  });

  it('are a kind of their own, with a form and verbs', async () => {
    const { body } = await lakehouse.get(MIA, '/kinds').expect(200);
    expect(body.items).toContainEqual(
      expect.objectContaining({
        id: 'lakefs-branch',
        role: 'branch',
        template: 'lakefs-branch',
        verbs: [
          expect.objectContaining({ id: 'extend' }),
          expect.objectContaining({ id: 'promote' }),
        ],
      }),
    );
  });

  it('stand in lists and on their page with where they stand', async () => {
    const { body } = await lakehouse
      .get(MIA, '/workloads?role=branch&sort=name')
      .expect(200);
    expect(body.items.map(({ name, state }: any) => [name, state])).toEqual([
      ['new', 'pending'],
      ['owned', 'pending'],
      ['promote-conflict', 'failed'],
      ['ready', 'succeeded'],
    ]);
    const { body: page } = await lakehouse
      .get(MIA, '/workloads/west/dom-sales/lakefs-branch/ready')
      .expect(200);
    expect(page.workload).toMatchObject({
      description: 'sales-lake · from main',
      standing: {
        server: 'lake',
        repository: 'sales-lake',
        branch: 'ready',
        ahead: 2,
        behind: 1,
      },
    });
    const { body: pods } = await lakehouse
      .get(MIA, '/workloads/west/dom-sales/lakefs-branch/ready/pods')
      .expect(200);
    expect(pods.items).toEqual([]);
  });

  it('are found by name, owner and state, and count in facets', async () => {
    const names = async (query: string) => {
      const { body } = await lakehouse
        .get(MIA, `/workloads?role=branch&sort=name&${query}`)
        .expect(200);
      return body.items.map(({ name }: any) => name);
    };
    expect(await names('q=conf')).toEqual(['promote-conflict']);
    expect(await names('owner=user:default/mia')).toEqual(['owned']);
    expect(await names('attention=true')).toEqual([
      'new',
      'owned',
      'promote-conflict',
    ]);
    const { body } = await lakehouse
      .get(MIA, '/facets?role=branch')
      .expect(200);
    expect(body).toMatchObject({
      state: { pending: 2, failed: 1, succeeded: 1 },
      kind: { 'lakefs-branch': 4 },
    });
  });

  it('are no jobs, and neither run nor wait', async () => {
    const { body: jobs } = await lakehouse
      .get(MIA, '/workloads?role=job')
      .expect(200);
    expect(jobs.items.map(({ kind }: any) => kind)).toEqual([
      'spark-application',
    ]);
    const { body: domains } = await lakehouse.get(MIA, '/domains').expect(200);
    expect(domains.items[0]).toMatchObject({
      running: 1,
      pending: 0,
      failedToday: 0,
    });
  });

  it('are not there for another domain', async () => {
    await lakehouse
      .get(NOAH, '/workloads/west/dom-sales/lakefs-branch/ready')
      .expect(404);
    const { body } = await lakehouse
      .get(NOAH, '/workloads?role=branch')
      .expect(200);
    expect(body).toMatchObject({ items: [], total: 0 });
  });
});
