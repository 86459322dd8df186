import { SETTINGS_NAMESPACE } from '@lakefront/backstage-plugin-lakehouse-common';
import type { ChangeEvent } from '@lakefront/kube-index';
import type { DomainMap } from './DomainMap';
import type { NamespaceRow, SyncRow } from './rows';

/** The domain that a change in the index is about; undefined: of the whole Kubernetes cluster. */
export function toDomainOfEvent(
  event: ChangeEvent<unknown>,
  domains: DomainMap,
): string | undefined {
  if (event.resource === 'namespaces') {
    return (event.row as NamespaceRow | undefined)?.domain;
  }
  if (event.resource === 'syncs') {
    const path = (event.row as SyncRow | undefined)?.path ?? '';
    return path.match(/\/domains(?:-after)?\/([^/]+)$/)?.[1];
  }
  const [cluster, namespace, ...name] = event.key?.split('/') ?? [];
  return namespace === SETTINGS_NAMESPACE
    ? name.join('/')
    : domains.placeOf(cluster, namespace)?.domain;
}
