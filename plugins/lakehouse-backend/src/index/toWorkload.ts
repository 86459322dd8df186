import type { Workload } from '@lakefront/backstage-plugin-lakehouse-common';
import type { DomainPlace } from '../types';
import { explainMissing } from './explainMissing';
import type { LakehouseIndex } from './LakehouseIndex';
import type { WorkloadRow } from './rows';

/** Makes a row into a workload of its domain, with what only the domain's quota can tell. */
export function toWorkload(
  index: LakehouseIndex,
  row: WorkloadRow,
  place: DomainPlace,
): Workload {
  const workload = { ...row.workload, domain: place.domain };
  return workload.reason?.missing
    ? explainMissing(workload, index.capacities.of(place))
    : workload;
}
