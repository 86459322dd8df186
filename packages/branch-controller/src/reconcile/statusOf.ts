import { withCondition, type Said } from '../object/conditions';
import { expiryOf } from '../object/expiry';
import type {
  ConditionType,
  LakeFSBranch,
  LakeFSBranchStatus,
} from '../object/LakeFSBranch';
import { branchOf } from '../object/names';
import type { Result } from './Result';
import { saidOfExpiry } from './saidOfExpiry';
import { no } from './sayings';

/** The whole status of an object after a look: what the look did not touch stays. */
export function statusOf(
  object: LakeFSBranch,
  result: Result,
  now: number,
): LakeFSBranchStatus {
  const { generation } = object.metadata;
  let conditions = object.status?.conditions;
  const say = (type: ConditionType, said: Said | undefined) => {
    conditions = withCondition(conditions, type, said, { now, generation });
  };
  say('Ready', result.ready);
  say('Blocked', result.blocked ?? no('NotBlocked', ''));
  say('Expired', saidOfExpiry(object, expiryOf(object.spec.expiresAt, now)));
  if (result.promoted !== undefined) {
    say('Promoted', result.promoted ?? undefined);
  }
  return withoutUndefined({
    ...object.status,
    ...result.facts,
    observedGeneration: generation,
    branch: branchOf(object),
    conditions,
  });
}

function withoutUndefined<T extends object>(value: T): T {
  return Object.fromEntries(
    Object.entries(value).filter(([, item]) => item !== undefined),
  ) as T;
}
