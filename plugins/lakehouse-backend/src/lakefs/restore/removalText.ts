import type { BranchStanding } from '@lakefront/backstage-plugin-lakehouse-common';
import { timeText } from './keptUntilText';
import type { BranchTraces } from './readTraces';

/** What is to be known of a branch whose object goes, as it was last looked at. */
export function standingText(standing: BranchStanding | undefined): string[] {
  const { promotion, uncommitted = 0, ahead = 0, source } = standing ?? {};
  const on = [
    ...(uncommitted > 0
      ? [`${counted(uncommitted, 'object')} that nobody committed`]
      : []),
    ...(ahead > 0
      ? [`${counted(ahead, 'commit')} that ${source} has not`]
      : []),
  ];
  return [
    ...(promotion && !promotion.done
      ? [
          `Commit ${promotion.commit.slice(0, 12)} is not merged into ${
            promotion.into
          } yet: without its object it never is.`,
        ]
      : []),
    ...(on.length > 0
      ? [`When it was last looked at, it held ${on.join(' and ')}.`]
      : []),
  ];
}

/** How long a branch that is deleted now (epoch ms) could be restored. */
export function restorableText(
  { head, rules }: BranchTraces,
  now: number,
): string {
  if (!head) {
    return 'It is not there now, so that there would be nothing to restore.';
  }
  if (!rules) {
    return 'Undo restores a deleted one for as long as that tag is there: the repository has no rules of garbage collection.';
  }
  if (head.until !== undefined && head.until <= now) {
    return `Undo cannot restore a deleted one: its last commit is older than ${rules.defaultRetentionDays} days, so that the repository's rules of garbage collection may take its data at once.`;
  }
  const days = `${rules.defaultRetentionDays} days after its last commit`;
  return head.until === undefined
    ? `Its head is that of another branch, which keeps its data. What is committed to it from now on could be restored until ${days}, as the repository's rules of garbage collection say.`
    : `Undo restores a deleted one until ${timeText(
        head.until,
      )}: after that, ${days}, the repository's rules of garbage collection may take its data.`;
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
