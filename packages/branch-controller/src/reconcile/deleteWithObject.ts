import { failureOf } from '../lake/failureOf';
import { FINALIZER } from '../object/LakeFSBranch';
import { targetsOf } from '../object/targets';
import { deleteBranch, type Deletion } from './deleteBranch';
import type { Subject } from './Subject';

/** Longer than this the finalizer holds nobody up, whatever lakeFS does. */
export const DEADLINE_MS = 60_000;

/**
 * What becomes of the branch of an object that is being deleted: one try,
 * within the deadline.
 */
export async function deleteWithObject(subject: Subject): Promise<Deletion> {
  const { object, branch, owner, kube, clock, lake } = subject;
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
