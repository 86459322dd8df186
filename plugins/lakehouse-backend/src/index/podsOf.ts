import type { LakehouseIndex } from './LakehouseIndex';
import { toPodLabelKey } from './projectPod';
import { type PodRow, toNamespaceKey, type WorkloadRow } from './rows';

/** The pods of a workload, by the label that its kind selects by; oldest first. */
export function podsOf(index: LakehouseIndex, row: WorkloadRow): PodRow[] {
  const [first] = Object.entries(row.podSelector);
  if (!first) {
    return [];
  }
  const { kubernetesCluster, namespace } = row.workload;
  const key = toPodLabelKey(
    toNamespaceKey(kubernetesCluster, namespace),
    ...first,
  );
  return index.pods
    .list({ where: { label: [key] } })
    .entries.map(entry => entry.row)
    .sort(
      (a, b) =>
        (a.createdAt ?? 0) - (b.createdAt ?? 0) || a.name.localeCompare(b.name),
    );
}
