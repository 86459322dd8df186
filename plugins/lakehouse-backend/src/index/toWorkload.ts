import type { Workload } from '@lakefront/backstage-plugin-lakehouse-common';
import type { DomainPlace } from '../types';
import { explainMissing } from './explainMissing';
import type { LakehouseIndex } from './LakehouseIndex';
import { podsOf } from './podsOf';
import { toPodSummary } from './projectPod';
import type { WorkloadRow } from './rows';

/** Makes a row into a workload of its domain, with what only the domain's quota and its pods can tell. */
export function toWorkload(
  index: LakehouseIndex,
  row: WorkloadRow,
  place: DomainPlace,
): Workload {
  const told = { ...row.workload, domain: place.domain };
  const workload = told.reason?.missing
    ? explainMissing(told, index.capacities.of(place))
    : told;
  const readPods = index.kind(workload.kind)?.readPods;
  return readPods
    ? readPods(workload, () => podsOf(index, row).map(toPodSummary))
    : workload;
}
