import type { Request } from 'express';
import { notThere } from '../access/DefaultDomainAccess';
import type { WorkloadRow } from '../index/rows';
import type { DomainPlace } from '../types';
import type { Selection } from '../queries/PlaceSelector';
import { type Asker, type RouteServices, selectPlaces } from './RouteContext';

export interface FoundWorkload {
  row: WorkloadRow;
  place: DomainPlace;
  selection: Selection;
}

/** The workload of an address, or 404 where it is not there or not yours. */
export function findWorkload(
  services: RouteServices,
  asker: Asker,
  params: Request['params'],
): FoundWorkload {
  const { kubernetesCluster, namespace, kind, name } = params;
  const place = services.domains.placeOf(kubernetesCluster, namespace);
  if (!place || !asker.scope.has(place.key)) {
    throw notThere();
  }
  const selection = selectPlaces(services, asker, {
    domain: [place.domain],
    kubernetesCluster: [kubernetesCluster],
  });
  const row = services.index.workloads
    .get(kind)
    ?.get(kubernetesCluster, namespace, name)?.row;
  if (!row) {
    throw notThere();
  }
  return { row, place, selection };
}
