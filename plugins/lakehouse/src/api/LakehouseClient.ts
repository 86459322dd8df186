import type { FetchApi } from '@backstage/frontend-plugin-api';
import { ResponseError } from '@backstage/errors';
import { GIT_TOKEN_HEADER } from '@lakefront/backstage-plugin-lakehouse-common';
import type {
  ChangeCheck,
  ChangeRequest,
  ChangeRequestDetail,
  DomainRuns,
  EventSummary,
  Facets,
  Fit,
  Footprint,
  Freshness,
  KindInfo,
  LakeFSAddress,
  LakeFSBranchDetail,
  LakeFSBranchList,
  LakeFSCommit,
  LakeFSComparison,
  LakeFSHookRun,
  LakeFSHookRunDetail,
  LakeFSList,
  LakeFSPromotionPreview,
  LakeFSRef,
  LakeFSRepository,
  LakeFSRepositoryDetail,
  LakeFSTables,
  LakehouseDomain,
  LakehouseDomainDetail,
  LakehouseHealth,
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
  PodSummary,
  ProposeInput,
  QuotaHistory,
  Workload,
  WorkloadAddress,
  WorkloadDetail,
  WorkloadManifest,
  WorkloadRun,
} from '@lakefront/backstage-plugin-lakehouse-common';
import type {
  KubeflowAddress,
  PipelineQuery,
  PipelineRunQuery,
  PipelineStepQuery,
} from './KubeflowApi';
import type {
  LakeFSBranchQuery,
  LakeFSCommitQuery,
  LakeFSCompareQuery,
  LakeFSPage,
  LakeFSRefQuery,
  LakeFSRepositoryQuery,
} from './LakeFSApi';
import type {
  ChangeQuery,
  LakehouseApi,
  LogQuery,
  MaybeChanges,
  RequestOptions,
  RunQuery,
  UsageQuery,
  WorkloadQuery,
} from './LakehouseApi';
import { kubeflowKey } from '../paths';
import { toSearch } from './toSearch';

/** Talks to the lakehouse backend over HTTP; errors keep their name and status. */
export class LakehouseClient implements LakehouseApi {
  readonly #fetchApi: FetchApi;

  constructor(options: { fetchApi: FetchApi }) {
    this.#fetchApi = options.fetchApi;
  }

