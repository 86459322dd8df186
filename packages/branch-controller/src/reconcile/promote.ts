import {
  isLakeFSStatus,
  MergeConflictError,
  type Commit,
} from '@lakefront/lakefs-client';
import {
  findPromotion,
  isBelow,
  PROMOTED_COMMIT,
  PROMOTED_OBJECT,
} from '../lake/history';
import type { Lake } from '../lake/Lake';
import { conditionOf, type Said } from '../object/conditions';
import type { LakeFSBranch, Promotion } from '../object/LakeFSBranch';
import { intoOf } from '../object/targets';
import { findConflicts } from './findConflicts';
import type { Again, Facts } from './Result';
import { no, SLOW_MS, yes } from './sayings';
import { whyRefused } from './whyRefused';

export interface PromotionResult {
  promoted: Said;
  facts: Facts;
  again?: Again;
  /** Something happened that was not there before. */
  merged?: boolean;
}

/** What mends these shows in nobody's head: they are looked at now and then. */
const LOOKED_AT_AGAIN = [
  'DestinationDirty',
  'DestinationProtected',
  'RepositoryReadOnly',
  'Forbidden',
  'CommitNotOnBranch',
  'Merging',
];

const short = (commit: string) => commit.slice(0, 12);

/**
 * Whether the promotion has to be worked on: it was not done, and since it was
 * refused the object or the branch it goes into changed.
 */
export function isPromotionDue(
  object: LakeFSBranch,
  /** Head of the branch it goes into; undefined where it is not there. */
  intoHead: string | undefined,
): boolean {
  const { metadata, spec, status } = object;
  if (!spec.promote) return false;
  const before = conditionOf(status?.conditions, 'Promoted');
  if (!before || before.observedGeneration !== metadata.generation) return true;
  if (before.status === 'True') {
    return status?.promotedCommitId !== spec.promote.commit;
  }
  if (LOOKED_AT_AGAIN.includes(before.reason)) return true;
  return status?.promotionTriedOn !== (intoHead ?? 'none');
}

/**
 * Merges the commit that was reviewed, once: a merge carries the object and
 * the commit in its metadata, and is looked for before it is made. Errors that
 * say nothing about the merge are thrown.
 */
export async function promote(
  lake: Lake,
  options: {
    object: LakeFSBranch;
    owner: string;
    branch: string;
    head: string;
    intoHead: string | undefined;
  },
): Promise<PromotionResult> {
  const { object, owner, branch, head, intoHead } = options;
  const promotion = object.spec.promote!;
  const { commit: wanted } = promotion;
  const into = intoOf(object);
  const refused = (said: Said, again?: Again): PromotionResult => ({
    promoted: said,
    facts: { promotionTriedOn: intoHead ?? 'none' },
    again,
  });
  const slowly: Again = { kind: 'after', ms: SLOW_MS };

  if (intoHead === undefined) {
    return refused(
      no(
        'DestinationNotFound',
        object.spec.promote?.into
          ? `There is no branch ${into} to merge into.`
          : `The source ${into} is no branch: name one in promote.into.`,
      ),
    );
  }
  const commit = await commitOf(lake, wanted);
  if (!commit || !(await isOnBranch(lake, { commit: wanted, branch, head }))) {
    return refused(
      no(
        'CommitNotOnBranch',
        `Commit ${short(
          wanted,
        )} is none of branch ${branch}: promote.commit names one that was reviewed there.`,
      ),
      slowly,
    );
  }
  const found = await findPromotion(lake, { owner, commit, into });
  if (found) return done(promotion, into, found.id);
  return merge(lake, { ...options, commit, into, refused, slowly });
}

async function merge(
  lake: Lake,
  options: {
    object: LakeFSBranch;
    owner: string;
    branch: string;
    commit: Commit;
    into: string;
    refused: (said: Said, again?: Again) => PromotionResult;
    slowly: Again;
  },
): Promise<PromotionResult> {
  const { object, owner, branch, commit, into, refused, slowly } = options;
  const { client, repository, signal, view } = lake;
  const promotion = object.spec.promote!;
  try {
    const { commitId } = await client.refs.merge(
      repository,
      commit.id,
      into,
      {
        message:
          promotion.message ??
          `Promote ${branch} at ${short(commit.id)} into ${into}`,
        metadata: {
          [PROMOTED_OBJECT]: owner,
          [PROMOTED_COMMIT]: commit.id,
          'lakefront.dev/branch': branch,
        },
        strategy: promotion.strategy,
        squash: promotion.squash,
      },
      { signal },
    );
    view.note(into, commitId);
    return { ...done(promotion, into, commitId), merged: true };
  } catch (error) {
    if (isLakeFSStatus(error, 'no-changes')) {
      return {
        promoted: yes(
          'NothingToMerge',
          `All of commit ${short(commit.id)} is on ${into} already.`,
        ),
        facts: {
          promotedCommitId: commit.id,
          promotionCommitId: undefined,
          promotionTriedOn: undefined,
        },
      };
    }
    if (error instanceof MergeConflictError) {
      const conflicts = await findConflicts(lake, into, commit.id);
      return refused(
        no(
          'Conflict',
          `${conflicts} Merge ${into} into ${branch} in lakeFS and settle it there, then promote the new commit; or set promote.strategy.`,
        ),
      );
    }
    const said = whyRefused(error, { into, repository });
    if (said) {
      const mayPass = LOOKED_AT_AGAIN.includes(said.reason);
      return refused(said, mayPass ? slowly : undefined);
    }
    throw error;
  }
}

function done(
  { commit }: Promotion,
  into: string,
  mergeId: string,
): PromotionResult {
  return {
    promoted: yes(
      'Merged',
      `Commit ${short(commit)} was merged into ${into} as ${short(mergeId)}.`,
    ),
    facts: {
      promotedCommitId: commit,
      promotionCommitId: mergeId,
      promotionTriedOn: undefined,
    },
  };
}

/**
 * Whether a commit is the branch's. What was known of its head may be from
 * before: people promote what was just committed.
 */
async function isOnBranch(
  lake: Lake,
  { commit, branch, head }: { commit: string; branch: string; head: string },
): Promise<boolean> {
  if (await isBelow(lake, commit, head)) return true;
  const { client, repository, signal, view } = lake;
  const now = await client.branches.get(repository, branch, { signal });
  if (now.commitId === head) return false;
  view.note(branch, now.commitId);
  return isBelow(lake, commit, now.commitId);
}

async function commitOf(
  { client, repository, signal }: Lake,
  id: string,
): Promise<Commit | undefined> {
  try {
    return await client.commits.get(repository, id, { signal });
  } catch (error) {
    if (isLakeFSStatus(error, 'not-found')) return undefined;
    throw error;
  }
}
