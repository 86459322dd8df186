import type {
  BranchStanding,
  LakeFSPromotionPreview,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { plural } from '../../format/plural';
import { shortId } from './shortId';

/** How a merge settles what both sides changed; without one, that is a conflict. */
export type MergeStrategy = 'source-wins' | 'dest-wins';

type Obstacle = LakeFSPromotionPreview['obstacles'][number];

/** Obstacles that choosing a side takes away. */
const SETTLED_BY_STRATEGY = ['conflict'];

/** What would be merged, in one sentence. */
export function previewSentence(preview: LakeFSPromotionPreview): string {
  const { branch, into, commitId, commits, moreCommits } = preview;
  if (commits.length === 0) {
    return `${branch} has no commit that ${into} has not.`;
  }
  const count = moreCommits
    ? `more than ${plural(commits.length, 'commit')}`
    : plural(commits.length, 'commit');
  return `Merges ${count} of ${branch} into ${into}, up to ${shortId(
    commitId,
  )}. What comes onto ${branch} later is not merged.`;
}

/** Obstacles that may be gone by the time of the merge: the controller waits for that. */
const PASSING = ['uncommitted'];

/** Whether a merge is worth asking for as it stands. */
export function isHeld(
  preview: LakeFSPromotionPreview,
  strategy: MergeStrategy | undefined,
): boolean {
  return obstaclesLeft(preview, strategy).some(({ passing }) => !passing);
}

/** What stands in the way of a merge with that strategy. */
export function obstaclesLeft(
  preview: LakeFSPromotionPreview,
  strategy: MergeStrategy | undefined,
): Array<Obstacle & { passing: boolean }> {
  return preview.obstacles
    .filter(({ code }) => !strategy || !SETTLED_BY_STRATEGY.includes(code))
    .map(obstacle => ({
      ...obstacle,
      passing: PASSING.includes(obstacle.code),
    }));
}

/** The values that ask for a promotion; what is not said is taken away from an earlier one. */
export function promotionValues(asked: {
  commit: string;
  into: string;
  strategy?: MergeStrategy;
  squash: boolean;
  message: string;
}): Array<{ path: string; value: string | boolean | null }> {
  const { commit, into, strategy, squash, message } = asked;
  return [
    { path: 'spec.promote.commit', value: commit },
    { path: 'spec.promote.into', value: into },
    { path: 'spec.promote.strategy', value: strategy ?? null },
    { path: 'spec.promote.squash', value: squash || null },
    { path: 'spec.promote.message', value: message.trim() || null },
  ];
}

/** What the branch controller looks at now and then: nothing tells it that these were mended. */
const LOOKED_AT_AGAIN = [
  'destination-dirty',
  'destination-protected',
  'repository-read-only',
  'forbidden',
  'commit-not-on-branch',
];

/** A merge that was refused and is about to be asked for again. */
export interface RefusedBefore {
  title: string;
  /** What can be done now. */
  wayOn: string;
  /** See `BranchStanding`. */
  hookRun?: string;
}

/** Why the very merge that is shown was refused before, and the way on; undefined where it was not. */
export function refusedBefore(
  promotion: BranchStanding['promotion'],
  preview: Pick<LakeFSPromotionPreview, 'branch' | 'into' | 'commitId'>,
): RefusedBefore | undefined {
  const { branch, into, commitId } = preview;
  const refused = promotion?.refused;
  if (!refused || promotion.commit !== commitId || promotion.into !== into) {
    return undefined;
  }
  const { code, message, hookRun } = refused;
  return {
    title: `${shortId(commitId)} was tried already: ${message}`,
    wayOn: wayOnFrom(code, { branch, into }),
    ...(hookRun && { hookRun }),
  };
}

/** What can be done about a merge that was refused; beside its message. */
export function wayOnFrom(
  code: string,
  { branch, into }: { branch: string; into: string },
): string {
  if (LOOKED_AT_AGAIN.includes(code)) {
    return 'It is asked for already: the branch controller looks every ten minutes whether it can be merged now. Another pull request only makes it look at once.';
  }
  if (code === 'conflict') {
    return `Or say in the promotion which side wins. The same is tried again by itself only when ${into} moves.`;
  }
  const cause = code === 'hook-refused' ? 'the hook' : 'what refused it';
  return `Commit to ${branch} what mends it, and promote the new commit. Or, where ${cause} was wrong and is mended, ask for another try: its new message is what changes in Git. The same is tried again by itself only when ${into} moves.`;
}

/** The message of a merge that is asked for once more; without another one nothing would change in Git. */
export function messageOfAnotherTry(
  {
    branch,
    into,
    commitId,
  }: Pick<LakeFSPromotionPreview, 'branch' | 'into' | 'commitId'>,
  now: number,
): string {
  const minute = new Date(now).toISOString().slice(0, 16).replace('T', ' ');
  return `Promote ${branch} at ${shortId(
    commitId,
  )} into ${into}, tried again ${minute} UTC`;
}
