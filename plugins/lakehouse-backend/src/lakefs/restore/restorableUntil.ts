import type { GarbageCollectionRules } from '@lakefront/lakefs-client';

const DAY_MS = 24 * 60 * 60_000;

/**
 * Until when (epoch ms) the data of a deleted branch's head is there for sure;
 * undefined: for as long as its tag. lakeFS counts from the commit, not from
 * the deletion, and by the rule of the repository: that of the branch goes with
 * the branch, and a tag keeps nothing. The head of another branch it leaves
 * alone.
 */
export function restorableUntil(head: {
  /** Epoch ms. */
  committedAt: number;
  rules: Pick<GarbageCollectionRules, 'defaultRetentionDays'> | undefined;
  /** Some branch that is there has this head, too. */
  isHead?: boolean;
}): number | undefined {
  const { committedAt, rules, isHead } = head;
  return rules === undefined || isHead
    ? undefined
    : committedAt + rules.defaultRetentionDays * DAY_MS;
}
