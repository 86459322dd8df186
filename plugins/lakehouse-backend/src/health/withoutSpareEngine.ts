import type { ResourceHealth } from '@lakefront/backstage-plugin-lakehouse-common';
import { SYNC_RESOURCES } from '../index/LakehouseIndex';

/** Leaves out the engine that a Kubernetes cluster does not have, where it has the other: nothing is missing there. */
export function withoutSpareEngine(rows: ResourceHealth[]): ResourceHealth[] {
  const isEngine = ({ resource }: ResourceHealth) =>
    SYNC_RESOURCES.includes(resource);
  const served = new Set(
    rows
      .filter(row => isEngine(row) && row.state !== 'absent')
      .map(({ kubernetesCluster }) => kubernetesCluster),
  );
  return rows.filter(
    row =>
      !isEngine(row) ||
      row.state !== 'absent' ||
      !served.has(row.kubernetesCluster),
  );
}
