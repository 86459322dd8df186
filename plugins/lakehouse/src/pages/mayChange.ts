import type { LakehouseDomain } from '@lakefront/backstage-plugin-lakehouse-common';

/** Whether the reader may ask for changes in a domain; viewers only look. */
export function mayChange(domain: Pick<LakehouseDomain, 'role'>): boolean {
  return domain.role !== undefined && domain.role !== 'viewer';
}
