import { createLakeFSClient } from '@lakefront/lakefs-client';
import fc from 'fast-check';
import type { FakeKube } from '../__testUtils__/FakeKube';
import { startTestControl } from '../__testUtils__/startTestControl';
import { TestControl } from '../__testUtils__/TestControl';
import type { TestLake } from '../__testUtils__/TestLake';

jest.setTimeout(60_000);

const DAY = 24 * 60 * 60 * 1000;

describe('what others do meanwhile', () => {
  let lake: TestLake;
  let kube: FakeKube;
  let control: TestControl;

  beforeEach(async () => {
    ({ lake, kube, control } = await startTestControl());
  });
  afterEach(() => lake.stop());

  it('is a lakeFS that does not answer', async () => {
    kube.apply('fix');
    await control.look('fix');
    const known = kube.get('fix').status?.commitId;
    const client = createLakeFSClient({
      endpoint: lake.client.endpoint,
      credentials: { accessKeyId: 'key', secretAccessKey: 'secret' },
      ...{ timeoutMs: 200, tryTimeoutMs: 50, clock: lake.clock },
    });
    lake.watch(() => 'timeout');
    const slow = new TestControl(lake, kube, { client });
    const { again } = await slow.look('fix');
    expect(again).toMatchObject({ kind: 'failed' });
    expect(control.condition('fix', 'Ready')).toMatch(
      /^Unknown Unreachable: .*what is known of the branch is from before/,
    );
    expect(kube.get('fix').status?.commitId).toBe(known);
  });

  it('is a lakeFS that says how long it wants to be left alone', async () => {
    lake.watch(() => ({ status: 429, headers: { 'retry-after': '90' } }));
    kube.apply('fix');
    const { again } = await control.look('fix');
    expect(again).toEqual({ kind: 'failed', atLeastMs: 90_000 });
    expect(control.condition('fix', 'Ready')).toContain(
      'Unknown TooManyRequests',
    );
  });

  it('is a repository that goes under a branch, and comes back without it', async () => {
    kube.apply('fix', { deletionPolicy: 'Delete' });
    await control.settle('fix');
    lake.server.host.deleteRepository('orders-lake');
    await control.look('fix');
    expect(control.condition('fix', 'Ready')).toContain(
      'False RepositoryNotFound',
    );
    lake.clock.advance(60_000);
    lake.makeRepository('orders-lake');
    await control.settle('fix');
    expect(control.condition('fix', 'Ready')).toContain('False BranchDeleted');
    expect([...lake.repository.branches.keys()]).toEqual(['main']);

    lake.server.host.deleteRepository('orders-lake');
    kube.remove('fix');
    await control.look('fix');
    expect(kube.has('fix')).toBe(false);
  });

  it('is a branch that is set back by hand, or made again elsewhere', async () => {
    kube.apply('fix');
    await control.look('fix');
    const begin = lake.head('main')!;
    await lake.commit('fix', 'work');
    await control.look('fix');
    expect(kube.get('fix').status).toMatchObject({ ahead: 1, behind: 0 });

    await lake.client.branches.delete('orders-lake', 'fix');
    const later = await lake.commit('main', 'later');
    await lake.client.branches.create('orders-lake', {
      ...{ name: 'fix', source: begin },
    });
    await control.look('fix');
    expect(control.condition('fix', 'Ready')).toContain('True Ready');
    expect(kube.get('fix').status).toMatchObject({
      ...{ commitId: begin, sourceCommitId: later },
      ...{ ahead: 0, behind: 1 },
    });
  });

  it('is a source that goes', async () => {
    await lake.client.branches.create('orders-lake', {
      ...{ name: 'release', source: 'main' },
    });
    kube.apply('fix', { source: 'release' });
    await control.look('fix');
    await lake.client.branches.delete('orders-lake', 'release');
    await lake.commit('fix', 'work');
    await control.look('fix');
    expect(control.condition('fix', 'Ready')).toContain('True Ready');
    expect(kube.get('fix').status?.commitId).toBe(lake.head('fix'));
    kube.apply('fix', { promote: { commit: lake.head('fix')! } });
    await control.look('fix');
    expect(control.condition('fix', 'Promoted')).toMatch(
      /^False DestinationNotFound: .*name one in promote.into/,
    );
  });

  it('is a clock that was wrong: nothing is deleted that is not due by the right one', async () => {
    kube.apply('fix', {
      ...{ expiresAt: '2026-12-01', deletionPolicy: 'Delete' },
    });
    await control.settle('fix');
    const sleep = lake.clock.sleep.bind(lake.clock);
    // Two months ahead when it begins, and set right while it waits.
    lake.clock.advance(60 * DAY);
    lake.clock.sleep = async (ms, signal) => {
      await sleep(ms, signal);
      if (ms > 1_000) lake.clock.advance(-60 * DAY);
    };
    await control.look('fix');
    expect(lake.head('fix')).toBeDefined();
    lake.clock.sleep = sleep;
    await control.settle('fix');
    expect(control.condition('fix', 'Ready')).toContain('True Ready');
    expect(control.condition('fix', 'Expired')).toContain('False NotYet');
    expect(
      (await lake.client.repositories.branchProtection('orders-lake')).patterns,
    ).toEqual([]);
  });

  it('is a thousand wild names, none of which is taken for another', async () => {
    const often = new TestControl(lake, kube, { maxAgeMs: 60_000 });
    const wild = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 30 }),
      fc.string({ unit: 'grapheme-ascii', maxLength: 30 }),
      fc.constantFrom(
        ...['', '.', '..', '../main', 'main/..', 'main?x=1', 'main#x', 'a b'],
        ...['main~1', 'main^', 'main@', '%2e%2e', '\u0000', '\ud800', '-main'],
        ...['__proto__', 'constructor', 'lakefront.dev/branch.main', 'MAIN'],
      ),
    );
    const names = fc.sample(
      fc.record({
        branch: wild,
        source: fc.oneof(fc.constant('main'), wild),
        into: wild,
      }),
      { numRuns: 1_000, seed: 20261121 },
    );
    lake.asked.length = 0;
    for (const [index, { branch, source, into }] of names.entries()) {
      const name = `wild-${index}`;
      kube.apply(name, {
        ...{ branch, source },
        promote: { commit: 'f'.repeat(64), into },
      });
      await often.look(name);
      const isName = /^[a-zA-Z0-9_][-a-zA-Z0-9_]*$/.test(branch);
      expect(often.condition(name, 'Ready')).toMatch(
        isName ? /^(True|False) \w+: / : /^False InvalidBranch: /,
      );
    }
    const outside = lake.asked.filter(
      call => !/^[A-Z]+ \/repositories\/orders-lake(\/|$)/.test(call),
    );
    expect(outside).toEqual([]);
    // Whatever is there was asked for by this name, and main is what it was.
    const wanted = new Set(names.map(({ branch }) => branch));
    for (const branch of lake.repository.branches.keys()) {
      expect(branch === 'main' || wanted.has(branch)).toBe(true);
    }
    expect(await lake.promotions('main')).toBe(0);
  });
});
