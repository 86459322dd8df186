import type { WorkloadRole } from '@lakefront/backstage-plugin-lakehouse-common';

/** What a workload of a role is called in a sentence. */
export function nounOf(role: WorkloadRole): string {
  return role === 'compute' ? 'compute cluster' : role;
}
