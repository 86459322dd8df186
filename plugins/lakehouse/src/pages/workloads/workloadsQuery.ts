import type {
  WorkloadRole,
  WorkloadState,
} from '@lakefront/backstage-plugin-lakehouse-common';
import type { WorkloadQuery } from '../../api';
import type { QueryState } from '../../live';

/** The columns of facets, as the address and the API call them. */
export const facetKeys = [
  'state',
  'domain',
  'kubernetesCluster',
  'kind',
  'owner',
] as const;
/** One of them. */
export type FacetKey = (typeof facetKeys)[number];

export const DEFAULT_SORT = '-startedAt';

/** What the address asks for. */
export function toWorkloadQuery(
  query: QueryState,
  role: WorkloadRole = 'job',
): WorkloadQuery {
  return {
    role: [role],
    state: query.all('state') as WorkloadState[],
    domain: query.all('domain'),
    kubernetesCluster: query.all('kubernetesCluster'),
    kind: query.all('kind'),
    owner: query.all('owner'),
    q: query.get('q'),
    attention: query.get('attention') === 'true' || undefined,
    sort: query.get('sort') ?? DEFAULT_SORT,
  };
}

/** Whether the address leaves anything out. */
export function isFiltered(query: QueryState): boolean {
  return (
    query.get('q') !== undefined ||
    query.get('attention') === 'true' ||
    facetKeys.some(key => query.all(key).length > 0)
  );
}

/** The address without any filter. */
export const noFilters: Record<string, undefined> = Object.fromEntries(
  ['q', 'attention', ...facetKeys].map(key => [key, undefined]),
);
