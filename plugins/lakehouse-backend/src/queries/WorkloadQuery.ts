import type {
  Workload,
  WorkloadRole,
  WorkloadState,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { needsAttention } from '../index/needsAttention';

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

/** Whether a workload passes; `except` leaves one filter out, as the counts of a facet do. */
export function matches(
  workload: Workload,
  filters: WorkloadFilters,
  except?: FacetName,
): boolean {
  const passes = (
    name: Exclude<keyof WorkloadFilters, 'q' | 'attention'>,
    value: string,
  ): boolean => {
    const wanted: readonly string[] | undefined = filters[name];
    return name === except || !wanted?.length || wanted.includes(value);
  };
  return (
    passes('domain', workload.domain) &&
    passes('kubernetesCluster', workload.kubernetesCluster) &&
    passes('kind', workload.kind) &&
    passes('role', workload.role) &&
    passes('state', workload.state) &&
    passes('owner', workload.owner ?? NO_OWNER) &&
    (!filters.attention || needsAttention(workload)) &&
    (!filters.q ||
      workload.name
        .toLocaleLowerCase('en-US')
        .includes(filters.q.toLocaleLowerCase('en-US')))
  );
}
