import {
  isRecord,
  type KubernetesObject,
} from '@lakefront/backstage-plugin-lakehouse-common';

/** What a `LakeFSBranch` says of its branch, as far as restoring it is about that. */
export interface DeclaredBranch {
  server: string;
  repository: string;
  branch: string;
  source: string;
  deletes: boolean;
  expiresAt?: string;
}

const DAY_MS = 24 * 60 * 60_000;

/** Undefined where it does not say enough: its own rules tell what is missing. */
export function readDeclared({
  metadata,
  spec,
}: KubernetesObject): DeclaredBranch | undefined {
  if (!isRecord(spec)) {
    return undefined;
  }
  const { server, repository, source, deletionPolicy, expiresAt } = spec;
  const branch = spec.branch ?? metadata.name;
  return typeof server === 'string' &&
    typeof repository === 'string' &&
    typeof source === 'string' &&
    typeof branch === 'string'
    ? {
        ...{ server, repository, branch, source },
        deletes: deletionPolicy === 'Delete',
        ...(typeof expiresAt === 'string' && { expiresAt }),
      }
    : undefined;
}

/** Whether its date is past, so that nothing is made for it. A day ends at its end, UTC. */
export function isPast(expiresAt: string | undefined, now: number): boolean {
  if (expiresAt === undefined) {
    return false;
  }
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(expiresAt);
  const time = Date.parse(isDay ? `${expiresAt}T00:00:00Z` : expiresAt);
  return time + (isDay ? DAY_MS : 0) <= now;
}
