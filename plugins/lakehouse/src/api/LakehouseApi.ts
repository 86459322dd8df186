import type {
  ChangeCheck,
  ChangePhase,
  ChangeRequest,
  ChangeRequestDetail,
  DomainRuns,
  EventSummary,
  Facets,
  Fit,
  Footprint,
  Freshness,
  KindInfo,
  LakehouseDomain,
  LakehouseDomainDetail,
  LakehouseHealth,
  List,
  ListChanges,
  PodSummary,
  ProposeInput,
  QuotaHistory,
  RunMark,
  Workload,
  WorkloadAddress,
  WorkloadDetail,
  WorkloadManifest,
  WorkloadRole,
  WorkloadRun,
  WorkloadState,
} from '@lakefront/backstage-plugin-lakehouse-common';
import type { KubeflowApi } from './KubeflowApi';
import type { LakeFSApi } from './LakeFSApi';

/** Which workloads a list is about. @public */
export interface WorkloadQuery {
  domain?: string[];
  kubernetesCluster?: string[];
  kind?: string[];
  role?: WorkloadRole[];
  state?: WorkloadState[];
  owner?: string[];
  /** Part of a name. */
  q?: string;
  /** Only what somebody should look at: what failed or, wholly or in part, waits. */
  attention?: boolean;
  /** A column, with `-` before it for descending. */
  sort?: string;
  limit?: number;
  cursor?: string;
  /** The `version` of the answer one holds; asks for what changed since. */
  since?: string;
}

/** Which change requests a list is about. @public */
export interface ChangeQuery {
  domain?: string[];
  kubernetesCluster?: string[];
  phase?: ChangePhase[];
  requestedBy?: string;
  limit?: number;
  cursor?: string;
  since?: string;
}

/** Which runs a strip is about. @public */
export interface RunQuery {
  from: string;
  to: string;
  domain?: string;
  limit?: number;
}

/** Which time a history is about. @public */
export interface UsageQuery {
  from: string;
  to: string;
}

/** How to follow a pod's log. @public */
export interface LogQuery {
  container?: string;
  follow?: boolean;
  tailLines?: number;
  sinceTime?: string;
}

/** A list that may be only what changed. @public */
export type MaybeChanges<T> = List<T> & Partial<ListChanges<T>>;

/** A run as a strip of time shows it, with where it ran. @public */
export type PlacedRun = Omit<DomainRuns, 'runs'> & RunMark;

/** Ends a request that nobody waits for any more. @public */
export interface RequestOptions {
  signal?: AbortSignal;
}

/** What the pages, cards and form fields ask of the backend. @public */
export interface LakehouseApi extends LakeFSApi, KubeflowApi {
  listDomains(
    query?: { since?: string },
    options?: RequestOptions,
  ): Promise<MaybeChanges<LakehouseDomain>>;
  getDomain(
    domain: string,
    options?: RequestOptions,
  ): Promise<LakehouseDomainDetail>;
  /** How the domain's quotas were used, in few enough points for a curve. */
  listUsage(
    domain: string,
    query: UsageQuery,
    options?: RequestOptions,
  ): Promise<QuotaHistory[]>;
  listKinds(options?: RequestOptions): Promise<KindInfo[]>;
  listWorkloads(
    query: WorkloadQuery,
    options?: RequestOptions,
  ): Promise<MaybeChanges<Workload>>;
  getFacets(query: WorkloadQuery, options?: RequestOptions): Promise<Facets>;
  getWorkload(
    address: WorkloadAddress,
    options?: RequestOptions,
  ): Promise<WorkloadDetail>;
  getWorkloadManifest(
    address: WorkloadAddress,
    options?: RequestOptions,
  ): Promise<WorkloadManifest>;
  listWorkloadEvents(
    address: WorkloadAddress,
    options?: RequestOptions,
  ): Promise<EventSummary[]>;
  listWorkloadPods(
    address: WorkloadAddress,
    options?: RequestOptions,
  ): Promise<PodSummary[]>;
  listWorkloadRuns(
    address: WorkloadAddress,
    options?: RequestOptions,
  ): Promise<WorkloadRun[]>;
  /** The log as it comes; the response's body is a stream of text. */
  openLog(
    address: WorkloadAddress,
    pod: string,
    query: LogQuery,
    options?: RequestOptions,
  ): Promise<ReadableStream<Uint8Array>>;
  listRuns(query: RunQuery, options?: RequestOptions): Promise<PlacedRun[]>;
  checkFit(
    input: { domain: string; kubernetesCluster: string; footprint: Footprint },
    options?: RequestOptions,
  ): Promise<Fit>;
  listChanges(
    query: ChangeQuery,
    options?: RequestOptions,
  ): Promise<MaybeChanges<ChangeRequest>>;
  getChange(id: string, options?: RequestOptions): Promise<ChangeRequestDetail>;
  checkChange(
    input: ProposeInput,
    options?: RequestOptions,
  ): Promise<ChangeCheck>;
  /**
   * Opens a pull request; the same key again answers the same change. With the
   * reader's own token for the Git host where the domain's `gitAccounts` has one.
   */
  proposeChange(
    input: ProposeInput,
    options: RequestOptions & { idempotencyKey: string; gitToken?: string },
  ): Promise<ChangeRequest>;
  getFreshness(options?: RequestOptions): Promise<Freshness[]>;
  /** For platform engineers; for others it is not there. */
  getHealth(options?: RequestOptions): Promise<LakehouseHealth>;
}