  listDomains(query?: { since?: string }, options?: RequestOptions) {
    return this.#get<MaybeChanges<LakehouseDomain>>(
      `/domains${toSearch({ ...query })}`,
      options,
    );
  }

  getDomain(domain: string, options?: RequestOptions) {
    return this.#get<LakehouseDomainDetail>(
      `/domains/${encodeURIComponent(domain)}`,
      options,
    );
  }

  listUsage(domain: string, query: UsageQuery, options?: RequestOptions) {
    return this.#items<QuotaHistory>(
      `/domains/${encodeURIComponent(domain)}/usage${toSearch({ ...query })}`,
      options,
    );
  }

  async listKinds(options?: RequestOptions) {
    return this.#items<KindInfo>('/kinds', options);
  }

  listWorkloads(query: WorkloadQuery, options?: RequestOptions) {
    return this.#get<MaybeChanges<Workload>>(
      `/workloads${toSearch({ ...query })}`,
      options,
    );
  }

  getFacets(query: WorkloadQuery, options?: RequestOptions) {
    const { limit: _limit, cursor: _cursor, since: _since, ...rest } = query;
    const { sort: _sort, ...asked } = rest;
    return this.#get<Facets>(`/facets${toSearch({ ...asked })}`, options);
  }

  getWorkload(address: WorkloadAddress, options?: RequestOptions) {
    return this.#get<WorkloadDetail>(workloadPath(address), options);
  }

  getWorkloadManifest(address: WorkloadAddress, options?: RequestOptions) {
    return this.#get<WorkloadManifest>(
      `${workloadPath(address)}/manifest`,
      options,
    );
  }

  listWorkloadEvents(address: WorkloadAddress, options?: RequestOptions) {
    return this.#items<EventSummary>(
      `${workloadPath(address)}/events`,
      options,
    );
  }

  listWorkloadPods(address: WorkloadAddress, options?: RequestOptions) {
    return this.#items<PodSummary>(`${workloadPath(address)}/pods`, options);
  }

  listWorkloadRuns(address: WorkloadAddress, options?: RequestOptions) {
    return this.#items<WorkloadRun>(`${workloadPath(address)}/runs`, options);
  }

  async openLog(
    address: WorkloadAddress,
    pod: string,
    query: LogQuery,
    options?: RequestOptions,
  ) {
    const response = await this.#request(
      `${workloadPath(address)}/pods/${encodeURIComponent(pod)}/logs${toSearch({
        ...query,
      })}`,
      { signal: options?.signal },
    );
    return response.body ?? new Blob([await response.text()]).stream();
  }

  async listRuns(query: RunQuery, options?: RequestOptions) {
    const domains = await this.#items<DomainRuns>(
      `/runs${toSearch({ ...query })}`,
      options,
    );
    return domains.flatMap(({ runs, ...place }) =>
      runs.map(run => ({ ...place, ...run })),
    );
  }

  checkFit(
    input: { domain: string; kubernetesCluster: string; footprint: Footprint },
    options?: RequestOptions,
  ) {
    return this.#post<Fit>('/fit', input, options);
  }

  listChanges(query: ChangeQuery, options?: RequestOptions) {
    return this.#get<MaybeChanges<ChangeRequest>>(
      `/changes${toSearch({ ...query })}`,
      options,
    );
  }

  getChange(id: string, options?: RequestOptions) {
    return this.#get<ChangeRequestDetail>(
      `/changes/${encodeURIComponent(id)}`,
      options,
    );
  }

  checkChange(input: ProposeInput, options?: RequestOptions) {
    return this.#post<ChangeCheck>('/changes/check', input, options);
  }

  proposeChange(
    input: ProposeInput,
    options: RequestOptions & { idempotencyKey: string; gitToken?: string },
  ) {
    return this.#post<ChangeRequest>('/changes', input, options);
  }

  getFreshness(options?: RequestOptions) {
    return this.#items<Freshness>('/freshness', options);
  }

  getHealth(options?: RequestOptions) {
    return this.#get<LakehouseHealth>('/health', options);
  }

  listLakeFSRepositories(
    query: LakeFSRepositoryQuery,
    options?: RequestOptions,
  ) {
    return this.#get<LakeFSList<LakeFSRepository>>(
      `/lakefs/repositories${toSearch({ ...query })}`,
      options,
    );
  }

  getLakeFSRepository(address: LakeFSAddress, options?: RequestOptions) {
    return this.#get<LakeFSRepositoryDetail>(lakefsPath(address), options);
  }

  listLakeFSBranches(
    address: LakeFSAddress,
    query: LakeFSBranchQuery,
    options?: RequestOptions,
  ) {
    return this.#get<LakeFSBranchList>(
      `${lakefsPath(address)}/branches${toSearch({ ...query })}`,
      options,
    );
  }

  getLakeFSBranch(
    address: LakeFSAddress,
    branch: string,
    options?: RequestOptions,
  ) {
    return this.#get<LakeFSBranchDetail>(
      `${lakefsPath(address)}/branches/${encodeURIComponent(branch)}`,
      options,
    );
  }

  listLakeFSRefs(
    address: LakeFSAddress,
    query: LakeFSRefQuery,
    options?: RequestOptions,
  ) {
    return this.#get<LakeFSList<LakeFSRef>>(
      `${lakefsPath(address)}/refs${toSearch({ ...query })}`,
      options,
    );
  }

  listLakeFSCommits(
    address: LakeFSAddress,
    query: LakeFSCommitQuery,
    options?: RequestOptions,
  ) {
    return this.#get<LakeFSList<LakeFSCommit>>(
      `${lakefsPath(address)}/commits${toSearch({ ...query })}`,
      options,
    );
  }

  compareLakeFS(
    address: LakeFSAddress,
    query: LakeFSCompareQuery,
    options?: RequestOptions,
  ) {
    return this.#get<LakeFSComparison>(
      `${lakefsPath(address)}/compare${toSearch({ ...query })}`,
      options,
    );
  }

  listLakeFSUncommitted(
    address: LakeFSAddress,
    query: LakeFSPage & { branch: string; prefix?: string },
    options?: RequestOptions,
  ) {
    return this.#get<LakeFSComparison>(
      `${lakefsPath(address)}/uncommitted${toSearch({ ...query })}`,
      options,
    );
  }

  listLakeFSTables(
    address: LakeFSAddress,
    query: { from: string; to: string },
    options?: RequestOptions,
  ) {
    return this.#get<LakeFSTables>(
      `${lakefsPath(address)}/tables${toSearch(query)}`,
      options,
    );
  }

  listLakeFSHookRuns(
    address: LakeFSAddress,
    query: LakeFSPage & { branch: string },
    options?: RequestOptions,
  ) {
    return this.#get<LakeFSList<LakeFSHookRun>>(
      `${lakefsPath(address)}/hooks${toSearch({ ...query })}`,
      options,
    );
  }

  getLakeFSHookRun(
    address: LakeFSAddress,
    run: string,
    options?: RequestOptions,
  ) {
    return this.#get<LakeFSHookRunDetail>(
      `${lakefsPath(address)}/hooks/${encodeURIComponent(run)}`,
      options,
    );
  }

  previewLakeFSPromotion(
    address: LakeFSAddress,
    query: { branch: string; into: string },
    options?: RequestOptions,
  ) {
    return this.#get<LakeFSPromotionPreview>(
      `${lakefsPath(address)}/promotion${toSearch(query)}`,
      options,
    );
  }

  listPipelines(query: PipelineQuery, options?: RequestOptions) {
    return this.#get<PipelineList<PipelineRow>>(
      `/pipelines${toSearch({ ...query })}`,
      options,
    );
  }

  getPipeline(address: KubeflowAddress, options?: RequestOptions) {
    return this.#get<PipelineDetail>(kubeflowPath('by-name', address), options);
  }

  getPipelineVersion(address: KubeflowAddress, options?: RequestOptions) {
    return this.#get<PipelineVersionDetail>(
      kubeflowPath('versions', address),
      options,
    );
  }

  comparePipelineVersions(
    address: KubeflowAddress,
    before: string,
    options?: RequestOptions,
  ) {
    return this.#get<PipelineComparison>(
      `${kubeflowPath('versions', address)}/compare${toSearch({ before })}`,
      options,
    );
  }

  listPipelineRuns(query: PipelineRunQuery, options?: RequestOptions) {
    return this.#get<PipelineList<PipelineRunRow>>(
      `/pipelines/runs${toSearch({ ...query })}`,
      options,
    );
  }

  getPipelineRun(address: KubeflowAddress, options?: RequestOptions) {
    return this.#get<PipelineRunDetail>(kubeflowPath('runs', address), options);
  }

  getPipelineStepValues(
    address: KubeflowAddress,
    { step, iteration }: PipelineStepQuery,
    options?: RequestOptions,
  ) {
    return this.#get<PipelineStepValues>(
      `${kubeflowPath('runs', address)}/values${toSearch({
        step,
        iteration: iteration?.map(String),
      })}`,
      options,
    );
  }

  comparePipelineRuns(
    first: KubeflowAddress,
    second: KubeflowAddress,
    options?: RequestOptions,
  ) {
    return this.#get<PipelineRunComparison>(
      `/pipelines/run-comparison${toSearch({
        first: kubeflowKey(first),
        second: kubeflowKey(second),
      })}`,
      options,
    );
  }

  readPipelineSource(url: string, gitToken: string, options?: RequestOptions) {
    return this.#post<PipelineSourceFile>(
      '/pipelines/source',
      { url },
      { ...options, gitToken },
    );
  }

  /** Lists without pages answer `{ items }` or, where nothing else is said, the bare array. */
  async #items<T>(path: string, options?: RequestOptions): Promise<T[]> {
    const answer = await this.#get<T[] | { items: T[] }>(path, options);
    return Array.isArray(answer) ? answer : answer.items;
  }

  async #get<T>(path: string, options?: RequestOptions): Promise<T> {
    const response = await this.#request(path, { signal: options?.signal });
    return response.json();
  }

  async #post<T>(
    path: string,
    body: unknown,
    options?: RequestOptions & { idempotencyKey?: string; gitToken?: string },
  ): Promise<T> {
    const { idempotencyKey: key, gitToken } = options ?? {};
    const response = await this.#request(path, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        ...(key && { 'Idempotency-Key': key }),
        ...(gitToken && { [GIT_TOKEN_HEADER]: gitToken }),
      },
      body: JSON.stringify(body),
      signal: options?.signal,
    });
    return response.json();
  }

  async #request(path: string, init: RequestInit): Promise<Response> {
    const response = await this.#fetchApi.fetch(
      `plugin://lakehouse${path}`,
      init,
    );
    if (!response.ok) {
      throw await ResponseError.fromResponse(response);
    }
    return response;
  }
}

function workloadPath(address: WorkloadAddress): string {
  const segments = [
    address.kubernetesCluster,
    address.namespace,
    address.kind,
    address.name,
  ];
  return `/workloads/${segments.map(encodeURIComponent).join('/')}`;
}

function lakefsPath({ server, repository }: LakeFSAddress): string {
  return `/lakefs/repositories/${[server, repository]
    .map(encodeURIComponent)
    .join('/')}`;
}

function kubeflowPath(
  what: 'by-name' | 'versions' | 'runs',
  { kubernetesCluster, namespace, name }: KubeflowAddress,
): string {
  return `/pipelines/${what}/${[kubernetesCluster, namespace, name]
    .map(encodeURIComponent)
    .join('/')}`;
}
