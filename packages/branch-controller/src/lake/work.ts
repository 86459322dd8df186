import { isLakeFSStatus } from '@lakefront/lakefs-client';
import type { Lake } from './Lake';
import { COUNTED, findPromotion, isBelow } from './history';

/** Objects written or removed on a branch since its last commit, counted up to 1,000. */
export async function countUncommitted(
  lake: Lake,
  branch: string,
  amount = COUNTED,
): Promise<number> {
  const { client, repository, signal } = lake;
  const page = await client.branches.uncommitted(repository, branch, {
    amount,
    signal,
  });
  return page.items.length;
}

/** What would be lost with a branch; undefined: nothing. */
export interface Work {
  reason: 'UncommittedWork' | 'UnpromotedWork';
  message: string;
}

/**
 * What is on the branch and nowhere else. Its commits are elsewhere where its
 * head is below one of `targets`, or was promoted as one commit into one of
 * them. A target that is not there holds nothing.
 */
export async function findWork(
  lake: Lake,
  options: {
    branch: string;
    head: string;
    owner: string;
    targets: readonly string[];
  },
): Promise<Work | undefined> {
  const { branch, head, owner, targets } = options;
  const { client, repository, signal } = lake;
  if ((await countUncommitted(lake, branch, 1)) > 0) {
    return {
      reason: 'UncommittedWork',
      message: `Branch ${branch} has uncommitted changes: commit or reset them.`,
    };
  }
  const commit = await client.commits.get(repository, head, { signal });
  for (const target of targets) {
    try {
      if (await isBelow(lake, head, target)) return undefined;
      if (await findPromotion(lake, { owner, commit, into: target })) {
        return undefined;
      }
    } catch (error) {
      if (!isLakeFSStatus(error, 'not-found')) throw error;
    }
  }
  return {
    reason: 'UnpromotedWork',
    message: `Branch ${branch} has commits that are on no other: its head ${head.slice(
      0,
      12,
    )} was not merged into ${targets.join(' or ')}.`,
  };
}
