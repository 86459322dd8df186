import type { Said } from '../object/conditions';
import type { LakeFSBranchStatus } from '../object/LakeFSBranch';

/** Facts of the status that a look brought; what is left out stays as it was. */
export type Facts = Omit<
  LakeFSBranchStatus,
  'conditions' | 'observedGeneration'
>;

/** When an object is looked at again, beside when something about it changes. */
export type Again =
  /** After a pause that grows with each time. */
  { kind: 'failed'; atLeastMs?: number } | { kind: 'after'; ms: number };

/** What one look at an object came to. */
export interface Result {
  ready: Said;
  blocked?: Said;
  /** Undefined: as it was; null: does not apply. */
  promoted?: Said | null;
  facts: Facts;
  again?: Again;
}

/** The earlier of two times; after a failure it is tried again soon anyway. */
export function soonest(
  one: Again | undefined,
  other: Again | undefined,
): Again | undefined {
  if (!one || !other) return one ?? other;
  if (one.kind === 'failed') return one;
  if (other.kind === 'failed') return other;
  return one.ms <= other.ms ? one : other;
}
