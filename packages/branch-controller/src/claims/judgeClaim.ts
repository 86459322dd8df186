import type { BranchMarks } from '@lakefront/lakefs-client';

/** What a claimant may do about a branch. */
export type Verdict =
  /** It is the claimant's own. */
  | { kind: 'mine' }
  /** Nobody's: bid for it, if it is not there or may be taken over. */
  | { kind: 'free' }
  /** There, and nobody claims it. */
  | { kind: 'unowned' }
  | { kind: 'others'; owner: string }
  /** Others look at the same moment: try again a little later. */
  | { kind: 'contested'; owner: string };

/**
 * Decides by what stands in the metadata. Who owns a branch does not withdraw
 * for those who bid; of several owners, which a hand in the metadata can make,
 * none is believed but the one that made the branch.
 */
export function judgeClaim(options: {
  owner: string;
  entries: BranchMarks | undefined;
  /** Whether the branch is in lakeFS. */
  exists: boolean;
  /** Whether the claimant's own status says that it has the branch. */
  established: boolean;
  adopt: boolean;
}): Verdict {
  const { owner, entries, exists, established, adopt } = options;
  const claims = entries?.claims ?? [];
  const other = claims.find(claim => claim !== owner);
  if (claims.includes(owner) && (established || other === undefined)) {
    return { kind: 'mine' };
  }
  if (other !== undefined) return { kind: 'others', owner: other };
  if (exists && !adopt) return { kind: 'unowned' };
  const rival = entries?.bids.find(bid => bid !== owner);
  if (rival !== undefined) return { kind: 'contested', owner: rival };
  return { kind: 'free' };
}
