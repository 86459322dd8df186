import { createPermission } from '@backstage/plugin-permission-common';

/** Resource type of (Kubernetes cluster, domain); refs are `<kubernetesCluster>/<domain>`. @public */
export const RESOURCE_TYPE_LAKEHOUSE_DOMAIN = 'lakehouse-domain';

const read = (name: string) =>
  createPermission({
    name,
    attributes: { action: 'read' },
    resourceType: RESOURCE_TYPE_LAKEHOUSE_DOMAIN,
  });

/** See the domain, its workloads, runs, events, capacity and changes. @public */
export const lakehouseDomainReadPermission = read('lakehouse.domain.read');
/** Read pod logs. @public */
export const lakehouseLogReadPermission = read('lakehouse.log.read');
/** Read manifests, live and in Git (masked). @public */
export const lakehouseSpecReadPermission = read('lakehouse.spec.read');
/** Propose a change. @public */
export const lakehouseChangeCreatePermission = createPermission({
  name: 'lakehouse.change.create',
  attributes: { action: 'create' },
  resourceType: RESOURCE_TYPE_LAKEHOUSE_DOMAIN,
});

/** @public */
export const lakehousePermissions = [
  lakehouseDomainReadPermission,
  lakehouseLogReadPermission,
  lakehouseSpecReadPermission,
  lakehouseChangeCreatePermission,
];
