import type { BranchStanding } from '@lakefront/backstage-plugin-lakehouse-common';
import type { WorkloadRow } from '../index/rows';
import type { DeclaredByBranch } from './DeclaredBranches';
import { isNewsToBook } from './isNewsToBook';
import type { LakeFSBook } from './readBook';

const book = (heads: Record<string, string>): LakeFSBook => {
  const branches = Object.entries(heads).map(([id, commitId]) => ({
    ...{ id, commitId },
  }));
  return {
    ...{ branches, tags: [], marks: new Map() },
    byName: new Map(branches.map(ref => [ref.id, ref])),
  };
};

const declared = (
  standings: Record<string, Partial<BranchStanding>>,
): DeclaredByBranch =>
  new Map(
    Object.entries(standings).map(([branch, more]) => [
      branch,
      [
        {
          row: { workload: { uid: branch } } as WorkloadRow,
          standing: {
            ...{ server: 'lake', repository: 'sales-lake', branch },
            ...{ source: 'main', deletionPolicy: 'Retain' as const },
            ...more,
          },
        },
      ],
    ]),
  );

const promoted = (mergedBy?: string) => ({
  promotion: { commit: 'c1', into: 'main', done: Boolean(mergedBy), mergedBy },
});

it.each<
  [
    what: string,
    before: Parameters<typeof declared>[0],
    now: Parameters<typeof declared>[0],
    heads: Record<string, string>,
    isNews: boolean,
  ]
>([
  ['a branch is made', {}, { fix: { commitId: 'c1' } }, {}, true],
  ['a branch is not made yet', {}, { fix: {} }, {}, false],
  ['the book has it', {}, { fix: { commitId: 'c1' } }, { fix: 'c1' }, false],
  [
    'a branch moved',
    { fix: { commitId: 'c1' } },
    { fix: { commitId: 'c2' } },
    { fix: 'c1' },
    true,
  ],
  [
    'the book is ahead, and the object says what it said',
    { fix: { commitId: 'c1', ahead: 1 } },
    { fix: { commitId: 'c1', ahead: 2 } },
    { fix: 'c9' },
    false,
  ],
  ['a branch is gone', { fix: { commitId: 'c1' } }, {}, { fix: 'c1' }, true],
  ['the book knows that', { fix: { commitId: 'c1' } }, {}, {}, false],
  [
    'a branch was promoted',
    { fix: { commitId: 'c1', ...promoted() } },
    { fix: { commitId: 'c1', ...promoted('m1') } },
    { fix: 'c1', main: 'c0' },
    true,
  ],
  [
    'the book has the merge',
    { fix: { commitId: 'c1', ...promoted() } },
    { fix: { commitId: 'c1', ...promoted('m1') } },
    { fix: 'c1', main: 'm1' },
    false,
  ],
])('%s', (_what, before, now, heads, isNews) => {
  expect(isNewsToBook(declared(before), declared(now), book(heads))).toBe(
    isNews,
  );
});
