import type {
  DomainCapacity,
  Workload,
} from '@lakefront/backstage-plugin-lakehouse-common';
import type { DomainPlace } from '../types';
import { explainMissing } from './explainMissing';
import type { LakehouseIndex } from './LakehouseIndex';
import type { WorkloadRow } from './rows';
import { toCapacity } from './toCapacity';

/**
 * Makes rows into workloads of their domains, with what only the domain's
 * quota can tell. What a domain has left is looked up once, and only where
 * something waits for it.
 */
export function createToWorkload(
  index: LakehouseIndex,
): (row: WorkloadRow, place: DomainPlace) => Workload {
  const capacities = new Map<string, DomainCapacity>();
  const capacityOf = (place: DomainPlace) => {
    const known = capacities.get(place.key) ?? toCapacity(index, place);
    capacities.set(place.key, known);
    return known;
  };
  return (row, place) => {
    const workload = { ...row.workload, domain: place.domain };
    return workload.reason?.missing
      ? explainMissing(workload, capacityOf(place))
      : workload;
  };
}
