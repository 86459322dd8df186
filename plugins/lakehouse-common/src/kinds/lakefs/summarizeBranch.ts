import { ANNOTATION_PURPOSE } from '../../annotations';
import type { BranchStanding, KubernetesObject } from '../../types';
import type { WorkloadSummary } from '../WorkloadKind';
import { expiryTime } from './expiry';
import {
  branchNameOf,
  type LakeFSBranch,
  promotedInto,
  toLakeFSBranch,
} from './LakeFSBranch';
import {
  conditionOf,
  isPromoted,
  promotionRefusal,
  readBranchState,
} from './readBranchState';

/** A LakeFSBranch as a flat row. */
export function summarizeBranch(object: KubernetesObject): WorkloadSummary {
  const branch = toLakeFSBranch(object);
  const { state, stateDetail, reason, condition } = readBranchState(branch);
  const { creationTimestamp } = branch.metadata;
  const endedAt =
    state === 'failed' || stateDetail === 'Expired'
      ? condition?.lastTransitionTime
      : undefined;
  return {
    state,
    stateDetail,
    ...(reason && { reason }),
    description: describe(branch),
    ...(creationTimestamp && { submittedAt: creationTimestamp }),
    ...(endedAt && { endedAt }),
    standing: standingOf(branch),
    links: [],
  };
}

function describe(branch: LakeFSBranch): string {
  const { repository = '', source = '' } = branch.spec;
  const name = branchNameOf(branch);
  return [
    repository,
    ...(name === branch.metadata.name ? [] : [name]),
    `from ${source}`,
  ].join(' · ');
}

function standingOf(branch: LakeFSBranch): BranchStanding {
  const { spec, status, metadata } = branch;
  const { server = '', repository = '', source = '', promote } = spec;
  const purpose = metadata.annotations?.[ANNOTATION_PURPOSE];
  const expiresAt = spec.expiresAt && expiryTime(spec.expiresAt);
  const { commitId, ahead, behind, uncommitted } = status;
  const done = isPromoted(branch);
  const refused = promotionRefusal(branch);
  const ready = conditionOf(branch, 'Ready');
  const unknownSince =
    ready?.status === 'Unknown' ? ready.lastTransitionTime : undefined;
  // It was there, and is not made again.
  const deleted = ready?.status === 'False' && ready.reason === 'Expired';
  return {
    server,
    repository,
    branch: branchNameOf(branch),
    source,
    deletionPolicy: spec.deletionPolicy === 'Delete' ? 'Delete' : 'Retain',
    ...(purpose && { purpose }),
    ...(expiresAt && { expiresAt }),
    ...(conditionOf(branch, 'Expired')?.status === 'True' && { expired: true }),
    ...(commitId && deleted && { deleted }),
    ...(unknownSince && { unknownSince }),
    ...(commitId && { commitId }),
    ...(ahead !== undefined && { ahead }),
    ...(behind !== undefined && { behind }),
    ...(uncommitted !== undefined && { uncommitted }),
    ...(promote?.commit && {
      promotion: {
        commit: promote.commit,
        into: promotedInto(branch),
        done,
        ...(done &&
          status.promotionCommitId && { mergedBy: status.promotionCommitId }),
        ...(refused && { refused }),
      },
    }),
  };
}
