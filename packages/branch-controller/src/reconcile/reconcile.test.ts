import { claimKey, deletingKey, keptKey } from '@lakefront/lakefs-client';
import type { FakeKube } from '../__testUtils__/FakeKube';
import { startTestControl } from '../__testUtils__/startTestControl';
import { TestControl } from '../__testUtils__/TestControl';
import type { TestLake } from '../__testUtils__/TestLake';

jest.setTimeout(60_000);

describe('what becomes of a LakeFSBranch', () => {
  let lake: TestLake;
  let kube: FakeKube;
  let control: TestControl;

  beforeEach(async () => {
    ({ lake, kube, control } = await startTestControl());
  });
  afterEach(() => lake.stop());

  it('makes the branch, says so, and asks nothing more', async () => {
    kube.apply('orders-fix');
    await control.look('orders-fix');
    const { status } = kube.get('orders-fix');
    expect(status).toMatchObject({
      observedGeneration: 1,
      branch: 'orders-fix',
      commitId: lake.head('main'),
      sourceCommitId: lake.head('main'),
      ...{ ahead: 0, behind: 0, uncommitted: 0 },
    });
    expect(control.condition('orders-fix', 'Ready')).toBe(
      'True Ready: Branch orders-fix is there.',
    );
    expect(control.condition('orders-fix', 'Blocked')).toContain('False');
    expect(control.condition('orders-fix', 'Expired')).toContain('False');
    expect(control.condition('orders-fix', 'Promoted')).toBeUndefined();
    expect(await lake.metadata()).toEqual({
      [claimKey('orders-fix', 'west/dom-sales/orders-fix')]:
        'west/dom-sales/orders-fix',
    });
    expect(kube.events.map(({ reason }) => reason)).toEqual(['Created']);

    const { resourceVersion } = kube.get('orders-fix').metadata;
    lake.asked.length = 0;
    await control.look('orders-fix');
    expect(lake.asked).toEqual([
      'GET /repositories/orders-lake/branches',
      'GET /repositories/orders-lake/metadata',
    ]);
    expect(kube.get('orders-fix').metadata.resourceVersion).toBe(
      resourceVersion,
    );
  });

  it('counts what is ahead, behind and uncommitted', async () => {
    kube.apply('fix');
    await control.look('fix');
    await lake.commit('fix', 'tables/orders/b.parquet');
    await lake.commit('fix', 'tables/orders/c.parquet');
    await lake.write('fix', 'tables/orders/d.parquet', 'd');
    await lake.commit('main', 'tables/orders/e.parquet');
    await control.look('fix');
    expect(kube.get('fix').status).toMatchObject({
      commitId: lake.head('fix'),
      sourceCommitId: lake.head('main'),
      ...{ ahead: 2, behind: 1, uncommitted: 1 },
    });
    // What shows in nobody's head is seen when it is asked for.
    await lake.write('fix', 'tables/orders/f.parquet', 'f');
    await control.look('fix');
    expect(kube.get('fix').status?.uncommitted).toBe(1);
    await control.look('fix', 'dom-sales', true);
    expect(kube.get('fix').status?.uncommitted).toBe(2);
  });

  it('begins at a tag or a commit as well, and says where there is none', async () => {
    const head = lake.head('main')!;
    await lake.client.tags.create('orders-lake', { id: 'v1.0', ref: head });
    await lake.commit('main', 'later');
    kube.apply('of-tag', { source: 'v1.0' });
    kube.apply('of-commit', { source: head });
    kube.apply('of-nothing', { source: 'nowhere' });
    for (const name of ['of-tag', 'of-commit', 'of-nothing']) {
      await control.look(name);
    }
    expect(lake.head('of-tag')).toBe(head);
    expect(lake.head('of-commit')).toBe(head);
    expect(kube.get('of-tag').status?.behind).toBe(0);
    expect(control.condition('of-nothing', 'Ready')).toMatch(
      /^False SourceNotFound: .*no branch, tag or commit nowhere/,
    );
  });

  it('takes no branch from anybody', async () => {
    await lake.client.branches.create('orders-lake', {
      name: 'by-hand',
      source: 'main',
    });
    kube.apply('by-hand');
    await control.look('by-hand');
    expect(control.condition('by-hand', 'Blocked')).toMatch(
      /^True BranchExists: .*adopt to IfUnowned/,
    );
    expect(await lake.metadata()).toEqual({});

    kube.apply('by-hand', { adopt: 'IfUnowned' });
    await control.look('by-hand');
    expect(control.condition('by-hand', 'Ready')).toContain('True');
    expect(control.condition('by-hand', 'Blocked')).toContain('False');

    kube.apply('second', { branch: 'by-hand', adopt: 'IfUnowned' });
    kube.apply('third', { branch: 'by-hand' }, 'dom-risk');
    await control.look('second');
    await control.look('third', 'dom-risk');
    expect(control.condition('second', 'Blocked')).toMatch(
      /^True ClaimedByAnother: .*belongs to LakeFSBranch by-hand of this namespace/,
    );
    expect(control.condition('third', 'Blocked', 'dom-risk')).toMatch(
      /belongs to another object/,
    );
  });

  it('finds its branch again when the Kubernetes cluster is built anew', async () => {
    kube.apply('fix');
    await control.look('fix');
    await lake.commit('fix', 'b');
    kube.forgetStatus('fix');
    await new TestControl(lake, kube).look('fix');
    expect(control.condition('fix', 'Ready')).toContain('True');
    expect(kube.get('fix').status).toMatchObject({
      commitId: lake.head('fix'),
      ahead: 1,
    });
    // Another cluster, with the same names, is another owner.
    kube.forgetStatus('fix');
    const east = new TestControl(lake, kube, { clusterName: 'east' });
    await east.look('fix');
    expect(control.condition('fix', 'Blocked')).toContain('ClaimedByAnother');
  });

  it('says that a branch was deleted by hand, and does not make it again', async () => {
    kube.apply('fix');
    await control.look('fix');
    const head = lake.head('fix');
    await lake.client.branches.delete('orders-lake', 'fix');
    lake.asked.length = 0;
    await control.look('fix');
    await control.look('fix');
    expect(lake.head('fix')).toBeUndefined();
    expect(control.condition('fix', 'Ready')).toContain('False BranchDeleted');
    expect(kube.get('fix').status?.commitId).toBe(head);
    expect(lake.asked.filter(call => call.startsWith('POST'))).toEqual([]);
  });

  it.each([
    ['down', { status: 503 }, 'Unknown ServerError'],
    ['asking for patience', { status: 429 }, 'Unknown TooManyRequests'],
    ['of another key', { status: 401 }, 'Unknown Unauthorized'],
    [
      'not itself',
      { status: 302, body: { message: 'sign in' } },
      'Unknown NotLakeFS',
    ],
  ])(
    'keeps what it knows while lakeFS is %s',
    async (_what, fault, expected) => {
      kube.apply('fix');
      await control.look('fix');
      const known = kube.get('fix').status;
      lake.watch(() => fault);
      const { again } = await control.look('fix');
      expect(again?.kind).toBe('failed');
      expect(control.condition('fix', 'Ready')).toContain(expected);
      expect(kube.get('fix').status).toMatchObject({
        commitId: known?.commitId,
        ahead: 0,
      });
      lake.watch();
      lake.clock.advance(60_000);
      await control.look('fix');
      expect(control.condition('fix', 'Ready')).toContain('True Ready');
      expect(lake.head('fix')).toBe(known?.commitId);
    },
  );

  it('tells a repository that is gone from a branch that is', async () => {
    kube.apply('fix');
    await control.look('fix');
    lake.server.host.deleteRepository('orders-lake');
    await control.look('fix');
    expect(control.condition('fix', 'Ready')).toContain(
      'False RepositoryNotFound',
    );
  });

  it('tells who may not use a repository nothing about it', async () => {
    kube.apply('fix', {}, 'dom-stranger');
    kube.apply('fix2', { repository: 'no-such-lake' }, 'dom-stranger');
    lake.asked.length = 0;
    await control.look('fix', 'dom-stranger');
    await control.look('fix2', 'dom-stranger');
    expect(lake.asked).toEqual([]);
    const said = control.condition('fix', 'Blocked', 'dom-stranger');
    expect(said).toMatch(/^True NotAllowed/);
    expect(
      control
        .condition('fix2', 'Blocked', 'dom-stranger')
        ?.replace('no-such-lake', 'orders-lake'),
    ).toBe(said);
  });

  describe('promotion', () => {
    const promoteOf = (commit: string, more: object = {}) => ({
      promote: { commit, into: 'main', ...more },
    });
    let commit: string;

    beforeEach(async () => {
      kube.apply('fix');
      await control.look('fix');
      commit = await lake.commit('fix', 'tables/orders/a.parquet', 'fixed');
    });

    it('merges what was reviewed, once, and not what came later', async () => {
      await lake.commit('fix', 'later');
      kube.apply('fix', promoteOf(commit, { message: 'Reviewed' }));
      await control.look('fix');
      expect(control.condition('fix', 'Promoted')).toMatch(
        /^True Merged: Commit .* was merged into main as /,
      );
      const merge = lake.repository.commit(lake.head('main')!);
      expect(merge.parents).toContain(commit);
      expect(merge.message).toBe('Reviewed');
      expect(merge.tree.has('later')).toBe(false);
      expect(kube.get('fix').status).toMatchObject({
        promotedCommitId: commit,
        promotionCommitId: lake.head('main'),
      });

      // Status lost: found by what the merge says of itself.
      kube.forgetStatus('fix');
      await new TestControl(lake, kube).settle('fix');
      expect(control.condition('fix', 'Promoted')).toContain('True Merged');
      expect(await lake.promotions('main')).toBe(1);

      const next = lake.head('fix')!;
      kube.apply('fix', promoteOf(next));
      await control.settle('fix');
      expect(kube.get('fix').status?.promotedCommitId).toBe(next);
      expect(await lake.promotions('main')).toBe(2);
    });

    it('finds a squashed one again, too', async () => {
      kube.apply('fix', promoteOf(commit, { squash: true }));
      await control.look('fix');
      kube.forgetStatus('fix');
      await new TestControl(lake, kube).settle('fix');
      expect(await lake.promotions('main')).toBe(1);
      expect(control.condition('fix', 'Promoted')).toContain('True Merged');
    });

    it('names a conflict, and tries again only when something changed', async () => {
      await lake.commit('main', 'tables/orders/a.parquet', 'other');
      kube.apply('fix', promoteOf(commit));
      await control.look('fix');
      expect(control.condition('fix', 'Promoted')).toMatch(
        /^False Conflict: Both sides changed tables\/orders\/a.parquet\./,
      );
      const merges = () =>
        lake.asked.filter(call => /^POST .*\/merge\//.test(call)).length;
      expect(merges()).toBe(1);
      await control.settle('fix');
      expect(merges()).toBe(1);
      await lake.commit('main', 'elsewhere');
      await control.settle('fix');
      expect(merges()).toBe(2);
      kube.apply('fix', promoteOf(commit, { strategy: 'source-wins' }));
      await control.settle('fix');
      expect(control.condition('fix', 'Promoted')).toContain('True Merged');
    });

    it('says what a hook said', async () => {
      const action = `name: quality gate
on:
  pre-merge:
    branches: [main]
hooks:
  - id: rows
    type: lua
    properties:
      script: error("no rows in orders")
`;
      await lake.write('fix', '_lakefs_actions/gate.yaml', action);
      lake.clock.advance(1_000);
      const { id } = await lake.client.branches.commit('orders-lake', 'fix', {
        message: 'gate',
      });
      kube.apply('fix', promoteOf(id));
      await control.look('fix');
      expect(control.condition('fix', 'Promoted')).toMatch(
        /^False HookRefused: .*hook/s,
      );
      expect(await lake.promotions('main')).toBe(0);
    });

    it('waits for a destination that is dirty', async () => {
      await lake.write('main', 'half', 'done');
      kube.apply('fix', promoteOf(commit));
      const { again } = await control.look('fix');
      expect(control.condition('fix', 'Promoted')).toContain(
        'False DestinationDirty',
      );
      expect(again).toMatchObject({ kind: 'after' });
      lake.repository.branch('main').staged.clear();
      await control.look('fix');
      expect(control.condition('fix', 'Promoted')).toContain('True Merged');
    });

    it('merges what was committed since it looked last', async () => {
      const late = new TestControl(lake, kube, { maxAgeMs: 60_000 });
      await late.settle('fix');
      const fresh = await lake.commit('fix', 'just now');
      kube.apply('fix', promoteOf(fresh));
      await late.settle('fix');
      expect(late.condition('fix', 'Promoted')).toContain('True Merged');
      expect(kube.get('fix').status?.commitId).toBe(fresh);
    });

    it.each([
      [
        'none of the branch',
        () => lake.commit('main', 'x'),
        'CommitNotOnBranch',
      ],
      ['none at all', async () => 'f'.repeat(64), 'CommitNotOnBranch'],
    ])('merges no commit that is %s', async (_what, of, reason) => {
      kube.apply('fix', promoteOf(await of()));
      await control.settle('fix');
      expect(control.condition('fix', 'Promoted')).toContain(`False ${reason}`);
    });

    it('says that nothing is left to merge, or nowhere to merge to', async () => {
      await lake.client.refs.merge('orders-lake', 'fix', 'main');
      kube.apply('fix', promoteOf(commit));
      await control.settle('fix');
      expect(control.condition('fix', 'Promoted')).toContain(
        'True NothingToMerge',
      );
      kube.apply('fix', promoteOf(commit, { into: 'nowhere' }));
      await control.settle('fix');
      expect(control.condition('fix', 'Promoted')).toContain(
        'False DestinationNotFound',
      );
    });

    it('looks whether it was merged after an answer that was lost', async () => {
      kube.apply('fix', promoteOf(commit));
      lake.watch(({ method, path }) =>
        method === 'POST' && path.includes('/merge/')
          ? { status: 502, after: true }
          : undefined,
      );
      const { again } = await control.look('fix');
      expect(again).toEqual({ kind: 'failed', atLeastMs: 60_000 });
      expect(control.condition('fix', 'Promoted')).toContain('Unknown Merging');
      lake.watch();
      await control.settle('fix');
      expect(control.condition('fix', 'Promoted')).toContain('True Merged');
      expect(await lake.promotions('main')).toBe(1);
    });
  });

  describe('deletion', () => {
    const owner = 'west/dom-sales/fix';
    const begin = async (deletionPolicy: 'Retain' | 'Delete' = 'Delete') => {
      kube.apply('fix', { deletionPolicy });
      await control.settle('fix');
    };
    const end = async () => {
      kube.remove('fix');
      if (kube.has('fix')) await control.look('fix');
    };
    const rules = async () =>
      (await lake.client.repositories.branchProtection('orders-lake')).patterns;
    const kept = async () => (await lake.metadata())[keptKey('fix')];

    it('leaves the branch where nobody asked for more', async () => {
      await begin('Retain');
      expect(kube.get('fix').metadata.finalizers ?? []).toEqual([]);
      await end();
      expect(kube.has('fix')).toBe(false);
      expect(lake.head('fix')).toBeDefined();
    });

    it('deletes what holds no work, and tags its head', async () => {
      await begin();
      const head = lake.head('fix')!;
      await lake.client.repositories.setBranchProtection('orders-lake', {
        patterns: ['release-*'],
      });
      await end();
      expect(kube.has('fix')).toBe(false);
      expect(lake.head('fix')).toBeUndefined();
      expect([...lake.repository.tags]).toEqual([
        [`lakefront-kept-fix-${head.slice(0, 12)}`, head],
      ]);
      expect(await rules()).toEqual(['release-*']);
      expect(await lake.metadata()).toEqual({});
      expect(kube.events.at(-1)?.message).toContain('lakefront-kept-fix-');
    });

    it('says how long the tag is worth something', async () => {
      lake.repository.garbageCollection = {
        defaultRetentionDays: 21,
        branches: [{ branch: 'fix', retentionDays: 3 }],
      };
      await begin();
      await end();
      expect(kube.events.at(-1)?.message).toMatch(
        /its head is tag lakefront-kept-fix-.*until 21 days after its last commit/,
      );
    });

    it.each([
      [
        'uncommitted changes',
        async () => lake.write('fix', 'half', 'done'),
        'UncommittedWork',
      ],
      [
        'commits that are nowhere else',
        async () => lake.commit('fix', 'work'),
        'UnpromotedWork',
      ],
    ])(
      'keeps a branch with %s, and lets the object go',
      async (_, work, why) => {
        await begin();
        await work();
        await end();
        expect(kube.has('fix')).toBe(false);
        expect(lake.head('fix')).toBeDefined();
        expect(await rules()).toEqual([]);
        expect(JSON.parse((await kept())!)).toMatchObject({
          owner,
          reason: why,
        });
        expect(kube.events.at(-1)).toMatchObject({ reason: 'BranchKept' });
        // The same object finds it again.
        await begin();
        expect(control.condition('fix', 'Ready')).toContain('True Ready');
        expect(await kept()).toBeUndefined();
      },
    );

    it('tells once that it is kept, though the object changed under its hands', async () => {
      await begin();
      await lake.commit('fix', 'work');
      const set = kube.setFinalizer.bind(kube);
      kube.setFinalizer = async () => undefined;
      await end();
      expect(kube.has('fix')).toBe(true);
      kube.setFinalizer = set;
      await control.look('fix');
      expect(kube.has('fix')).toBe(false);
      expect(
        kube.events.filter(({ reason }) => reason === 'BranchKept'),
      ).toHaveLength(1);
    });

    it('sees what is written while it waits', async () => {
      await begin();
      const sleep = lake.clock.sleep.bind(lake.clock);
      lake.clock.sleep = async (ms, signal) => {
        await sleep(ms, signal);
        if (ms <= 1_000) return;
        // As one whose write was under way when the rule came.
        const { staged } = lake.repository.branch('fix');
        staged.set('tables/orders/a.parquet', null);
      };
      await end();
      expect(lake.head('fix')).toBeDefined();
      expect(JSON.parse((await kept())!).reason).toBe('UncommittedWork');
    });

    it('has it protected before it looks for the last time', async () => {
      await begin();
      const sleep = lake.clock.sleep.bind(lake.clock);
      let refused: unknown;
      lake.clock.sleep = async (ms, signal) => {
        await sleep(ms, signal);
        if (ms <= 1_000) return;
        refused = await lake.write('fix', 'late', 'x').catch(error => error);
      };
      await end();
      expect(refused).toMatchObject({ reason: 'protected-branch' });
      expect(lake.head('fix')).toBeUndefined();
    });

    it.each([true, false])(
      'deletes what was promoted (squashed: %s)',
      async squash => {
        await begin();
        const commit = await lake.commit('fix', 'work');
        kube.apply('fix', { promote: { commit, into: 'main', squash } });
        await control.settle('fix');
        await end();
        expect(lake.head('fix')).toBeUndefined();
      },
    );

    it('deletes nothing while the namespace goes', async () => {
      await begin();
      kube.going.add('dom-sales');
      await end();
      expect(kube.has('fix')).toBe(false);
      expect(lake.head('fix')).toBeDefined();
    });

    it('deletes nothing that somebody protects', async () => {
      await begin();
      await lake.client.repositories.setBranchProtection('orders-lake', {
        patterns: ['fix'],
      });
      await end();
      expect(kube.has('fix')).toBe(false);
      expect(lake.head('fix')).toBeDefined();
      expect(await rules()).toEqual(['fix']);
      expect(JSON.parse((await kept())!).reason).toBe('Protected');
    });

    it('holds nobody up where lakeFS is down, or after its deadline', async () => {
      await begin();
      lake.watch(() => ({ status: 503 }));
      await end();
      expect(kube.has('fix')).toBe(false);
      lake.watch();
      lake.clock.advance(60_000);
      await begin();
      kube.remove('fix');
      lake.clock.advance(61_000);
      await control.look('fix');
      expect(kube.has('fix')).toBe(false);
      expect(lake.head('fix')).toBeDefined();
    });

    it('deletes fifty at once, though they all change the same rules', async () => {
      const names = Array.from({ length: 50 }, (_, index) => `many-${index}`);
      names.forEach(name => kube.apply(name, { deletionPolicy: 'Delete' }));
      await Promise.all(names.map(name => control.settle(name)));
      expect(lake.repository.branches.size).toBe(51);
      names.forEach(name => kube.remove(name));
      await Promise.all(names.map(name => control.look(name)));
      expect(
        kube.events.filter(({ reason }) => reason === 'BranchKept'),
      ).toEqual([]);
      expect([...lake.repository.branches.keys()]).toEqual(['main']);
      expect(await rules()).toEqual([]);
      expect(await lake.metadata()).toEqual({});
    });

    it('takes away a rule of ours with no delete under way', async () => {
      await begin();
      const mark = { [deletingKey('fix', owner)]: owner };
      await lake.client.repositories.setMetadata('orders-lake', mark);
      await lake.client.repositories.setBranchProtection('orders-lake', {
        patterns: ['fix', 'main'],
      });
      await control.look('fix');
      expect(await rules()).toEqual(['main']);
      expect(Object.keys(await lake.metadata())).toEqual([
        claimKey('fix', owner),
      ]);
    });
  });

  describe('expiry', () => {
    const DAY = 24 * 60 * 60 * 1000;

    it('expires at the end of the day, and stays', async () => {
      kube.apply('fix', { expiresAt: '2026-11-21' });
      const { again } = await control.look('fix');
      expect(again).toEqual({
        kind: 'after',
        ms: Date.UTC(2026, 10, 22) - lake.clock.now(),
      });
      expect(control.condition('fix', 'Expired')).toContain('False NotYet');
      lake.clock.advance(DAY / 2);
      await control.look('fix');
      expect(control.condition('fix', 'Expired')).toContain('True Expired');
      lake.clock.advance(3 * DAY);
      await control.look('fix');
      expect(lake.head('fix')).toBeDefined();
    });

    it('deletes under Delete a day later, and never makes it again', async () => {
      kube.apply('fix', {
        expiresAt: '2026-11-21T13:00:00Z',
        deletionPolicy: 'Delete',
      });
      await control.settle('fix');
      lake.clock.advance(DAY);
      await control.settle('fix');
      expect(lake.head('fix')).toBeDefined();
      lake.clock.advance(2 * 60 * 60 * 1000);
      await control.settle('fix');
      expect(lake.head('fix')).toBeUndefined();
      await control.look('fix');
      expect(control.condition('fix', 'Ready')).toMatch(
        /^False Expired.* was deleted.*lakefront-kept-fix-/,
      );
      kube.forgetStatus('fix');
      await control.settle('fix');
      expect(lake.head('fix')).toBeUndefined();
      kube.apply('fix', { expiresAt: '2027-01-01' });
      await control.settle('fix');
      expect(lake.head('fix')).toBeDefined();
    });

    it('keeps work beyond its date', async () => {
      kube.apply('fix', {
        expiresAt: '2026-11-21',
        deletionPolicy: 'Delete',
      });
      await control.settle('fix');
      await lake.commit('fix', 'work');
      lake.clock.advance(2 * DAY);
      await control.settle('fix');
      expect(lake.head('fix')).toBeDefined();
      expect(control.condition('fix', 'Ready')).toMatch(
        /True Kept: .*commits that are on no other/,
      );
      const told = kube.events.length;
      await control.settle('fix');
      expect(kube.events).toHaveLength(told);
    });

    it('makes nothing after its date', async () => {
      kube.apply('late', { expiresAt: '2026-11-20' });
      await control.settle('late');
      expect(lake.head('late')).toBeUndefined();
      expect(control.condition('late', 'Ready')).toContain('False Expired');
    });
  });
});
