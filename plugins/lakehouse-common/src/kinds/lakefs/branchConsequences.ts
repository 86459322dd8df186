import type { KubernetesObject } from '../../types';
import {
  branchNameOf,
  type LakeFSBranch,
  promotedInto,
  shortCommit,
  toLakeFSBranch,
} from './LakeFSBranch';

const NOT_PROMISED =
  'What cannot be promised: what somebody writes to the branch in the seconds in which it is deleted may be lost.';

/** What a merge does to the branch in lakeFS, and to what is on it; a sentence each. */
export function branchConsequences(
  previous: KubernetesObject | undefined,
  next: KubernetesObject | undefined,
): string[] {
  const before = previous && toLakeFSBranch(previous);
  const after = next && toLakeFSBranch(next);
  if (!after) {
    return before ? removalOf(before) : [];
  }
  return [
    ...(before ? [] : creationOf(after)),
    ...adoptionOf(before, after),
    ...promotionOf(before, after),
    ...expiryOf(before, after),
    ...policyOf(before, after),
  ];
}

function creationOf(branch: LakeFSBranch): string[] {
  const { source } = branch.spec;
  const from = /^[0-9a-f]{64}$/.test(source ?? '')
    ? `commit ${shortCommit(source ?? '')}`
    : `${source} as it is then`;
  return [
    `Merging this creates ${nameOf(
      branch,
    )}, beginning at ${from}; no data is copied.`,
  ];
}

function adoptionOf(
  before: LakeFSBranch | undefined,
  after: LakeFSBranch,
): string[] {
  const takes = after.spec.adopt === 'IfUnowned';
  return takes && before?.spec.adopt !== 'IfUnowned'
    ? [
        `Where ${nameOf(
          after,
        )} is there already and no other object claims it, it is taken over as it is: from then on it expires and goes as this object says.`,
      ]
    : [];
}

function promotionOf(
  before: LakeFSBranch | undefined,
  after: LakeFSBranch,
): string[] {
  const { promote } = after.spec;
  const was = before?.spec.promote;
  if (!promote?.commit) {
    return was?.commit
      ? ['What was merged already stays merged: this takes nothing back.']
      : [];
  }
  const into = promotedInto(after);
  const isAsked =
    was?.commit === promote.commit && before && promotedInto(before) === into;
  if (isAsked) {
    return was.strategy === promote.strategy &&
      was.squash === promote.squash &&
      was.message === promote.message
      ? []
      : [
          `Commit ${shortCommit(
            promote.commit,
          )} is merged into ${into} once: where that was done, this changes nothing about it; where it was refused, it is tried again.`,
        ];
  }
  return [
    `Merging this merges commit ${shortCommit(promote.commit)} of ${nameOf(
      after,
    )} into ${into}, once${howOf(
      promote,
    )}: whoever reads ${into} then reads its data. What comes onto the branch later is not merged.`,
    `That is not taken back by undoing this request: a merge is reverted in lakeFS.`,
  ];
}

function howOf({
  strategy,
  squash,
}: {
  strategy?: string;
  squash?: boolean;
}): string {
  return [
    ...(squash ? [', as one commit'] : []),
    ...(strategy === 'source-wins'
      ? [", and takes the branch's side where both changed the same"]
      : []),
    ...(strategy === 'dest-wins'
      ? [', and leaves alone what both changed']
      : []),
  ].join('');
}

function expiryOf(
  before: LakeFSBranch | undefined,
  after: LakeFSBranch,
): string[] {
  const { expiresAt } = after.spec;
  const was = before?.spec.expiresAt;
  if (was === expiresAt) {
    return [];
  }
  const then =
    after.spec.deletionPolicy === 'Delete'
      ? ', and is deleted a day later unless work is on it that is nowhere else'
      : '; it stays until somebody removes it';
  if (!expiresAt) {
    return [`It does not expire any more; it was to expire after ${was}.`];
  }
  return [
    `It expires after ${expiresAt}${was ? ` instead of ${was}` : ''}${then}.`,
  ];
}

function policyOf(
  before: LakeFSBranch | undefined,
  after: LakeFSBranch,
): string[] {
  const deletes = after.spec.deletionPolicy === 'Delete';
  const did = before?.spec.deletionPolicy === 'Delete';
  if (deletes === did) {
    return [];
  }
  return deletes
    ? [`When its object is removed, ${deletionOf(after)}`, NOT_PROMISED]
    : [
        `From then on ${nameOf(
          after,
        )} stays when its object is removed, and when it expires.`,
      ];
}

function removalOf(branch: LakeFSBranch): string[] {
  return branch.spec.deletionPolicy === 'Delete'
    ? [
        `Merging this takes the object away, and ${deletionOf(branch)}`,
        NOT_PROMISED,
      ]
    : [
        `Merging this takes away the object only: ${nameOf(
          branch,
        )} stays as it is, with all that is on it, and nobody looks after it any more.`,
      ];
}

function deletionOf(branch: LakeFSBranch): string {
  return `${nameOf(
    branch,
  )} is deleted with it, unless uncommitted changes or commits are on it that are on no other branch: then it is kept, and the repository's page says why. The head of a deleted branch stays as a tag that it can be restored from; where the repository collects garbage, only as long as its rules leave the data.`;
}

function nameOf(branch: LakeFSBranch): string {
  const { server, repository } = branch.spec;
  return `branch ${branchNameOf(branch)} of ${server}/${repository}`;
}
