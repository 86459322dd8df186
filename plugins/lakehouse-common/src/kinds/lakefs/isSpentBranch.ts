import type { KubernetesObject } from '../../types';
import { expiryTime } from './expiry';
import { toLakeFSBranch } from './LakeFSBranch';
import { conditionOf } from './readBranchState';

const DAY_MS = 24 * 60 * 60_000;
/** What the controller says when it has done with an expired branch under `Delete`: it is deleted, or kept. */
const DONE = ['Expired', 'Kept'];

/**
 * Whether a declared branch expired a day ago and the controller has dealt with
 * it, so that its file only stands for what is over. Under `Retain` there is
 * nothing to deal with.
 */
export function isSpentBranch(object: KubernetesObject, now: number): boolean {
  const branch = toLakeFSBranch(object);
  const { metadata, spec } = branch;
  const expiresAt = spec.expiresAt && expiryTime(spec.expiresAt);
  const expired = conditionOf(branch, 'Expired');
  if (
    !expiresAt ||
    now - Date.parse(expiresAt) < DAY_MS ||
    metadata.deletionTimestamp ||
    expired?.status !== 'True' ||
    // Said of an older date.
    expired.observedGeneration !== metadata.generation
  ) {
    return false;
  }
  const ready = conditionOf(branch, 'Ready');
  return (
    spec.deletionPolicy !== 'Delete' ||
    (ready !== undefined && DONE.includes(ready.reason))
  );
}
