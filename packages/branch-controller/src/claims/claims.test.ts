import { readBranchMarks } from '@lakefront/lakefs-client';
import { FakeKube } from '../__testUtils__/FakeKube';
import { TestControl } from '../__testUtils__/TestControl';
import { TestLake } from '../__testUtils__/TestLake';
import { ClaimBook } from './ClaimBook';
import { judgeClaim, type Verdict } from './judgeClaim';

jest.setTimeout(60_000);

const ME = 'west/dom-sales/fix';
const OTHER = 'east/dom-sales/fix';

describe('judgeClaim', () => {
  const none = { claims: [], bids: [], deleting: [] };
  const there = { exists: true };
  const cases: Array<
    [string, Partial<Parameters<typeof judgeClaim>[0]>, Verdict]
  > = [
    ['nothing is there', {}, { kind: 'free' }],
    ['a branch and no claim', there, { kind: 'unowned' }],
    ['the same, to be adopted', { ...there, adopt: true }, { kind: 'free' }],
    [
      'the own claim alone',
      { ...there, entries: { ...none, claims: [ME] } },
      { kind: 'mine' },
    ],
    [
      'the own claim and a bid of another',
      { ...there, entries: { ...none, claims: [ME], bids: [OTHER] } },
      { kind: 'mine' },
    ],
    [
      'a claim of another',
      { ...there, adopt: true, entries: { ...none, claims: [OTHER] } },
      { kind: 'others', owner: OTHER },
    ],
    [
      'a claim of another on no branch',
      { entries: { ...none, claims: [OTHER] } },
      { kind: 'others', owner: OTHER },
    ],
    [
      'two claims, and nothing says whose it was',
      { ...there, entries: { ...none, claims: [ME, OTHER] } },
      { kind: 'others', owner: OTHER },
    ],
    [
      'two claims, and it was ours',
      {
        ...there,
        established: true,
        entries: { ...none, claims: [ME, OTHER] },
      },
      { kind: 'mine' },
    ],
    [
      'a bid of another',
      { entries: { ...none, bids: [OTHER] } },
      { kind: 'contested', owner: OTHER },
    ],
    [
      'the own bid of before',
      { entries: { ...none, bids: [ME] } },
      { kind: 'free' },
    ],
  ];
  it.each(cases)('knows what to do about %s', (_what, facts, verdict) => {
    expect(
      judgeClaim({
        ...{ owner: ME, entries: undefined, exists: false },
        ...{ established: false, adopt: false },
        ...facts,
      }),
    ).toEqual(verdict);
  });
});

describe('two that want one branch', () => {
  let lake: TestLake;

  beforeEach(async () => {
    lake = await TestLake.start();
  });
  afterEach(() => lake.stop());

  it('is never given to both, from two clusters at once', async () => {
    const { signal } = new AbortController();
    const { client, clock } = lake;
    const place = { client, clock, repository: 'orders-lake', signal };
    for (let round = 0; round < 10; round++) {
      const branch = `fix-${round}`;
      const results = await Promise.all(
        [ME, OTHER, 'south/dom-sales/fix'].map(owner =>
          new ClaimBook(place).bid(branch, owner, signal),
        ),
      );
      const winners = results.filter(({ kind }) => kind === 'won');
      expect(winners.length).toBeLessThanOrEqual(1);
      const entries = readBranchMarks(await lake.metadata()).get(branch);
      expect(entries?.claims ?? []).toHaveLength(winners.length);
      expect(entries?.bids ?? []).toEqual([]);
    }
  });

  it('goes to one of them in the end, and the other is told', async () => {
    const kubes = ['west', 'east'].map(() => {
      const kube = new FakeKube(() => lake.clock.now());
      kube.apply('fix');
      return kube;
    });
    const controls = ['west', 'east'].map(
      (clusterName, index) =>
        new TestControl(lake, kubes[index], { clusterName, seed: index + 1 }),
    );
    const ready = () =>
      controls.filter(control =>
        control.condition('fix', 'Ready')?.startsWith('True'),
      ).length;
    for (let i = 0; i < 50; i++) {
      const both = await Promise.all(
        controls.map(control => control.look('fix')),
      );
      if (both.every(({ again }) => again === undefined)) break;
      // Each after its own pause, and at last one alone.
      await controls[i % 2].look('fix');
    }
    expect(ready()).toBe(1);
    const loser = controls.find(
      control => !control.condition('fix', 'Ready')?.startsWith('True'),
    );
    expect(loser?.condition('fix', 'Blocked')).toContain('ClaimedByAnother');
    expect(lake.repository.branches.size).toBe(2);
  });

  it('claims two hundred with a few calls', async () => {
    const kube = new FakeKube(() => lake.clock.now());
    const control = new TestControl(lake, kube, { maxAgeMs: 60_000 });
    const names = Array.from({ length: 200 }, (_, index) => `fix-${index}`);
    names.forEach(name => kube.apply(name));
    lake.asked.length = 0;
    await Promise.all(names.map(name => control.look(name)));
    expect(lake.repository.branches.size).toBe(201);
    const creations = lake.asked.filter(
      call => call === 'POST /repositories/orders-lake/branches',
    );
    expect(creations).toHaveLength(200);
    expect(lake.asked.length - creations.length).toBeLessThanOrEqual(20);
  });
});
