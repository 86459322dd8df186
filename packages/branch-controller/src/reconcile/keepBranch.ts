import { keptKey, type KeptMark } from '@lakefront/lakefs-client';
import type { Lake } from '../lake/Lake';
import { conditionOf } from '../object/conditions';
import type { Subject } from './Subject';

/** Says, where it is looked for, that a branch outlives what asked for it, and why. */
export async function keepBranch(
  { kube, clock, object, lake, branch, owner }: Subject,
  { reason, message }: { reason: string; message: string },
): Promise<void> {
  const before = conditionOf(object.status?.conditions, 'Ready');
  const kept = lake.view.last?.entries.get(branch)?.kept;
  const isTold =
    before?.message === message ||
    (kept?.owner === owner && kept.message === message);
  if (isTold) return;
  const at = new Date(clock.now()).toISOString();
  await rememberKept(lake, branch, { owner, at, reason, message });
  await kube.tell(object, {
    type: 'Warning',
    reason: 'BranchKept',
    message: `Branch ${branch} is kept: ${message}`,
  });
}

/** Keeps in lakeFS why a branch is still there; it may fail, the branch is there all the same. */
export async function rememberKept(
  lake: Lake,
  branch: string,
  kept: KeptMark,
): Promise<void> {
  const { keys, signal } = lake;
  const limited = AbortSignal.any([signal, AbortSignal.timeout(10_000)]);
  try {
    await keys.set({ [keptKey(branch)]: JSON.stringify(kept) }, limited);
  } catch (error) {
    if (signal.aborted) throw error;
  }
}
