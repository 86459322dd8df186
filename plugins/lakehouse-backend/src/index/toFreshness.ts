import type { Freshness } from '@lakefront/backstage-plugin-lakehouse-common';
import type { ResourceFreshness } from '@lakefront/kube-index';

/** From best to worst; a resource that a cluster does not have is no fault. */
const BADNESS: Record<Freshness['state'], number> = {
  absent: 0,
  live: 1,
  stale: 2,
  forbidden: 3,
  syncing: 4,
  unreachable: 5,
};

export function toFreshness(row: ResourceFreshness): Freshness {
  return {
    kubernetesCluster: row.kubernetesCluster,
    resource: row.resource,
    state: row.state,
    since: new Date(row.since).toISOString(),
    lastHeardAt: row.lastHeardAt
      ? new Date(row.lastHeardAt).toISOString()
      : undefined,
    message: row.message,
    ...(!row.everSynced && { everSynced: false }),
    count: row.count,
  };
}

/**
 * One row per Kubernetes cluster, the worst first: what a banner needs. What
 * the API server said in words is for platform engineers only, and so is when
 * it was last heard of while all is well: it would tell of everybody's work.
 */
export function worstPerCluster(
  rows: readonly Freshness[],
  kubernetesClusters: ReadonlySet<string>,
): Freshness[] {
  const worst = new Map<string, Freshness>();
  for (const row of rows) {
    const { kubernetesCluster, state } = row;
    const other = worst.get(kubernetesCluster);
    if (
      kubernetesClusters.has(kubernetesCluster) &&
      (!other || BADNESS[state] > BADNESS[other.state])
    ) {
      worst.set(kubernetesCluster, row);
    }
  }
  return [...worst.values()]
    .map(({ message, count, lastHeardAt, ...row }) => ({
      ...row,
      resource: '*',
      ...(row.state !== 'live' && lastHeardAt && { lastHeardAt }),
    }))
    .sort((a, b) => BADNESS[b.state] - BADNESS[a.state]);
}
