import type {
  DomainRuns,
  WorkloadAddress,
} from '@lakefront/backstage-plugin-lakehouse-common';
import type { LakehouseApi } from '../LakehouseApi';
import { toSearch } from '../toSearch';
import type { Http } from './http';
import { pathOf } from './pathOf';

/** What is about workloads: their kinds, their pods and their runs. */
export function workloadCalls(
  http: Http,
): Pick<
  LakehouseApi,
  | 'listKinds'
  | 'listWorkloads'
  | 'getFacets'
  | 'getWorkload'
  | 'getWorkloadManifest'
  | 'listWorkloadEvents'
  | 'listWorkloadPods'
  | 'listWorkloadRuns'
  | 'openLog'
  | 'listRuns'
> {
  return {
    listKinds: options => http.items('/kinds', options),

    listWorkloads: (query, options) =>
      http.get(`/workloads${toSearch({ ...query })}`, options),

    getFacets(query, options) {
      const { limit: _limit, cursor: _cursor, since: _since, ...rest } = query;
      const { sort: _sort, ...asked } = rest;
      return http.get(`/facets${toSearch({ ...asked })}`, options);
    },

    getWorkload: (address, options) => http.get(workloadPath(address), options),

    getWorkloadManifest: (address, options) =>
      http.get(`${workloadPath(address)}/manifest`, options),

    listWorkloadEvents: (address, options) =>
      http.items(`${workloadPath(address)}/events`, options),

    listWorkloadPods: (address, options) =>
      http.items(`${workloadPath(address)}/pods`, options),

    listWorkloadRuns: (address, options) =>
      http.items(`${workloadPath(address)}/runs`, options),

    async openLog(address, pod, query, options) {
      const path = pathOf(`${workloadPath(address)}/pods`, pod);
      const response = await http.request(
        `${path}/logs${toSearch({ ...query })}`,
        { signal: options?.signal },
      );
      return response.body ?? new Blob([await response.text()]).stream();
    },

    async listRuns(query, options) {
      const domains = await http.items<DomainRuns>(
        `/runs${toSearch({ ...query })}`,
        options,
      );
      return domains.flatMap(({ runs, ...place }) =>
        runs.map(run => ({ ...place, ...run })),
      );
    },
  };
}

function workloadPath(address: WorkloadAddress): string {
  const { kubernetesCluster, namespace, kind, name } = address;
  return pathOf('/workloads', kubernetesCluster, namespace, kind, name);
}
