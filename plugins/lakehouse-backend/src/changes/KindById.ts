import type { WorkloadKind } from '@lakefront/backstage-plugin-lakehouse-common';

/** The kinds that are known, as far as changes need them. */
export interface KindById {
  byId(id: string): WorkloadKind | undefined;
}
