import type { FreshnessState } from '@lakefront/kube-index';
import { SYNC_RESOURCES } from './LakehouseIndex';

/** How a resource of a Kubernetes cluster is followed. */
interface Followed {
  kubernetesCluster: string;
  resource: string;
  state: FreshnessState;
  count?: number;
  everSynced?: boolean;
}

/**
 * Leaves out the GitOps engine that a Kubernetes cluster does not have, where
 * it has the other: nothing is missing there. One that may not be read, or
 * never was, counts as not there too where the other one has syncs: an account
 * without rights on what is not installed is told 403, not 404, and of a
 * cluster that is away nobody can tell.
 */
export function withoutSpareEngine<T extends Followed>(
  rows: readonly T[],
): T[] {
  const isEngine = ({ resource }: Followed) =>
    SYNC_RESOURCES.includes(resource);
  const clustersWith = (passes: (row: T) => boolean) =>
    new Set(
      rows
        .filter(row => isEngine(row) && passes(row))
        .map(({ kubernetesCluster }) => kubernetesCluster),
    );
  const served = clustersWith(({ state }) => state !== 'absent');
  const used = clustersWith(
    ({ state, count = 0 }) => state !== 'forbidden' && count > 0,
  );
  return rows.filter(row => {
    const { state, kubernetesCluster } = row;
    const spare =
      (state === 'absent' && served.has(kubernetesCluster)) ||
      ((state === 'forbidden' || row.everSynced === false) &&
        used.has(kubernetesCluster));
    return !(isEngine(row) && spare);
  });
}
