import type { Lake } from '../lake/Lake';
import { failureOf } from '../lake/failureOf';
import { keptKey, type KeptBranch } from '../claims/keys';
import type { Kube } from '../kube/Kube';
import { FINALIZER, type LakeFSBranch } from '../object/LakeFSBranch';
import type { Clock } from '../runtime/Clock';
import { deleteBranch, type Deletion } from './deleteBranch';
import { intoOf } from './promote';

/** Longer than this the finalizer holds nobody up, whatever lakeFS does. */
export const DEADLINE_MS = 60_000;

export interface Leaving {
  object: LakeFSBranch;
  branch: string;
  owner: string;
  kube: Kube;
  clock: Clock;
}

/** Branches that may hold what is on an object's branch. */
export function targetsOf(object: LakeFSBranch): string[] {
  return [...new Set([intoOf(object), object.spec.source])];
}

/**
 * What becomes of the branch of an object that is being deleted: one try,
 * within the deadline. Undefined: nothing is to be done, the branch stays.
 */
export async function deleteWithObject(
  lake: Lake,
  { object, branch, owner, kube, clock }: Leaving,
): Promise<Deletion> {
  const { namespace, name, uid, deletionTimestamp } = object.metadata;
  const left = Date.parse(deletionTimestamp ?? '') + DEADLINE_MS - clock.now();
  const late: Deletion = {
    kind: 'kept',
    reason: 'TooLate',
    message: `It was not deleted within ${DEADLINE_MS / 1000} s.`,
  };
  if (!(left > 0)) return late;
  const limit = AbortSignal.timeout(left);
  try {
    return await deleteBranch(
      { ...lake, signal: AbortSignal.any([lake.signal, limit]) },
      {
        ...{ branch, owner, clock },
        targets: targetsOf(object),
        mayDelete: async () => {
          const now = await kube.read(namespace, name);
          return (
            now?.metadata.uid === uid &&
            now.metadata.deletionTimestamp !== undefined &&
            now.spec.deletionPolicy === 'Delete' &&
            (now.metadata.finalizers ?? []).includes(FINALIZER) &&
            !(await kube.isGoing(namespace))
          );
        },
      },
    );
  } catch (error) {
    if (lake.signal.aborted) throw error;
    if (limit.aborted) return late;
    const failure = failureOf(error, lake.server);
    return {
      kind: 'kept',
      reason: failure?.reason ?? 'Failed',
      message: failure?.message ?? String(error),
    };
  }
}

/** Keeps in lakeFS why a branch is still there; it may fail, the branch is there all the same. */
export async function rememberKept(
  lake: Lake,
  branch: string,
  kept: KeptBranch,
): Promise<void> {
  const { client, repository, signal } = lake;
  try {
    await client.repositories.setMetadata(
      repository,
      { [keptKey(branch)]: JSON.stringify(kept) },
      { signal, timeoutMs: 10_000 },
    );
  } catch (error) {
    if (signal.aborted) throw error;
  }
}
