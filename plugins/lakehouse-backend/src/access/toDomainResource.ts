import type { LakehouseDomainResource } from '@lakefront/backstage-plugin-lakehouse-node';
import type { DomainPlace } from '../types';

/** A place as permission rules see it. */
export function toDomainResource(place: DomainPlace): LakehouseDomainResource {
  return {
    kubernetesCluster: place.kubernetesCluster,
    domain: place.domain,
    owner: place.owner,
    members: Object.fromEntries(
      place.members.map(({ entityRef, role }) => [entityRef, role]),
    ),
  };
}
