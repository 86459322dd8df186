import {
  lakefsBranchKind,
  type BranchStanding,
  type KubernetesObject,
} from '@lakefront/backstage-plugin-lakehouse-common';

/** What a `LakeFSBranch` says of its branch; what it leaves out is empty. */
export function readDeclared(object: KubernetesObject): BranchStanding {
  const { standing } = lakefsBranchKind.summarize(object);
  if (!standing) {
    throw new Error('A LakeFSBranch says of no branch what it is');
  }
  return standing;
}

/** Whether its date is past, so that nothing is made for it. */
export function isPast(
  { expiresAt }: Pick<BranchStanding, 'expiresAt'>,
  now: number,
): boolean {
  return expiresAt !== undefined && Date.parse(expiresAt) < now;
}
