import type { LakeFSPromotionPreview } from '@lakefront/backstage-plugin-lakehouse-common';
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
