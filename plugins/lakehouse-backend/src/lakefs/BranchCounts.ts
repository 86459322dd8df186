import {
  type BranchFacts,
  type CountedBranches,
  countBranches,
} from './pickBranches';
import type { SeenBranch } from './SeenBranches';

const MINUTE_MS = 60_000;

interface Remembered {
  minute: number;
  counted: CountedBranches;
}

/**
 * Counts of a list, remembered for who asks while the list is the same, all
 * its heads are known, and the minute lasts: counting ten thousand branches
 * in five ways is most of what a page of them would cost.
 */
export class BranchCounts {
  readonly #remembered = new WeakMap<
    readonly SeenBranch[],
    Map<string, Remembered>
  >();

  of(branches: readonly SeenBranch[], facts: BranchFacts): CountedBranches {
    const who = JSON.stringify(facts.claims);
    const minute = Math.floor(facts.now / MINUTE_MS);
    const ofList = this.#remembered.get(branches) ?? new Map();
    this.#remembered.set(branches, ofList);
    const remembered = ofList.get(who);
    if (remembered?.minute === minute) {
      return remembered.counted;
    }
    const counted = countBranches(branches, facts);
    if (counted.headsUnread === 0) {
      ofList.set(who, { minute, counted });
    }
    return counted;
  }
}
