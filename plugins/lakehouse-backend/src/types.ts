import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import type { ResourcePermission } from '@backstage/plugin-permission-common';
import type {
  ChangeCheck,
  ChangePhase,
  ChangeRequest,
  ChangeRequestDetail,
  DomainCapacity,
  DomainMember,
  DomainSettings,
  DomainSync,
  Freshness,
  KubernetesObject,
  ProposeInput,
  SyncCulprit,
  Workload,
} from '@lakefront/backstage-plugin-lakehouse-common';

/** A commit whose objects are applied, but for some that the API server refused. */
export interface PartlyApplied {
  revision: string;
  /** `<Kind>/<namespace>/<name>`. */
  refused: string[];
}

/** A sync as changes are followed by it. */
export interface FollowedSync extends DomainSync {
  /** Argo CD goes on beside what is refused; Flux applies all or nothing. */
  partly?: PartlyApplied;
}

/** `<kubernetesCluster>/<domain>`: what permissions are about, and what every list is selected by. */
export type DomainKey = `${string}/${string}`;

/** A domain as its one Namespace on one Kubernetes cluster says it. */
export interface DomainPlace {
  key: DomainKey;
  kubernetesCluster: string;
  domain: string;
  namespace: string;
  owner?: string;
  members: DomainMember[];
}

/** Who may see and do what: the only door to the permission framework. */
export interface DomainAccess {
  /** The (Kubernetes cluster, domain) keys for which the user has the permission. */
  scope(
    credentials: BackstageCredentials,
    permission: ResourcePermission,
  ): Promise<ReadonlySet<DomainKey>>;
  /**
   * Throws `NotFoundError` where the user may not even read the domain (as if
   * it were not there), `NotAllowedError` where they may read but not this.
   */
  require(
    credentials: BackstageCredentials,
    permission: ResourcePermission,
    place: { kubernetesCluster: string; domain: string },
  ): Promise<DomainPlace>;
}

/** What the write side asks of the read side. All answers are from memory but `readLive`. */
export interface LakehouseReader {
  places(): DomainPlace[];
  place(kubernetesCluster: string, domain: string): DomainPlace | undefined;
  settings(kubernetesCluster: string, domain: string): DomainSettings;
  capacity(
    kubernetesCluster: string,
    domain: string,
  ): DomainCapacity | undefined;
  workload(
    kubernetesCluster: string,
    namespace: string,
    kind: string,
    name: string,
  ): Workload | undefined;
  /** All workloads of a domain on its Kubernetes cluster. */
  workloads(place: DomainPlace): Workload[];
  /** The domain's workload syncs (Flux Kustomization by `spec.path`) and the platform root of the cluster. */
  sync(kubernetesCluster: string, path: string): FollowedSync | undefined;
  freshness(kubernetesCluster?: string): Freshness[];
  /** The whole live object from the API server; undefined when it is not there. */
  readLive(
    kubernetesCluster: string,
    namespace: string,
    kind: string,
    name: string,
  ): Promise<KubernetesObject | undefined>;
  /** The API server's published OpenAPI v3 schema of a kind, cached; undefined where it has none. */
  schema(kubernetesCluster: string, kind: string): Promise<unknown | undefined>;
  /** Calls back when a workload, a sync or a domain changed; returns unsubscribe. */
  onChange(
    callback: (event: { kubernetesCluster: string; domain?: string }) => void,
  ): () => void;
}

export interface ChangeQuery {
  domain?: string;
  kubernetesCluster?: string;
  phase?: ChangePhase[];
  requestedBy?: string;
  /** Only those that touch this object. */
  object?: { kind: string; name: string };
  /** Only those that are stuck, the oldest first. */
  blocked?: boolean;
  limit?: number;
  cursor?: string;
}

/** The write path: one intent row, one commit, one pull request, followed until it is live. */
export interface ChangeService {
  /** Read-only: policy, schema, name, fit, consequences. Throws only for what a caller may not know. */
  check(
    input: ProposeInput,
    credentials: BackstageCredentials,
  ): Promise<ChangeCheck>;
  propose(
    input: ProposeInput,
    credentials: BackstageCredentials,
    options: { idempotencyKey?: string; gitToken?: string },
  ): Promise<ChangeRequest>;
  /** Newest first (what is `blocked`: oldest first), selected in SQL by the scope. */
  list(
    scope: ReadonlySet<DomainKey>,
    query: ChangeQuery,
  ): Promise<{ items: ChangeRequest[]; nextCursor?: string }>;
  /** Throws `NotFoundError` outside the scope. */
  get(
    scope: ReadonlySet<DomainKey>,
    id: string,
    options: { withFiles: boolean },
  ): Promise<ChangeRequestDetail>;
  /** Which file of a domain stops its sync, and whose change wrote it, as far as the engine's message says. */
  findCulprit(
    key: DomainKey,
    message: string,
  ): Promise<SyncCulprit | undefined>;
  /** Work is done by the replica that wrote the row, and by a sweep for rows whose lease ran out. */
  start(): Promise<void>;
  stop(): Promise<void>;
}
