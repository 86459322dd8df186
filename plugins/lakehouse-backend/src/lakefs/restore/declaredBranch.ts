import {
  lakefsBranchKind,
  type BranchStanding,
  type KubernetesObject,
} from '@lakefront/backstage-plugin-lakehouse-common';

/** What a `LakeFSBranch` says of its branch; undefined where its own rules have something against it. */
export function readDeclared(
  object: KubernetesObject,
): BranchStanding | undefined {
  return lakefsBranchKind.validate(object).length === 0
    ? lakefsBranchKind.summarize(object).standing
    : undefined;
}

/** Whether its date is past, so that nothing is made for it. */
export function isPast(
  { expiresAt }: Pick<BranchStanding, 'expiresAt'>,
  now: number,
): boolean {
  return expiresAt !== undefined && Date.parse(expiresAt) < now;
}
