import { bidKey, claimKey, keptKey } from '@lakefront/lakefs-client';
import type { Lake } from '../lake/Lake';
import type { Snapshot } from '../lake/RepositoryView';
import type { Clock } from '../runtime/Clock';
import { rememberKept } from './keepBranch';
import { liftOurProtection } from './liftOurProtection';

/** Something in a repository's metadata that nobody looks after. */
export interface Leftover {
  branch: string;
  /** Whose it was: `<cluster name>/<namespace>/<name>`. */
  owner: string;
  what:
    | 'protection'
    | 'bid'
    /** Of a branch that is gone. */
    | 'claim'
    /** The branch is there, and its object is not. */
    | 'branch'
    /** A branch is said to be kept that is gone. */
    | 'kept';
}

/** What is left of objects that are gone. Of other clusters' nothing is known. */
export function findLeftovers(
  snapshot: Snapshot,
  options: { clusterName: string; has(owner: string): boolean },
): Leftover[] {
  const isOurs = (owner: string) => owner.startsWith(`${options.clusterName}/`);
  const isGone = (owner: string) => isOurs(owner) && !options.has(owner);
  const found: Leftover[] = [];
  for (const [branch, entries] of snapshot.entries) {
    const { claims, bids, deleting, kept } = entries;
    const add = (owner: string, what: Leftover['what']) =>
      found.push({ branch, owner, what });
    const exists = snapshot.branches.has(branch);
    deleting.filter(isGone).forEach(owner => add(owner, 'protection'));
    bids.filter(isGone).forEach(owner => add(owner, 'bid'));
    for (const owner of claims.filter(isGone)) {
      if (!exists) add(owner, 'claim');
      else if (!kept) add(owner, 'branch');
    }
    if (kept && isOurs(kept.owner) && !exists) add(kept.owner, 'kept');
  }
  return found;
}

/** Takes leftovers away, each after the API server said that its object is gone. */
export async function sweep(
  lake: Lake,
  leftovers: readonly Leftover[],
  options: { isGone(owner: string): Promise<boolean>; clock: Clock },
): Promise<void> {
  for (const { branch, owner, what } of leftovers) {
    if (what !== 'kept' && !(await options.isGone(owner))) continue;
    const drop = (key: string) => lake.keys.drop([key], lake.signal);
    switch (what) {
      case 'protection':
        await liftOurProtection(lake, branch, owner);
        break;
      case 'bid':
        await drop(bidKey(branch, owner));
        break;
      case 'claim':
        await drop(claimKey(branch, owner));
        break;
      case 'kept':
        await drop(keptKey(branch));
        break;
      default:
        await rememberKept(lake, branch, {
          owner,
          at: new Date(options.clock.now()).toISOString(),
          reason: 'ObjectGone',
          message: `The object that asked for branch ${branch} is gone, and the branch was to stay.`,
        });
    }
  }
}
