import { buildLakeFSBranchObject } from '@lakefront/backstage-plugin-lakehouse-common/testUtils';
import { MIA, NOAH, PAT } from '../__testUtils__/samplePeople';
import { useTestLakehouse } from '../__testUtils__/useTestLakehouse';

jest.setTimeout(120_000);

const SALES = '/lakefs/repositories/lake/sales-lake';

const declaring = (
  domain: string,
  name: string,
  options: { by?: string; expiresAt?: string; owner?: string } = {},
) =>
  buildLakeFSBranchObject({
    name,
    metadata: {
      ...{ namespace: `dom-${domain}`, uid: `${domain}-${name}` },
      annotations: {
        'lakefront.dev/owner': options.owner ?? `group:default/${domain}-data`,
        ...(options.by && { 'lakefront.dev/requested-by': options.by }),
        'lakefront.dev/change': 'change-1',
      },
    },
    spec: {
      repository: 'sales-lake',
      ...(options.expiresAt && { expiresAt: options.expiresAt }),
    },
    status: { observedGeneration: 1, ahead: 3 },
  });

const claim = (branch: string, owner: string) => ({
  [`lakefront.dev/branch.${branch}.${'0'.repeat(16)}`]: owner,
});

describe('declared branches', () => {
  const lakehouse = useTestLakehouse();

  beforeAll(async () => {
    const { lake, kubernetes } = lakehouse;
    for (const name of ['mine', 'soon', 'theirs', 'claimed', 'by-hand']) {
      await lake.branch('sales-lake', name);
    }
    await lake.commit('sales-lake', 'by-hand', { a: 'a' });
    await lake.client.repositories.setMetadata('sales-lake', {
      ...claim('mine', 'west/dom-sales/mine'),
      ...claim('claimed', 'far/dom-else/claimed'),
      'lakefront.dev/kept.by-hand': JSON.stringify({
        ...{ owner: 'west/dom-sales/by-hand', at: '2026-11-20T09:00:00Z' },
        ...{ reason: 'UnpromotedWork', message: 'password=hunter2' },
      }),
      'lakefront.dev/kept.theirs': JSON.stringify({
        ...{ owner: 'west/dom-risk/theirs', at: '2026-11-20T09:00:00Z' },
        ...{ reason: 'UncommittedWork', message: 'x' },
      }),
      'lakefront.dev/kept.broken': '{',
      'somebody.else/branch.x': 'y',
    });
    kubernetes.put(
      declaring('sales', 'mine', { by: MIA }),
      declaring('sales', 'soon', {
        ...{ expiresAt: '2026-11-24', owner: 'group:default/others' },
      }),
      declaring('risk', 'theirs'),
    );
    await lakehouse.until(
      () => lakehouse.get(MIA, '/workloads?kind=lakefs-branch'),
      ({ body }) => body.total === 2,
    );
  });

  const list = async (query = '') =>
    (await lakehouse.get(MIA, `${SALES}/branches${query}`).expect(200)).body;
  const names = ({ items }: { items: Array<{ branch: string }> }) =>
    items.map(({ branch }) => branch);

  it('are joined with their objects, as far as who asks may see those', async () => {
    const { items, counts } = await list();
    expect(counts).toMatchObject({ all: 6, mine: 1, declared: 2 });
    const byName = Object.fromEntries(
      items.map((row: { branch: string }) => [row.branch, row]),
    );
    expect(byName.mine).toMatchObject({
      declaredBy: {
        ...{ kubernetesCluster: 'west', namespace: 'dom-sales' },
        ...{ kind: 'lakefs-branch', name: 'mine', domain: 'sales' },
        ...{ owner: 'group:default/sales-data', requestedBy: MIA },
        changeId: 'change-1',
        standing: { source: 'main', ahead: 3 },
      },
    });
    expect(byName.mine.claimedByAnother).toBeUndefined();
    for (const name of ['theirs', 'claimed']) {
      expect(byName[name]).toMatchObject({ claimedByAnother: true });
      expect(byName[name].declaredBy).toBeUndefined();
    }
    expect(JSON.stringify(items)).not.toMatch(/risk|dom-else/);
  });

  it.each([
    ['mine', ['mine']],
    ['declared', ['mine', 'soon']],
  ])('are listed by view %s', async (view, expected) => {
    expect(names(await list(`?view=${view}`))).toEqual(expected);
  });

  it('come in the order that is asked for, those without a value last', async () => {
    expect(names(await list('?sort=expiresAt')).slice(0, 1)).toEqual(['soon']);
    expect(
      names(await list('?sort=-ahead'))
        .slice(0, 2)
        .sort(),
    ).toEqual([...['mine', 'soon']]);
  });

  it('tell which were kept, and whose only to who may see that', async () => {
    const { lake } = lakehouse;
    const { commitId } = await lake.client.branches.get('risk-lake', 'main');
    await lake.client.tags.create('risk-lake', {
      id: `lakefront-kept-gone-${commitId.slice(0, 12)}`,
      ref: commitId,
    });
    // A tag that is not where it was made holds no branch.
    await lake.client.tags.create('risk-lake', {
      ...{ id: 'lakefront-kept-moved-000000000000', ref: commitId },
    });
    const { body } = await lakehouse.get(MIA, SALES).expect(200);
    expect(body.kept).toEqual([
      {
        ...{ branch: 'by-hand', at: '2026-11-20T09:00:00Z', exists: true },
        owner: 'west/dom-sales/by-hand',
        ...{ reason: 'UnpromotedWork', message: 'password=••••••' },
        commitId: expect.any(String),
      },
      {
        ...{ branch: 'theirs', at: '2026-11-20T09:00:00Z', exists: true },
        ...{ reason: 'UncommittedWork', message: 'x' },
        commitId: expect.any(String),
      },
    ]);
    const risk = await lakehouse
      .get(NOAH, '/lakefs/repositories/lake/risk-lake')
      .expect(200);
    expect(risk.body.kept).toEqual([
      {
        ...{ branch: 'gone', exists: false, commitId },
        tag: `lakefront-kept-gone-${commitId.slice(0, 12)}`,
        committedAt: '2026-11-20T08:00:00.000Z',
      },
    ]);
  });

  it('tells rules of the repository', async () => {
    const { lake } = lakehouse;
    lake.server.host.repository('marketing-lake').garbageCollection = {
      defaultRetentionDays: 21,
      branches: [{ branch: 'main', retentionDays: 28 }],
    };
    const { body } = await lakehouse
      .get(PAT, '/lakefs/repositories/lake/marketing-lake')
      .expect(200);
    expect(body.rules.garbageCollection).toEqual({
      defaultRetentionDays: 21,
      branches: [{ branch: 'main', retentionDays: 28 }],
    });
  });
});
