import type { JsonValue } from './kubernetes';
import type { Freshness } from './list';

// A team's space, what it may use and what fits. cpu in cores, memory in bytes.

/** One resource's use of a quota. cpu in cores, memory and storage in bytes, else counts. @public */
export interface QuotaUsage {
  /** The key as Kubernetes has it, e.g. `requests.cpu`. */
  resource: string;
  /** The quota object it comes from. */
  quota: string;
  hard: number;
  used: number;
  /** What pending workloads ask for beyond that. */
  waiting: number;
  unit: 'cores' | 'bytes' | 'count';
}

/** Limits of a LimitRange for one container. @public */
export interface ContainerLimits {
  max?: { cpu?: number; memory?: number };
  min?: { cpu?: number; memory?: number };
  default?: { cpu?: number; memory?: number };
  defaultRequest?: { cpu?: number; memory?: number };
}

/** What a domain still has on one Kubernetes cluster. @public */
export interface DomainCapacity {
  kubernetesCluster: string;
  namespace: string;
  quotas: QuotaUsage[];
  limits: ContainerLimits;
}

/** One obstacle between a footprint and running. @public */
export interface FitProblem {
  /** `quota`: waits until others finish. `quota-hard`: never fits. `limit`: refused by the LimitRange. */
  code: 'quota' | 'quota-hard' | 'limit';
  resource: string;
  message: string;
  /** Of the part that is too big or too small, where one part is. */
  path?: string;
  asked: number;
  available: number;
}

/** Whether a footprint fits now, and if not, what stands in the way. @public */
export interface Fit {
  fits: boolean;
  /** One sentence: `asks for 6 CPU, 14 GiB; sales has 22 CPU, 76 GiB left`. */
  summary: string;
  problems: FitProblem[];
}

/** @public */
export type DomainRole = 'owner' | 'editor' | 'viewer' | 'platform';

/** A team's space; one row of the list. @public */
export interface LakehouseDomain {
  name: string;
  title: string;
  owner?: string;
  /** The caller's best role in it. */
  role?: DomainRole;
  kubernetesClusters: string[];
  running: number;
  pending: number;
  failedToday: number;
  capacity: DomainCapacity[];
  /** What stands in the way of using it, e.g. two namespaces labelled alike. */
  problems: string[];
}

/** @public */
export interface DomainMember {
  entityRef: string;
  role: DomainRole;
}

/** @public */
export interface DomainSync {
  kubernetesCluster: string;
  /** `flux` or `argocd`. */
  engine: string;
  name: string;
  state: 'synced' | 'syncing' | 'blocked' | 'unknown';
  revision?: string;
  message?: string;
  since?: string;
  /** What a blocked one complains of, where its message says it. */
  culprit?: SyncCulprit;
}

/** The file that stops a sync, and what wrote it: a change, or a commit by hand. @public */
export interface SyncCulprit {
  /** In the repository; only its end, where the engine says no more. */
  path: string;
  change?: { id: string; title: string; requestedBy: string };
  commit?: { sha: string; title: string; url: string };
}

/** Everything of one domain. @public */
export interface LakehouseDomainDetail extends LakehouseDomain {
  members: DomainMember[];
  /**
   * Per Kubernetes cluster whose changes are made with the asker's own account
   * on the Git host: web address of the repository that it has to write to.
   */
  gitAccounts?: Record<string, string>;
  /** Per Kubernetes cluster, what its forms may choose from. */
  settings: Record<string, DomainSettings>;
  networkPolicies: Array<{
    kubernetesCluster: string;
    name: string;
    sentence: string;
  }>;
  syncs: DomainSync[];
  freshness: Freshness[];
  /** The replica that answered has not caught up with `since` yet: this is older than what you have. */
  behind?: boolean;
  version: string;
}

/**
 * What forms may choose from and what policy allows, per domain and Kubernetes
 * cluster. Stored as YAML under key `settings.yaml` of ConfigMap `<domain>` in
 * namespace `lakefront-system`.
 * @public
 */
export interface DomainSettings {
  /**
   * Images that may run; `*` at the end of an entry matches any rest. `type`
   * says what an image is made for. `sqlRunner` is the main file in the image
   * that runs the SQL file given as its argument: Spark has none in cluster mode.
   */
  images: Array<{
    image: string;
    title?: string;
    sparkVersion?: string;
    type?: string;
    sqlRunner?: string;
  }>;
  serviceAccounts: string[];
  /** Volumes that jobs may mount; `name` is chosen in the form. */
  volumes: Array<{
    name: string;
    title?: string;
    volume: Record<string, JsonValue>;
  }>;
  /** Named sparkConf presets for catalogs. */
  catalogs: SettingsPreset[];
  /** Named sparkConf presets for storage. */
  storage: SettingsPreset[];
  /** Names and keys of Secrets that env may refer to; never values. */
  secrets: Array<{ name: string; keys: string[] }>;
  /** What the domain has of lakeFS; nothing where absent. */
  lakefs?: LakeFSSettings;
  /** What the domain has of Kubeflow Pipelines; nothing where absent. */
  kubeflow?: KubeflowSettings;
}

/** @public */
export interface KubeflowSettings {
  /** What starts runs, once or by the clock; without it only KFP's own schedules can be asked for. */
  starter?: {
    /** The whole name of the image of the pipeline starter. */
    image: string;
    serviceAccount: string;
    /** Address of the KFP API as a pod of the domain reaches it. */
    endpoint: string;
    /** Of the token that the starter shows. Default `pipelines.kubeflow.org`. */
    audience?: string;
  };
  /** Whether KFP's own `ScheduledWorkflow` may be asked for. */
  recurringRuns?: boolean;
  /**
   * Id of the experiment of KFP that recurring runs go to. Only KFP gives it,
   * and a KFP with several users wants one.
   */
  experimentId?: string;
}

/** @public */
export interface LakeFSSettings {
  /** Repositories that may be used, each `<server>/<repository>` with `*` for any characters of the latter. */
  repositories: string[];
  /**
   * Whether the keys of the domain's Secrets reach its own repositories only.
   * Open-source lakeFS has one user who may do everything.
   */
  keysPerDomain?: boolean;
}

/** @public */
export interface SettingsPreset {
  name: string;
  title?: string;
  sparkConf: Record<string, string>;
  packages?: string[];
  /** Env that the preset needs, by Secret reference. */
  env?: Array<{ name: string; secret: { name: string; key: string } }>;
}
