import type {
  LakeFSFreshness,
  LakeFSRepositoryRules,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { plural } from '../../format/plural';
import type { BranchCounts } from './BranchTable';

const list = (names: string[]) => new Intl.ListFormat('en').format(names);

/** Whether only objects told of branches, as lakeFS never did. */
export function isDeclaredOnly(freshness: LakeFSFreshness[]): boolean {
  return freshness.some(({ fromObjects }) => fromObjects);
}

/** How many branches there are, and what of them needs a look. */
export function repositorySentence(
  counts: BranchCounts,
  freshness: LakeFSFreshness[],
): string {
  if (isDeclaredOnly(freshness)) {
    return declaredSentence(counts);
  }
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

/** The same where only objects tell of branches: there may be more. */
function declaredSentence({ declared, mine }: BranchCounts): string {
  const count = `${declared.toLocaleString('en')} ${
    declared === 1 ? 'branch is' : 'branches are'
  } declared in Git${
    mine ? `, ${mine.toLocaleString('en')} of them yours` : ''
  }`;
  return `${count}. Which others there are is not known before lakeFS answers.`;
}

/** Who may write where, and how long data stays; a sentence each. */
export function ruleSentences(
  rules: LakeFSRepositoryRules | undefined,
): string[] {
  if (!rules) {
    return ['Not known: lakeFS did not tell them yet.'];
  }
  const { protection, garbageCollection } = rules;
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
