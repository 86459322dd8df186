import { kubeflowKey } from '../../paths';
import type { KubeflowAddress, KubeflowApi } from '../KubeflowApi';
import { toSearch } from '../toSearch';
import type { Http } from './http';
import { pathOf } from './pathOf';

/** What is about Kubeflow Pipelines. */
export function kubeflowCalls(http: Http): KubeflowApi {
  return {
    listPipelines: (query, options) =>
      http.get(`/pipelines${toSearch({ ...query })}`, options),

    getPipeline: (address, options) =>
      http.get(kubeflowPath('by-name', address), options),

    getPipelineVersion: (address, options) =>
      http.get(kubeflowPath('versions', address), options),

    comparePipelineVersions: (address, before, options) =>
      http.get(
        `${kubeflowPath('versions', address)}/compare${toSearch({ before })}`,
        options,
      ),

    listPipelineRuns: (query, options) =>
      http.get(`/pipelines/runs${toSearch({ ...query })}`, options),

    getPipelineRun: (address, options) =>
      http.get(kubeflowPath('runs', address), options),

    getPipelineStepValues: (address, { step, iteration }, options) =>
      http.get(
        `${kubeflowPath('runs', address)}/values${toSearch({
          step,
          iteration: iteration?.map(String),
        })}`,
        options,
      ),

    comparePipelineRuns: (first, second, options) =>
      http.get(
        `/pipelines/run-comparison${toSearch({
          first: kubeflowKey(first),
          second: kubeflowKey(second),
        })}`,
        options,
      ),

    readPipelineSource: (url, gitToken, options) =>
      http.post('/pipelines/source', { url }, { ...options, gitToken }),
  };
}

function kubeflowPath(
  what: 'by-name' | 'versions' | 'runs',
  { kubernetesCluster, namespace, name }: KubeflowAddress,
): string {
  return pathOf(`/pipelines/${what}`, kubernetesCluster, namespace, name);
}
