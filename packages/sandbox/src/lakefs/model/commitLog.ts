import { diffTrees } from './diff';
import { walkHistory, type CommitOf } from './history';
import type { Commit } from './types';

export interface LogQuery {
  /** Goes on after this commit. */
  after?: Commit;
  amount: number;
  firstParent: boolean;
  /** Only commits that changed something below one of these. */
  prefixes: readonly string[];
  /** Only commits that changed one of these objects. */
  objects: readonly string[];
  /** Does not look whether there are more. */
  limit: boolean;
  /** The last one told. */
  stopAt?: Commit;
  /** Milliseconds since the epoch. */
  since?: number;
}

/** One page of the commits that one stands on. */
export function commitLog(
  start: Commit,
  commitOf: CommitOf,
  query: LogQuery,
): { commits: Commit[]; hasMore: boolean } {
  const { after, amount, limit, stopAt } = query;
  const commits: Commit[] = [];
  let isReached = after === undefined;
  for (const commit of walkHistory(start, commitOf, query)) {
    if (!isReached) {
      isReached = commit.id === after?.id;
      continue;
    }
    if (isMeant(commit, commitOf, query)) {
      if (commits.length === amount) return { commits, hasMore: true };
      commits.push(commit);
      if (limit && commits.length === amount) break;
    }
    if (commit.id === stopAt?.id) break;
  }
  return { commits, hasMore: false };
}

/** Where paths are named, merges and first commits are left out, as lakeFS does. */
function isMeant(
  commit: Commit,
  commitOf: CommitOf,
  { prefixes, objects }: LogQuery,
): boolean {
  if (prefixes.length === 0 && objects.length === 0) return true;
  if (commit.parents.length !== 1) return false;
  const before = commitOf(commit.parents[0]).tree;
  return diffTrees(before, commit.tree).some(
    ({ path }) =>
      objects.includes(path) ||
      prefixes.some(prefix => path.startsWith(prefix)),
  );
}
