import type {
  BranchStanding,
  LakeFSBranchDetail,
  LakeFSBranchRow,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { formatDayAndTime, formatRelative } from '../../format/formatTime';
import { plural } from '../../format/plural';
import { shortId } from './shortId';

/** The backend counts no further. */
export const COUNTED = 1_000;

/** `3`, or `1,000 or more` where counting ended. */
export function counted(count: number): string {
  return count >= COUNTED
    ? `${COUNTED.toLocaleString('en')} or more`
    : String(count);
}

/** The same where there is little room: `1,000+`. */
export function countedShort(count: number): string {
  return count >= COUNTED ? `${COUNTED.toLocaleString('en')}+` : String(count);
}

/** Where a branch stands in few words, for a row: `3 ahead · 1 behind · 12 uncommitted`. */
export function standingWords(
  standing: Pick<BranchStanding, 'ahead' | 'behind' | 'uncommitted' | 'source'>,
): string {
  const { ahead, behind, uncommitted, source } = standing;
  if (ahead === undefined || behind === undefined) {
    return 'not looked at yet';
  }
  const words = [
    ...(ahead ? [`${countedShort(ahead)} ahead`] : []),
    ...(behind ? [`${countedShort(behind)} behind`] : []),
    ...(uncommitted ? [`${countedShort(uncommitted)} uncommitted`] : []),
  ];
  return words.join(' · ') || `as ${source}`;
}

type Against = LakeFSBranchDetail['against'];

/** Where a branch stands against another, in one sentence. */
export function againstSentence(against: Against): string {
  const { ref, ahead, behind, uncommitted } = against;
  if (ahead === undefined || behind === undefined) {
    return `How it stands against ${ref} is not known yet.`;
  }
  const commits = (count: number) =>
    count >= COUNTED ? `${counted(count)} commits` : plural(count, 'commit');
  const parts: string[] = [];
  if (ahead && behind) {
    parts.push(
      `${commits(ahead)} ahead of ${ref} and ${counted(behind)} behind`,
    );
  } else if (ahead) {
    parts.push(`${commits(ahead)} ahead of ${ref}`);
  } else if (behind) {
    parts.push(`Nothing that ${ref} has not, and ${commits(behind)} behind it`);
  } else {
    parts.push(`As ${ref}`);
  }
  if (uncommitted) {
    parts.push(
      `${
        uncommitted >= COUNTED
          ? `${counted(uncommitted)} objects`
          : plural(uncommitted, 'object')
      } not committed yet`,
    );
  }
  return `${parts.join('; ')}.`;
}

/** What becomes of a branch when its time is over, or is over already. */
export function expirySentence(
  standing: Pick<BranchStanding, 'expiresAt' | 'expired' | 'deletionPolicy'>,
  now: number,
): string | undefined {
  const { expiresAt, deletionPolicy } = standing;
  if (!expiresAt) {
    return undefined;
  }
  const when = formatRelative(expiresAt, now);
  const over = standing.expired ?? Date.parse(expiresAt) <= now;
  if (!over) {
    return deletionPolicy === 'Delete'
      ? `Expires ${when}, and is deleted a day later.`
      : `Expires ${when}; it stays until somebody deletes it.`;
  }
  return deletionPolicy === 'Delete'
    ? `Expired ${when}: it is deleted a day after that, if nothing on it would be lost.`
    : `Expired ${when}; it stays until somebody deletes it.`;
}

/** Whether what was asked to be merged is; why not is said beside it. */
export function promotionSentence(
  promotion: BranchStanding['promotion'],
): string | undefined {
  if (!promotion) {
    return undefined;
  }
  const { commit, into, done, refused } = promotion;
  const what = `Its commit ${shortId(commit)}`;
  if (refused && !done) {
    return `${what} was not promoted into ${into}.`;
  }
  return done
    ? `${what} was promoted into ${into}.`
    : `${what} is to be promoted into ${into}.`;
}

/** What was said against a merge, with a stop. */
function whyNotPromoted(
  promotion: BranchStanding['promotion'],
): string | undefined {
  return promotion && !promotion.done
    ? promotion.refused?.message.replace(/\.?$/, '.')
    : undefined;
}

/** Where a branch stands, when it ends, what of it was promoted or why not; from before, where lakeFS is away. */
export function branchSentence(
  detail: Pick<
    LakeFSBranchDetail,
    'row' | 'against' | 'repository' | 'freshness'
  >,
  now: number,
): string {
  const { row, against, repository } = detail;
  const standing = row.declaredBy?.standing;
  const isFromBefore = detail.freshness.some(({ state }) => state !== 'live');
  const where =
    row.isDefault && against.ref === row.branch
      ? `The default branch of ${repository.repository}${
          against.uncommitted
            ? `; ${counted(
                against.uncommitted,
              )} of its objects not committed yet`
            : ''
        }.`
      : againstSentence(against);
  return [
    isFromBefore && against.ahead !== undefined
      ? `When it was last seen: ${lowerFirst(where)}`
      : where,
    standing && expirySentence(standing, now),
    promotionSentence(standing?.promotion),
    whyNotPromoted(standing?.promotion),
  ]
    .filter(Boolean)
    .join(' ');
}

/** Whose word the numbers are where lakeFS does not answer; nothing where it does. */
export function standingNote({
  freshness,
  row,
}: Pick<LakeFSBranchDetail, 'freshness' | 'row'>): string | undefined {
  const [away] = freshness.filter(({ state }) => state !== 'live');
  if (!away) {
    return undefined;
  }
  const { unknownSince } = row.declaredBy?.standing ?? {};
  if (!away.fromObjects) {
    return away.readAt
      ? `As lakeFS last said it, ${formatDayAndTime(away.readAt)}.`
      : undefined;
  }
  return unknownSince
    ? `As the branch controller saw it last, before ${formatDayAndTime(
        unknownSince,
      )}: since then lakeFS does not answer it either.`
    : 'As the branch controller saw it last.';
}

function lowerFirst(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1);
}

/** Who a branch is by, where its object is not the reader's to see. */
export function whoseWords(row: LakeFSBranchRow): string {
  if (row.isDefault) {
    return 'default branch';
  }
  return row.claimedByAnother ? 'another domain' : 'made by hand';
}
