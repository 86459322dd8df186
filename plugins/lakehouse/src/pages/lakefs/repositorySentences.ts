import type { LakeFSRepositoryDetail } from '@lakefront/backstage-plugin-lakehouse-common';
import { plural } from '../../format/plural';
import type { BranchCounts } from './BranchTable';

const list = (names: string[]) => new Intl.ListFormat('en').format(names);

/** How many branches there are, and what of them needs a look. */
export function repositorySentence(counts: BranchCounts): string {
  const { all, mine, expiring, stale } = counts;
  const number = (value: number) => value.toLocaleString('en');
  const parts = [
    ...(mine ? [`${number(mine)} yours`] : []),
    ...(expiring ? [`${number(expiring)} expiring or expired`] : []),
    ...(stale ? [`${number(stale)} stale`] : []),
  ];
  const count = `${number(all)} ${all === 1 ? 'branch' : 'branches'}`;
  return parts.length > 0 ? `${count}: ${parts.join(', ')}.` : `${count}.`;
}

/** Who may write where, and how long data stays; a sentence each. */
export function ruleSentences(
  detail: Pick<LakeFSRepositoryDetail, 'protection' | 'garbageCollection'>,
): string[] {
  const { protection, garbageCollection } = detail;
  const days = (count: number) => plural(count, 'day');
  const own = garbageCollection?.branches.map(
    ({ branch, retentionDays }) => `${branch} ${days(retentionDays)}`,
  );
  return [
    protection.length > 0
      ? `Nobody writes to ${list(
          protection,
        )} but by a merge: protected branches.`
      : 'No branch is protected: whoever has a key may write to all.',
    garbageCollection
      ? `Data that no branch holds any more is collected after ${days(
          garbageCollection.defaultRetentionDays,
        )}${own?.length ? ` (${list(own)})` : ''}: a tag keeps none.`
      : 'No data is ever collected: a deleted branch can be restored without an end.',
  ];
}
