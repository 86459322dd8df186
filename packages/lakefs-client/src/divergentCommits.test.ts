import { divergentCommits } from './divergentCommits';
import type { LakeFSClient } from './LakeFSClient';
import type { Commit } from './types';

/** Logs as lakeFS would tell them, newest first. */
function clientOf(logs: Record<string, string[]>, base: string) {
  const asked: unknown[] = [];
  const client = {
    refs: { mergeBase: async () => ({ baseCommitId: base }) },
    commits: {
      log: async (_: string, ref: string, options: unknown) => {
        asked.push(options);
        return { items: logs[ref].map(id => ({ id } as Commit)) };
      },
    },
  } as unknown as LakeFSClient;
  return { client, asked };
}

const idsOf = (commits: Commit[]) => commits.map(({ id }) => id);

it.each<[string, Record<string, string[]>, string, string[], string[]]>([
  [
    'what each has',
    { fix: ['f2', 'f1', 'b'], main: ['m1', 'b'] },
    'b',
    ['f2', 'f1'],
    ['m1'],
  ],
  [
    'nothing where one is the base',
    { fix: ['f1', 'main'] },
    'main',
    ['f1'],
    [],
  ],
  [
    'no commits that both have where lines crossed',
    { fix: ['f2', 'x', 'b'], main: ['m1', 'x', 'b'] },
    'b',
    ['f2'],
    ['m1'],
  ],
])('tells %s', async (_, logs, base, left, right) => {
  const { client, asked } = clientOf(logs, base);
  const found = await divergentCommits(
    client,
    'lake',
    { left: 'fix', right: 'main' },
    { most: 7 },
  );
  expect(idsOf(found.left)).toEqual(left);
  expect(idsOf(found.right)).toEqual(right);
  expect(found.baseCommitId).toBe(base);
  for (const options of asked) {
    expect(options).toMatchObject({ amount: 7, limit: true, stopAt: base });
  }
});
