import {
  divergentCommits,
  everyItem,
  type Commit,
} from '@lakefront/lakefs-client';
import type { Lake } from './Lake';

/** Further than this nobody counts. */
export const COUNTED = 1_000;

/** Commits that each of two has and the other has not, counted up to 1,000. */
export async function countCommits(
  lake: Lake,
  branch: string,
  source: string,
): Promise<{ ahead: number; behind: number }> {
  if (branch === source) return { ahead: 0, behind: 0 };
  const { client, repository, signal } = lake;
  const { left, right } = await divergentCommits(
    client,
    repository,
    { left: branch, right: source },
    { most: COUNTED, signal },
  );
  return { ahead: left.length, behind: right.length };
}

/** Whether all of a commit's history is below another. */
export async function isBelow(
  lake: Lake,
  commit: string,
  ref: string,
): Promise<boolean> {
  if (commit === ref) return true;
  const { client, repository, signal } = lake;
  const { baseCommitId } = await client.refs.mergeBase(
    repository,
    commit,
    ref,
    { signal },
  );
  return baseCommitId === commit;
}

export const PROMOTED_OBJECT = 'lakefront.dev/object';
export const PROMOTED_COMMIT = 'lakefront.dev/promoted-commit';

/** Clocks of several lakeFS servers differ by less. */
const SKEW_MS = 60 * 60 * 1000;

/**
 * The commit on `into` by which this object's commit was merged, found by its
 * metadata; undefined where there is none. It can't be older than what it merged.
 */
export async function findPromotion(
  lake: Lake,
  promoted: { owner: string; commit: Commit; into: string },
): Promise<Commit | undefined> {
  const { client, repository, signal } = lake;
  const { owner, commit, into } = promoted;
  const since = new Date(commit.createdAt * 1000 - SKEW_MS);
  for await (const found of everyItem(after =>
    client.commits.log(repository, into, {
      ...{ after, amount: COUNTED, firstParent: true, since, signal },
    }),
  )) {
    if (
      found.metadata[PROMOTED_OBJECT] === owner &&
      found.metadata[PROMOTED_COMMIT] === commit.id
    ) {
      return found;
    }
  }
  return undefined;
}
