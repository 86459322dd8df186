import type {
  PipelineComparison,
  PipelineDetail,
  PipelineList,
  PipelineRow,
  PipelineRunComparison,
  PipelineRunDetail,
  PipelineRunRow,
  PipelineSourceFile,
  PipelineStepValues,
  PipelineVersionDetail,
  WorkloadState,
} from '@lakefront/backstage-plugin-lakehouse-common';
import type { RequestOptions } from './LakehouseApi';

/** Where something of Kubeflow is; `name` of its object, or the id of a run. @public */
export interface KubeflowAddress {
  kubernetesCluster: string;
  namespace: string;
  name: string;
}

/** Part of a list that is read page by page. @public */
export interface KubeflowPage {
  limit?: number;
  cursor?: string;
  /** A column, with `-` before it for descending. */
  sort?: string;
}

/** Which pipelines a list is about. @public */
export interface PipelineQuery extends KubeflowPage {
  domain?: string[];
  kubernetesCluster?: string[];
  owner?: string[];
  /** Part of a name or title. */
  q?: string;
}

/** Which runs of pipelines a list is about. @public */
export interface PipelineRunQuery extends KubeflowPage {
  domain?: string[];
  kubernetesCluster?: string[];
  state?: WorkloadState[];
  /** Name of the `Pipeline` object. */
  pipeline?: string;
  version?: string;
  schedule?: string;
  /** Part of a run's name, or its whole id. */
  q?: string;
  /** Started at or after, ISO 8601. */
  from?: string;
  to?: string;
  archived?: boolean;
}

/** Which step of a run, and which round of the loops around it. @public */
export interface PipelineStepQuery {
  step: string;
  /** As `PipelineStepRun.iteration`. */
  iteration?: number[];
}

/** What pages and fields ask about Kubeflow Pipelines. @public */
export interface KubeflowApi {
  listPipelines(
    query: PipelineQuery,
    options?: RequestOptions,
  ): Promise<PipelineList<PipelineRow>>;
  getPipeline(
    address: KubeflowAddress,
    options?: RequestOptions,
  ): Promise<PipelineDetail>;
  getPipelineVersion(
    address: KubeflowAddress,
    options?: RequestOptions,
  ): Promise<PipelineVersionDetail>;
  /** What differs in a version from another of the same pipeline. */
  comparePipelineVersions(
    address: KubeflowAddress,
    before: string,
    options?: RequestOptions,
  ): Promise<PipelineComparison>;
  listPipelineRuns(
    query: PipelineRunQuery,
    options?: RequestOptions,
  ): Promise<PipelineList<PipelineRunRow>>;
  getPipelineRun(
    address: KubeflowAddress,
    options?: RequestOptions,
  ): Promise<PipelineRunDetail>;
  getPipelineStepValues(
    address: KubeflowAddress,
    query: PipelineStepQuery,
    options?: RequestOptions,
  ): Promise<PipelineStepValues>;
  comparePipelineRuns(
    first: KubeflowAddress,
    second: KubeflowAddress,
    options?: RequestOptions,
  ): Promise<PipelineRunComparison>;
  /** A compiled pipeline from a repository, read with `gitToken`, the user's own. */
  readPipelineSource(
    url: string,
    gitToken: string,
    options?: RequestOptions,
  ): Promise<PipelineSourceFile>;
}
