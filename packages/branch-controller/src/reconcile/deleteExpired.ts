import { expiryOf } from '../object/expiry';
import type { LakeFSBranch } from '../object/LakeFSBranch';
import { targetsOf } from '../object/targets';
import { deleteBranch, howToRestore } from './deleteBranch';
import { keepBranch } from './keepBranch';
import type { Result } from './Result';
import { no, SLOW_MS, yes } from './sayings';
import type { Subject } from './Subject';

/**
 * A day after its date a branch under `Delete` goes, if nothing is lost by it.
 * Undefined: it is not time yet, or it is not asked for.
 */
export async function deleteExpired(
  subject: Subject,
): Promise<Result | undefined> {
  const { object, branch, owner, lake, clock, kube } = subject;
  if (!isOverdue(object, clock.now())) return undefined;
  const { namespace, name, uid } = object.metadata;
  const deletion = await deleteBranch(lake, {
    ...{ branch, owner, clock, targets: targetsOf(object) },
    mayDelete: async () => {
      const now = await kube.read(namespace, name);
      return (
        now?.metadata.uid === uid &&
        !now.metadata.deletionTimestamp &&
        isOverdue(now, clock.now()) &&
        !(await kube.isGoing(namespace))
      );
    },
  });
  const expired = `Branch ${branch} expired on ${object.spec.expiresAt}`;
  if (deletion.kind === 'deleted') {
    const message = `${expired} and was deleted${howToRestore(deletion)}.`;
    await kube.tell(object, { type: 'Normal', reason: 'Expired', message });
    return { ready: no('Expired', message), facts: {} };
  }
  const message = `${expired} and is kept: ${deletion.message}`;
  await keepBranch(subject, { reason: deletion.reason, message });
  return {
    ready: yes('Kept', message),
    facts: {},
    again: { kind: 'after', ms: SLOW_MS },
  };
}

function isOverdue({ spec }: LakeFSBranch, now: number): boolean {
  const expiry = expiryOf(spec.expiresAt, now);
  return (
    spec.deletionPolicy === 'Delete' &&
    expiry.state === 'expired' &&
    now >= expiry.deleteAt
  );
}
