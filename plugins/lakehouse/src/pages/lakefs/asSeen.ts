import type {
  BranchStanding,
  LakeFSBranchDetail,
} from '@lakefront/backstage-plugin-lakehouse-common';

/** Where a branch stands by what lakeFS says now; what only its object knows stays. */
export function asSeen(
  standing: BranchStanding,
  { row, against }: Pick<LakeFSBranchDetail, 'row' | 'against'>,
): BranchStanding {
  const { ref, ahead, behind, uncommitted } = against;
  // What lakeFS never told is no news of what the object tells.
  if (ahead === undefined) {
    return standing;
  }
  return {
    ...standing,
    // Another than its own where that is gone.
    source: ref,
    commitId: row.commitId,
    ...{ ahead, behind, uncommitted },
  };
}
