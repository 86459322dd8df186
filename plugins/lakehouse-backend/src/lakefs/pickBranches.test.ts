import fc from 'fast-check';
import {
  type BranchFacts,
  type BranchQuestion,
  countBranches,
  pickBranches,
  writeCursor,
} from './pickBranches';
import type { SeenBranch } from './SeenBranches';
import { compareText } from './readBook';

const DAY = 24 * 60 * 60_000;
const NOW = Date.UTC(2026, 10, 20);

const branch = (
  id: string,
  standing?: { expiresAt?: string; expired?: boolean; ahead?: number },
): SeenBranch => ({
  ref: { id, commitId: `commit-of-${id}` },
  name: id.toLocaleLowerCase('en-US'),
  claimedByAnother: false,
  ...(standing?.expiresAt && { expiresAt: Date.parse(standing.expiresAt) }),
  ...(standing && {
    declaredBy: {
      ...{ kubernetesCluster: 'west', namespace: 'dom-sales' },
      ...{ kind: 'lakefs-branch', name: id, domain: 'sales' },
      ...{ state: 'running', owner: 'group:default/Sales-Data' },
      standing: {
        ...{ server: 'lake', repository: 'lake', branch: id, source: 'main' },
        ...{ deletionPolicy: 'Delete', ...standing },
      },
    },
  }),
});

const facts = (ages: Record<string, number> = {}): BranchFacts => ({
  ...{ defaultBranch: 'main', now: NOW, claims: ['group:default/sales-data'] },
  headOf: ({ ref }) => {
    const days = ages[ref.id];
    return days === undefined
      ? undefined
      : { committedAt: NOW - days * DAY, committer: 'x', message: 'x' };
  },
});

const ask = (more: Partial<BranchQuestion> = {}): BranchQuestion => ({
  ...{ view: 'all', sort: 'branch', descending: false, ...more },
});

const namesOf = (rows: readonly SeenBranch[]) => rows.map(({ ref }) => ref.id);

it('counts stale branches that are known to be, and never the default one', () => {
  const branches = ['main', 'new', 'old', 'unknown'].map(id => branch(id));
  const known = facts({ main: 300, new: 29, old: 31 });
  expect(countBranches(branches, known)).toMatchObject({
    counts: { all: 4, stale: 1 },
    headsUnread: 1,
  });
  const { rows } = pickBranches(branches, ask({ view: 'stale' }), known);
  expect(namesOf(rows)).toEqual(['old']);
});

it('counts what expires within a week, or did', () => {
  const branches = [
    branch('a', { expiresAt: new Date(NOW + 6 * DAY).toISOString() }),
    branch('b', { expiresAt: new Date(NOW + 8 * DAY).toISOString() }),
    branch('c', { expiresAt: new Date(NOW - DAY).toISOString() }),
    branch('d', { expired: true }),
    branch('e', {}),
    branch('f'),
  ];
  const { rows } = pickBranches(branches, ask({ view: 'expiring' }), facts());
  expect(namesOf(rows)).toEqual(['a', 'c', 'd']);
  // By a group of who asks, in whatever case.
  expect(countBranches(branches, facts()).counts).toMatchObject({
    ...{ mine: 5, declared: 5 },
  });
});

it.each(['', 'x', Buffer.from('["branch",true,null]').toString('base64url')])(
  'refuses the cursor %j',
  cursor => {
    expect(() => pickBranches([branch('a')], ask({ cursor }), facts())).toThrow(
      "'cursor' is not one that this list gave out",
    );
  },
);

it('takes no cursor of another order', () => {
  const cursor = writeCursor(branch('a'), ask(), facts());
  expect(() =>
    pickBranches([branch('a')], ask({ cursor, sort: 'ahead' }), facts()),
  ).toThrow('cursor');
});

it('pages through each once in any order, also when others come and go', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.string({ minLength: 1, maxLength: 4 }), {
        maxLength: 30,
      }),
      fc.array(fc.option(fc.integer({ min: 0, max: 3 }), { nil: undefined })),
      fc.constantFrom('branch' as const, 'ahead' as const),
      fc.boolean(),
      fc.integer({ min: 1, max: 5 }),
      (ids, aheads, sort, descending, limit) => {
        let branches = ids
          .sort(compareText)
          .map((id, at) => branch(id, { ahead: aheads[at] }));
        const all = namesOf(branches);
        const seen: string[] = [];
        let cursor: string | undefined;
        for (let pages = 0; pages <= all.length; pages++) {
          const question = ask({ sort, descending, cursor });
          const { rows } = pickBranches(branches, question, facts());
          const page = rows.slice(0, limit);
          seen.push(...namesOf(page));
          if (rows.length <= limit) break;
          const last = page[page.length - 1];
          cursor = writeCursor(last, question, facts());
          // What the page ended with is gone before the next.
          branches = branches.filter(one => one !== last);
        }
        expect([...seen].sort(compareText)).toEqual(all);
      },
    ),
  );
});
