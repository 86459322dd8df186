import { BranchCounts } from './BranchCounts';
import type { BranchFacts } from './pickBranches';
import type { SeenBranch } from './SeenBranches';

const NOW = Date.UTC(2026, 10, 22, 9, 30);
const branches: SeenBranch[] = ['main', 'mine'].map(id => ({
  ref: { id, commitId: `commit-of-${id}` },
  name: id,
  claimedByAnother: false,
  ...(id === 'mine' && {
    declaredBy: {
      ...{ kubernetesCluster: 'west', namespace: 'dom-sales' },
      ...{ kind: 'lakefs-branch', name: id, domain: 'sales' },
      ...{ state: 'running', owner: 'user:default/mia' },
      standing: {
        ...{ server: 'lake', repository: 'lake', branch: id, source: 'main' },
        deletionPolicy: 'Retain',
      },
    },
  }),
}));

function ask(changed: Partial<BranchFacts> = {}) {
  const headOf = jest.fn(() => ({
    ...{ committedAt: NOW, committer: 'mia', message: 'New' },
  }));
  const facts: BranchFacts = {
    ...{ now: NOW, claims: ['user:default/mia'], headOf },
    ...changed,
  };
  return { facts, headOf };
}

it('counts the same list once a minute for one who asks', () => {
  const counts = new BranchCounts();
  const first = ask();
  expect(counts.of(branches, first.facts)).toEqual({
    counts: { all: 2, mine: 1, expiring: 0, stale: 0, declared: 1 },
    headsUnread: 0,
  });
  const again = ask({ now: NOW + 59_000 });
  expect(counts.of(branches, again.facts).counts.mine).toBe(1);
  expect(again.headOf).not.toHaveBeenCalled();
});

it.each<[string, Partial<BranchFacts>, readonly SeenBranch[]]>([
  ['a minute later', { now: NOW + 60_000 }, branches],
  ['for somebody else', { claims: ['user:default/noah'] }, branches],
  ['for a list that changed', {}, [...branches]],
])('counts again %s', (_, changed, list) => {
  const counts = new BranchCounts();
  counts.of(branches, ask().facts);
  const again = ask(changed);
  counts.of(list, again.facts);
  expect(again.headOf).toHaveBeenCalled();
});

it('keeps nothing while heads are unread', () => {
  const counts = new BranchCounts();
  const unread = ask({ headOf: () => undefined });
  expect(counts.of(branches, unread.facts).headsUnread).toBe(2);
  expect(counts.of(branches, ask().facts).headsUnread).toBe(0);
});
