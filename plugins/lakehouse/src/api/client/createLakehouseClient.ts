import type { FetchApi } from '@backstage/frontend-plugin-api';
import type { LakehouseApi } from '../LakehouseApi';
import { changeCalls } from './changes';
import { domainCalls } from './domains';
import { healthCalls } from './health';
import { createHttp } from './http';
import { kubeflowCalls } from './kubeflow';
import { lakefsCalls } from './lakefs';
import { workloadCalls } from './workloads';

/** Talks to the lakehouse backend over HTTP; errors keep their name and status. */
export function createLakehouseClient(options: {
  fetchApi: FetchApi;
}): LakehouseApi {
  const http = createHttp(options.fetchApi);
  return {
    ...domainCalls(http),
    ...workloadCalls(http),
    ...changeCalls(http),
    ...healthCalls(http),
    ...lakefsCalls(http),
    ...kubeflowCalls(http),
  };
}
