import { createPermissionResourceRef } from '@backstage/plugin-permission-node';
import { RESOURCE_TYPE_LAKEHOUSE_DOMAIN } from '@lakefront/backstage-plugin-lakehouse-common';

/**
 * What permissions are about: a domain on one Kubernetes cluster, with who
 * belongs to it there. Membership on one cluster says nothing about another.
 * @public
 */
export interface LakehouseDomainResource {
  kubernetesCluster: string;
  domain: string;
  /** Entity ref of who answers for it. */
  owner?: string;
  /** Entity ref to role: `owner`, `editor`, `viewer`. */
  members: Record<string, string>;
}

/** The domains that a rule lets through, as a value. @public */
export interface LakehouseDomainFilter {
  claims: string[];
  /** Any role where left out. */
  roles?: string[];
}

/** The reference of a resource is `<kubernetesCluster>/<domain>`. @public */
export const lakehouseDomainResourceRef = createPermissionResourceRef<
  LakehouseDomainResource,
  LakehouseDomainFilter
>().with({
  pluginId: 'lakehouse',
  resourceType: RESOURCE_TYPE_LAKEHOUSE_DOMAIN,
});
