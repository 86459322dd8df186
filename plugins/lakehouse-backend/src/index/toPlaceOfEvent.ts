import { SETTINGS_NAMESPACE } from '@lakefront/backstage-plugin-lakehouse-common';
import type { ChangeEvent } from '@lakefront/kube-index';
import type { DomainMap } from './DomainMap';
import { SYNC_RESOURCES } from './LakehouseIndex';
import type { NamespaceRow, SyncRow } from './rows';

/** The domain that a change in the index is about; without one: the whole Kubernetes cluster. */
export function toPlaceOfEvent(
  event: ChangeEvent<unknown>,
  domains: DomainMap,
): { kubernetesCluster: string; domain?: string } {
  const { kubernetesCluster } = event;
  if (event.resource === 'namespaces') {
    const row = event.row as NamespaceRow | undefined;
    return { kubernetesCluster, domain: row?.domain };
  }
  if (SYNC_RESOURCES.includes(event.resource)) {
    const row = event.row as SyncRow | undefined;
    const path = row?.directories[0]?.path ?? '';
    return {
      // Argo CD may apply to another cluster than the one it is on.
      kubernetesCluster: row?.sync.kubernetesCluster ?? kubernetesCluster,
      domain: path.match(/\/domains(?:-after)?\/([^/]+)$/)?.[1],
    };
  }
  const [cluster, namespace, ...name] = event.key?.split('/') ?? [];
  return {
    kubernetesCluster,
    domain:
      namespace === SETTINGS_NAMESPACE
        ? name.join('/')
        : domains.placeOf(cluster, namespace)?.domain,
  };
}
