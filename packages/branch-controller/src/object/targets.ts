import type { LakeFSBranch } from './LakeFSBranch';

/** Where `into` says nothing, what the branch came from is meant. */
export function intoOf({ spec }: LakeFSBranch): string {
  return spec.promote?.into ?? spec.source;
}

/** Branches that may hold what is on an object's branch. */
export function targetsOf(object: LakeFSBranch): string[] {
  return [...new Set([intoOf(object), object.spec.source])];
}
