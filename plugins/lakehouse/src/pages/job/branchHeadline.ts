import type { Workload } from '@lakefront/backstage-plugin-lakehouse-common';
import { formatRelative } from '../../format/formatTime';
import {
  againstSentence,
  expirySentence,
  promotionSentence,
} from '../lakefs/standing';

const words: Partial<Record<Workload['state'], string>> = {
  failed: 'Blocked',
  pending: 'Waits',
};

/** What is in its way, then where it stands, when it ends and what of it was promoted. */
export function branchHeadline(
  workload: Pick<Workload, 'state' | 'stateDetail' | 'reason' | 'standing'>,
  now: number,
): string {
  const { state, stateDetail, reason, standing } = workload;
  const stop = (text: string) => `${text.replace(/\.\s*$/, '')}.`;
  if (standing?.deleted) {
    return stop(reason?.message ?? stateDetail);
  }
  const trouble =
    state === 'succeeded'
      ? undefined
      : `${words[state] ?? unknownWords(standing, now)}: ${stop(
          reason?.message ?? stateDetail,
        )}`;
  const { ahead, behind, uncommitted = 0, commitId } = standing ?? {};
  const where =
    standing && commitId && ahead !== undefined && behind !== undefined
      ? againstSentence({
          ...{ ref: standing.source, commitId },
          ...{ ahead, behind, uncommitted },
        })
      : undefined;
  return [
    trouble,
    where,
    standing && expirySentence(standing, now),
    promotionSentence(standing?.promotion),
  ]
    .filter(Boolean)
    .join(' ');
}

function unknownWords(standing: Workload['standing'], now: number): string {
  const since = standing?.unknownSince;
  return since
    ? `What is known of it is from ${formatRelative(since, now)}`
    : 'Its state is unknown';
}
