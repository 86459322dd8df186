import type { ObjectIds } from '@lakefront/backstage-plugin-lakehouse-common';
import type { DomainPlace, LakehouseReader } from '../types';

/** Ids of what is in the namespace, as the index has them. */
export function idsIn(
  place: DomainPlace,
  reader: Pick<LakehouseReader, 'workload' | 'workloads'>,
): ObjectIds {
  const { kubernetesCluster, namespace } = place;
  return {
    idOf: (kind, name) =>
      reader.workload(kubernetesCluster, namespace, kind, name)?.uid,
    nameOf: (kind, id) =>
      reader.workloads(place).find(one => one.kind === kind && one.uid === id)
        ?.name,
  };
}
