import type { LakeFSClient } from '@lakefront/lakefs-client';
import type { Clock } from '../runtime/Clock';
import { bidKey, claimKey, readEntries } from './keys';

export type BidResult =
  | { kind: 'won' }
  /** Another owns it since. */
  | { kind: 'others'; owner: string }
  /** Another bids for it now: nobody has it, and nobody has lost anything. */
  | { kind: 'contested'; owner: string };

interface Bid {
  branch: string;
  owner: string;
  resolve(result: BidResult): void;
  reject(error: unknown): void;
}

/** Within this time bids are collected, so that a thousand new branches cost a few calls. */
const COLLECT_MS = 30;
const LARGEST_BATCH = 200;

/**
 * Bids for branches of one repository: write, read all, and claim where nobody
 * else is there. Of two who bid at once, the later reader sees the other's bid
 * or claim, as a bid is taken away only after the claim stands. Batches follow
 * each other: lakeFS refuses those who write its metadata at the same time.
 */
export class ClaimBook {
  readonly #client: LakeFSClient;
  readonly #repository: string;
  readonly #clock: Clock;
  #waiting: Bid[] = [];
  #working = false;

  constructor(options: {
    client: LakeFSClient;
    repository: string;
    clock: Clock;
  }) {
    this.#client = options.client;
    this.#repository = options.repository;
    this.#clock = options.clock;
  }

  bid(branch: string, owner: string, signal: AbortSignal): Promise<BidResult> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ branch, owner, resolve, reject });
      if (this.#working) return;
      this.#working = true;
      this.#work(signal).finally(() => {
        this.#working = false;
      });
    });
  }

  /** Gives a claim back, as of a branch that is not there. */
  async release(
    branch: string,
    owner: string,
    signal: AbortSignal,
  ): Promise<void> {
    await this.#client.repositories.deleteMetadata(
      this.#repository,
      [claimKey(branch, owner), bidKey(branch, owner)],
      { signal },
    );
  }

  async #work(signal: AbortSignal): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch: Bid[] = [];
      try {
        await this.#clock.sleep(COLLECT_MS, signal);
        batch.push(...this.#nextBatch());
        await this.#settle(batch, signal);
      } catch (error) {
        // Whoever waits behind a failure asks again.
        const all = batch.length > 0 ? batch : this.#waiting.splice(0);
        all.forEach(bid => bid.reject(error));
      }
    }
  }

  /** One bid a branch: two in one batch would only see each other. */
  #nextBatch(): Bid[] {
    const batch: Bid[] = [];
    const taken = new Map<string, string>();
    for (const bid of this.#waiting.splice(0, LARGEST_BATCH)) {
      const owner = taken.get(bid.branch);
      if (owner === undefined || owner === bid.owner) {
        taken.set(bid.branch, bid.owner);
        batch.push(bid);
      } else {
        bid.resolve({ kind: 'contested', owner });
      }
    }
    return batch;
  }

  async #settle(batch: Bid[], signal: AbortSignal): Promise<void> {
    const { repositories } = this.#client;
    const keysOf = (key: typeof bidKey, bids: Bid[]) =>
      Object.fromEntries(
        bids.map(({ branch, owner }) => [key(branch, owner), owner]),
      );
    const bidKeys = keysOf(bidKey, batch);
    await repositories.setMetadata(this.#repository, bidKeys, { signal });
    const entries = readEntries(
      await repositories.metadata(this.#repository, { signal }),
    );
    const results = batch.map(({ branch, owner }): BidResult => {
      const { claims = [], bids = [] } = entries.get(branch) ?? {};
      const other = claims.find(claim => claim !== owner);
      if (other !== undefined) return { kind: 'others', owner: other };
      const rival = bids.find(bid => bid !== owner);
      if (rival !== undefined) return { kind: 'contested', owner: rival };
      return { kind: 'won' };
    });
    const winners = batch.filter((_, index) => results[index].kind === 'won');
    if (winners.length > 0) {
      await repositories.setMetadata(
        this.#repository,
        keysOf(claimKey, winners),
        { signal },
      );
    }
    await repositories.deleteMetadata(this.#repository, Object.keys(bidKeys), {
      signal,
    });
    batch.forEach((bid, index) => bid.resolve(results[index]));
  }
}
