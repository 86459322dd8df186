import { buildLakeFSBranchObject } from '@lakefront/backstage-plugin-lakehouse-common/testUtils';
import { MIA, NOAH } from '../__testUtils__/samplePeople';
import { useTestLakehouse } from '../__testUtils__/useTestLakehouse';

jest.setTimeout(120_000);

const SALES = '/lakefs/repositories/lake/sales-lake';
const HEAD = 'b2'.repeat(32);

const READY = {
  conditions: [{ type: 'Ready', status: 'True', reason: 'Ready', message: '' }],
};

const declaring = (
  domain: string,
  name: string,
  status: Record<string, unknown>,
  spec: Record<string, unknown> = {},
) =>
  buildLakeFSBranchObject({
    name,
    metadata: { namespace: `dom-${domain}`, uid: `${domain}-${name}` },
    spec: { repository: 'sales-lake', ...spec },
    status: { observedGeneration: 1, ...READY, ...status },
  });

const SEEN = { commitId: HEAD, ahead: 3, behind: 1, uncommitted: 12 };

const away = () => ({ status: 503, body: { message: 'away' } });

describe('while lakeFS is away', () => {
  const lakehouse = useTestLakehouse(
    { lakefs: { refreshInterval: { seconds: 1 } } },
    { each: true },
  );

  const ask = (path: string, who = MIA) => lakehouse.get(who, path);
  const branch = async (name: string) =>
    (await ask(`${SALES}/branches/${name}`).expect(200)).body;
  const names = async (query = '') =>
    (await ask(`${SALES}/branches${query}`).expect(200)).body.items.map(
      (row: { branch: string }) => row.branch,
    );

  beforeEach(async () => {
    await lakehouse.lake.branch('sales-lake', 'fix');
    await lakehouse.lake.branch('sales-lake', 'by-hand');
    lakehouse.kubernetes.put(
      declaring('sales', 'fix', SEEN),
      declaring('sales', 'new', {}),
      declaring('sales', 'gone', {
        ...SEEN,
        conditions: [
          { type: 'Ready', status: 'False', reason: 'Expired', message: '' },
        ],
      }),
      declaring('risk', 'theirs', SEEN),
    );
    await lakehouse.until(
      () => ask('/workloads?kind=lakefs-branch'),
      ({ body }) => body.total === 3,
    );
  });

  it('a portal that never read it tells what objects tell, and that nothing else is known', async () => {
    lakehouse.lake.watch(away);
    const before = Date.now();
    const { body } = await ask(SALES).expect(200);
    expect(body.repository).toMatchObject({
      ...{ server: 'lake', repository: 'sales-lake' },
      domains: [{ domain: 'sales' }],
    });
    expect(Object.keys(body.repository)).not.toContain('defaultBranch');
    expect(Object.keys(body.repository)).not.toContain('branches');
    // Never read is not empty.
    expect(Object.keys(body).sort()).toEqual(['freshness', 'repository']);

    const list = await ask(`${SALES}/branches`).expect(200);
    expect(list.body).toMatchObject({
      total: 2,
      counts: { all: 2, declared: 2 },
      items: [
        {
          ...{ branch: 'fix', commitId: HEAD, isDefault: false },
          declaredBy: { name: 'fix', standing: { ahead: 3, behind: 1 } },
        },
        { branch: 'new', declaredBy: { name: 'new' } },
      ],
      freshness: [
        {
          ...{ server: 'lake', repository: 'sales-lake' },
          ...{ state: 'unreachable', fromObjects: true },
          message: expect.stringMatching(/^lakeFS lake answered 503;/),
        },
      ],
    });
    expect(list.body.items[1].commitId).toBeUndefined();
    const { since, readAt } = list.body.freshness[0];
    expect(Date.parse(since)).toBeGreaterThanOrEqual(before);
    expect(readAt).toBeUndefined();
    expect(await names('?sort=-committedAt')).toHaveLength(2);
    expect(await names('?view=stale')).toEqual([]);

    expect(await branch('fix')).toMatchObject({
      row: { commitId: HEAD, declaredBy: { state: expect.any(String) } },
      against: { ref: 'main', ahead: 3, behind: 1, uncommitted: 12 },
      freshness: [{ state: 'unreachable', since, fromObjects: true }],
    });
    const made = await branch('new');
    expect(made.row.commitId).toBeUndefined();
    expect(made.against).toEqual({ ref: 'main' });
    expect(made.protected).toBeUndefined();
  });

  it('the health page says once why, for who can mend it', async () => {
    lakehouse.lake.watch(away);
    const { body } = await ask('/health', 'user:default/pat').expect(200);
    const [{ freshness, advice }] = body.lakefs;
    expect(freshness.message).toMatch(
      /^lakeFS lake answered 503; .* sees why$/,
    );
    expect(advice[0]).toContain(`${freshness.message} (lakeFS answered 503`);
  });

  it('what nobody told of is answered with 503, and what is not theirs is not told', async () => {
    lakehouse.lake.watch(away);
    const unknown = await ask(`${SALES}/branches/unknown`).expect(503);
    expect(unknown.body.error.message).toMatch(
      /^lakeFS lake answered 503; .* Nothing was read from it yet$/,
    );
    const theirs = await ask(`${SALES}/branches/theirs`).expect(503);
    expect(theirs.body.error.message).toBe(unknown.body.error.message);
    // It was deleted: there is nothing to tell of it.
    await ask(`${SALES}/branches/gone`).expect(503);
    expect(JSON.stringify(unknown.body)).not.toContain('detail');
    await ask(`${SALES}/branches/fix`, NOAH).expect(404);
    await ask(`${SALES}/branches`, NOAH).expect(404);
    // What can't be told is no empty list.
    await ask(`${SALES}/refs`).expect(503);
    await ask(`${SALES}/commits?ref=fix`).expect(503);
    await ask(`${SALES}/hooks?branch=fix`).expect(503);
  });

  it('what lakeFS told last stands until an object tells something newer', async () => {
    const live = await branch('fix');
    expect(live).toMatchObject({
      against: { ahead: 0, behind: 0, uncommitted: 0 },
      protected: false,
      freshness: [{ state: 'live' }],
    });
    await ask(`${SALES}/branches`).expect(200);
    lakehouse.lake.watch(away);
    expect(await branch('fix')).toMatchObject({
      row: { commitId: live.row.commitId },
      against: live.against,
      protected: false,
      freshness: [{ state: 'unreachable', readAt: live.freshness[0].readAt }],
    });
    // Of one that nothing declares the list told its head.
    const hand = await branch('by-hand');
    expect(hand.row.commitId).toBe(live.row.commitId);
    expect(hand.against).toEqual({ ref: 'main' });
    expect(hand.freshness[0].readAt).toBeDefined();

    lakehouse.kubernetes.put(
      declaring('sales', 'fix', { ...SEEN, ahead: 4, commitId: HEAD }),
    );
    const { body } = await lakehouse.until(
      () => ask(`${SALES}/branches/fix`),
      answer => answer.body.against?.ahead === 4,
    );
    expect(body).toMatchObject({
      row: { commitId: HEAD },
      freshness: [{ fromObjects: true }],
    });
  });

  it('a branch that was declared meanwhile stands beside those of before', async () => {
    expect(await names()).toEqual(['by-hand', 'fix', 'main']);
    lakehouse.lake.watch(away);
    const { body } = await lakehouse.until(
      () => ask(`${SALES}/branches`),
      answer => answer.body.freshness[0].state === 'unreachable',
    );
    expect(body.freshness[0].fromObjects).toBeUndefined();
    expect(await names()).toEqual(['by-hand', 'fix', 'main', 'new']);
  });

  it('all is as lakeFS says again as soon as it answers', async () => {
    lakehouse.lake.watch(away);
    await ask(SALES).expect(200);
    await branch('fix');
    lakehouse.lake.watch();
    const { body } = await lakehouse.until(
      () => ask(`${SALES}/branches/fix`),
      answer => answer.body.freshness?.[0].state === 'live',
    );
    expect(body.against.ahead).toBe(0);
    expect(await names()).toEqual(['by-hand', 'fix', 'main']);
    const repository = await ask(SALES).expect(200);
    expect(repository.body).toMatchObject({
      repository: { defaultBranch: 'main', branches: 3 },
      rules: { protection: [] },
      kept: [],
      freshness: [{ state: 'live' }],
    });
  });
});
