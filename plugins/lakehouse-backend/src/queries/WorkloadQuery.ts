import type {
  WorkloadRole,
  WorkloadState,
} from '@lakefront/backstage-plugin-lakehouse-common';

export const WORKLOAD_SORTS = [
  'name',
  'domain',
  'kind',
  'kubernetesCluster',
  'owner',
  'state',
  'createdAt',
  'startedAt',
  'endedAt',
  'duration',
] as const;

export type WorkloadSort = (typeof WORKLOAD_SORTS)[number];

/** Which workloads; an absent filter means any. */
export interface WorkloadFilters {
  domain?: string[];
  kubernetesCluster?: string[];
  kind?: string[];
  role?: WorkloadRole[];
  state?: WorkloadState[];
  owner?: string[];
  /** Part of the name, any case. */
  q?: string;
  /** Only what somebody should look at. */
  attention?: boolean;
}

/** The dimensions that facets count by. */
export type FacetName =
  | 'state'
  | 'kind'
  | 'domain'
  | 'kubernetesCluster'
  | 'owner';

/** Stands for "no owner" among the values of the facet and the filter. */
export const NO_OWNER = 'none';

/** Whether a value passes the filter of its name. */
export function passes(
  filters: WorkloadFilters,
  name: FacetName | 'role',
  value: string,
): boolean {
  const wanted: readonly string[] | undefined = filters[name];
  return !wanted?.length || wanted.includes(value);
}
