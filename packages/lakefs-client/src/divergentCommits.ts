import type { LakeFSClient } from './LakeFSClient';
import type { Commit } from './types';

/** What two references stand on alone, newest first. */
export interface Divergence {
  baseCommitId: string;
  left: Commit[];
  right: Commit[];
}

/**
 * The commits that each of two references has and the other has not, of the
 * newest `most` (1 to 1,000) of each. Rejects as the calls of the client do.
 */
export async function divergentCommits(
  client: Pick<LakeFSClient, 'refs' | 'commits'>,
  repository: string,
  refs: { left: string; right: string },
  options: { most: number; signal?: AbortSignal },
): Promise<Divergence> {
  const { most, signal } = options;
  const { baseCommitId } = await client.refs.mergeBase(
    repository,
    refs.left,
    refs.right,
    { signal },
  );
  const commitsTo = async (ref: string) => {
    if (ref === baseCommitId) return [];
    const page = await client.commits.log(repository, ref, {
      ...{ amount: most, limit: true, stopAt: baseCommitId, signal },
    });
    return page.items.filter(({ id }) => id !== baseCommitId);
  };
  const [left, right] = [
    await commitsTo(refs.left),
    await commitsTo(refs.right),
  ];
  // Where lines crossed, a log may tell commits that both have.
  const without = (commits: Commit[], others: Commit[]) => {
    const ids = new Set(others.map(({ id }) => id));
    return commits.filter(({ id }) => !ids.has(id));
  };
  return {
    ...{ baseCommitId, left: without(left, right) },
    right: without(right, left),
  };
}
