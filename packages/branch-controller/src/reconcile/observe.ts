import { isLakeFSStatus } from '@lakefront/lakefs-client';
import { countCommits } from '../lake/history';
import type { Lake } from '../lake/Lake';
import type { Snapshot } from '../lake/RepositoryView';
import { countUncommitted } from '../lake/work';
import type { LakeFSBranch } from '../object/LakeFSBranch';
import type { Facts } from './Result';

/**
 * What is known of the source's head without asking: a branch is in the
 * snapshot, a tag or a commit stays what it was.
 */
export function knownSourceHead(
  object: LakeFSBranch,
  snapshot: Snapshot,
): string | undefined {
  const { source } = object.spec;
  if (/^[0-9a-f]{64}$/.test(source)) return source;
  return snapshot.branches.get(source) ?? object.status?.sourceCommitId;
}

/** Whether something moved since the status was written. */
export function hasMoved(
  object: LakeFSBranch,
  seen: { head: string; sourceHead: string | undefined },
): boolean {
  const { commitId, sourceCommitId, uncommitted } = object.status ?? {};
  return (
    commitId !== seen.head ||
    uncommitted === undefined ||
    (seen.sourceHead !== undefined && sourceCommitId !== seen.sourceHead)
  );
}

/** A branch made this moment is where its source is: nothing is to be asked. */
export function factsOfNew(branch: string, head: string): Facts {
  return {
    ...{ branch, commitId: head, sourceCommitId: head },
    ...{ ahead: 0, behind: 0, uncommitted: 0 },
  };
}

/** How the branch stands towards its source, in a few calls. All of it is of one moment, or none is told. */
export async function observe(
  lake: Lake,
  options: {
    object: LakeFSBranch;
    branch: string;
    head: string;
    sourceHead: string | undefined;
  },
): Promise<Facts> {
  const { object, branch, head } = options;
  const uncommitted = await countUncommitted(lake, branch);
  if (!hasMoved(object, options)) return { uncommitted };
  const sourceHead =
    options.sourceHead ?? (await resolveSource(lake, object.spec.source));
  if (sourceHead === undefined) return { branch, commitId: head, uncommitted };
  try {
    const { ahead, behind } = await countCommits(lake, head, sourceHead);
    return {
      ...{ branch, commitId: head, sourceCommitId: sourceHead },
      ...{ ahead, behind, uncommitted },
    };
  } catch (error) {
    // The source is gone since; the branch is not.
    if (!isLakeFSStatus(error, 'not-found')) throw error;
    return { branch, commitId: head, uncommitted };
  }
}

async function resolveSource(
  { client, repository, signal }: Lake,
  source: string,
): Promise<string | undefined> {
  const options = { amount: 1, limit: true, signal };
  try {
    const page = await client.commits.log(repository, source, options);
    return page.items[0]?.id;
  } catch (error) {
    if (!isLakeFSStatus(error, 'not-found')) throw error;
    return undefined;
  }
}
