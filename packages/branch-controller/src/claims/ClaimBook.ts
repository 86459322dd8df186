import {
  bidKey,
  claimKey,
  readBranchMarks,
  type BranchMarks,
} from '@lakefront/lakefs-client';
import type { RepositoryOptions } from '../lake/Lake';
import { Batches } from '../lake/Batches';

export type BidResult =
  | { kind: 'won' }
  /** Another owns it since. */
  | { kind: 'others'; owner: string }
  /** Another bids for it now: nobody has it, and nobody has lost anything. */
  | { kind: 'contested'; owner: string };

const contestedBy = (owner: string): BidResult => ({
  kind: 'contested',
  owner,
});

interface Bid {
  branch: string;
  owner: string;
}

/**
 * Bids for branches of one repository: write, read all, and claim where nobody
 * else is there. Of two who bid at once, the later reader sees the other's bid
 * or claim, as a bid is taken away only after the claim stands.
 */
export class ClaimBook {
  readonly #options: RepositoryOptions;
  readonly #batches: Batches<Bid, BidResult>;

  constructor(options: RepositoryOptions) {
    this.#options = options;
    this.#batches = new Batches({
      ...options,
      work: (batch, signal) => this.#settle(batch, signal),
    });
  }

  bid(branch: string, owner: string, signal: AbortSignal): Promise<BidResult> {
    return this.#batches.add({ branch, owner }, signal);
  }

  async #settle(batch: Bid[], signal: AbortSignal): Promise<BidResult[]> {
    const { client, repository } = this.#options;
    const { repositories } = client;
    const first = firstOwners(batch);
    const alone = batch.filter(
      ({ branch, owner }) => first.get(branch) === owner,
    );
    const keysOf = (key: typeof bidKey, bids: Bid[]) =>
      Object.fromEntries(
        bids.map(({ branch, owner }) => [key(branch, owner), owner]),
      );
    const bidKeys = keysOf(bidKey, alone);
    await repositories.setMetadata(repository, bidKeys, { signal });
    const entries = readBranchMarks(
      await repositories.metadata(repository, { signal }),
    );
    const results = new Map(
      alone.map(bid => [bid, resultOf(bid, entries.get(bid.branch))]),
    );
    const winners = alone.filter(bid => results.get(bid)?.kind === 'won');
    if (winners.length > 0) {
      const claims = keysOf(claimKey, winners);
      await repositories.setMetadata(repository, claims, { signal });
    }
    await repositories.deleteMetadata(repository, Object.keys(bidKeys), {
      signal,
    });
    return batch.map(
      bid => results.get(bid) ?? contestedBy(first.get(bid.branch)!),
    );
  }
}

/** One owner a branch: two in one batch would only see each other. */
function firstOwners(batch: Bid[]): Map<string, string> {
  const first = new Map<string, string>();
  for (const { branch, owner } of batch) {
    if (!first.has(branch)) first.set(branch, owner);
  }
  return first;
}

function resultOf(
  { owner }: Bid,
  { claims, bids }: Pick<BranchMarks, 'claims' | 'bids'> = {
    claims: [],
    bids: [],
  },
): BidResult {
  const other = claims.find(claim => claim !== owner);
  if (other !== undefined) return { kind: 'others', owner: other };
  const rival = bids.find(bid => bid !== owner);
  return rival === undefined ? { kind: 'won' } : contestedBy(rival);
}
