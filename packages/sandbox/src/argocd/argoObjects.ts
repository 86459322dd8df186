import type { KubeObject } from '../types';

export interface ApplicationSource {
  repoURL: string;
  path?: string;
  targetRevision?: string;
  directory?: { recurse?: boolean; jsonnet?: object };
}

export interface ApplicationDestination {
  server?: string;
  name?: string;
  namespace?: string;
}

export interface RetryPolicy {
  limit?: number;
  refresh?: boolean;
  backoff?: { duration?: string; factor?: number; maxDuration?: string };
}

export interface ApplicationCondition {
  type:
    | 'ComparisonError'
    | 'InvalidSpecError'
    | 'RepeatedResourceWarning'
    | 'SyncError';
  message: string;
  lastTransitionTime: string;
}

/** How one object is, compared with Git. Never with `health`: it is not persisted since 3.0. */
export interface ResourceStatus {
  group?: string;
  version: string;
  kind: string;
  namespace?: string;
  name?: string;
  status: 'Synced' | 'OutOfSync' | 'Unknown';
  requiresPruning?: boolean;
}

/** What a sync did with one object. */
export interface ResourceResult {
  group: string;
  version: string;
  kind: string;
  namespace: string;
  name: string;
  status?: 'Synced' | 'SyncFailed' | 'Pruned' | 'PruneSkipped';
  message?: string;
  hookPhase?: 'Running' | 'Succeeded' | 'Failed';
  syncPhase: 'Sync';
}

export interface OperationState {
  operation: {
    sync: {
      /** Left out once a retry is to take the newest commit. */
      revision?: string;
      prune?: boolean;
      source?: ApplicationSource;
      syncOptions?: string[];
    };
    initiatedBy: { automated: boolean };
    retry: RetryPolicy;
  };
  phase: 'Running' | 'Succeeded' | 'Failed' | 'Error';
  message: string;
  startedAt: string;
  finishedAt?: string;
  retryCount?: number;
  syncResult?: {
    revision: string;
    source: ApplicationSource;
    resources?: ResourceResult[];
  };
}

export interface RevisionHistory {
  id: number;
  revision: string;
  deployedAt: string;
  deployStartedAt: string;
  source: ApplicationSource;
  initiatedBy: { automated: boolean };
}

export interface ApplicationStatus {
  sync?: {
    status: 'Synced' | 'OutOfSync' | 'Unknown';
    comparedTo: {
      source: ApplicationSource;
      destination: ApplicationDestination;
    };
    revision?: string;
  };
  health?: { status: Health; lastTransitionTime: string };
  conditions?: ApplicationCondition[];
  resources?: ResourceStatus[];
  operationState?: OperationState;
  history?: RevisionHistory[];
  reconciledAt?: string;
  sourceType?: 'Directory';
  resourceHealthSource?: 'appTree';
  controllerNamespace?: string;
  /** Without use here, and written all the same. */
  sourceHydrator?: object;
  summary?: object;
}

/** A condition that is to be written; since when is for the writer to know. */
export type Complaint = Omit<ApplicationCondition, 'lastTransitionTime'>;

export type Health =
  | 'Healthy'
  | 'Suspended'
  | 'Progressing'
  | 'Missing'
  | 'Degraded'
  | 'Unknown';

export interface Application extends KubeObject {
  spec: {
    project: string;
    source: ApplicationSource;
    destination: ApplicationDestination;
    syncPolicy?: {
      automated?: {
        enabled?: boolean;
        prune?: boolean;
        selfHeal?: boolean;
        allowEmpty?: boolean;
      };
      syncOptions?: string[];
      retry?: RetryPolicy;
    };
  };
  status?: ApplicationStatus;
}

interface GroupKind {
  group: string;
  kind: string;
  name?: string;
}

export interface AppProject extends KubeObject {
  spec: {
    sourceRepos?: string[];
    destinations?: ApplicationDestination[];
    clusterResourceWhitelist?: GroupKind[];
    clusterResourceBlacklist?: GroupKind[];
    namespaceResourceWhitelist?: GroupKind[];
    namespaceResourceBlacklist?: GroupKind[];
  };
}

export const ARGOCD_NAMESPACE = 'argocd';
/** The cluster that Argo CD runs on, as it calls it. */
export const IN_CLUSTER = 'https://kubernetes.default.svc';
export const REFRESH = 'argocd.argoproj.io/refresh';
export const TRACKING_ID = 'argocd.argoproj.io/tracking-id';
const SYNC_OPTIONS = 'argocd.argoproj.io/sync-options';

/**
 * `sales-workloads:sparkoperator.k8s.io/SparkApplication:dom-sales/daily`: whose
 * an object is. What has no namespace is told with that of the Application's destination.
 */
export function trackingId(
  { metadata, spec }: Application,
  object: KubeObject,
): string {
  const { group } = groupVersionOf(object.apiVersion);
  const { name, namespace = spec.destination.namespace ?? '' } =
    object.metadata;
  return `${metadata.name}:${group}/${object.kind}:${namespace}/${name}`;
}

/** A manifest with the mark of the Application that applies it. */
export function withTracking(app: Application, object: KubeObject): KubeObject {
  return {
    ...object,
    metadata: {
      ...object.metadata,
      annotations: {
        ...object.metadata.annotations,
        [TRACKING_ID]: trackingId(app, object),
      },
    },
  };
}

export function groupVersionOf(apiVersion: string): {
  group: string;
  version: string;
} {
  const [version, group = ''] = apiVersion.split('/').reverse();
  return { group, version };
}

/** Group (left out where it is the core one), version and kind, as `resources[]` tell them. */
export function kindOf({ apiVersion, kind }: KubeObject): {
  group?: string;
  version: string;
  kind: string;
} {
  const { group, version } = groupVersionOf(apiVersion);
  return { ...(group && { group }), version, kind };
}

/** Whether an object is not to be pruned. */
export function isSpared({ metadata }: KubeObject): boolean {
  return (metadata.annotations?.[SYNC_OPTIONS] ?? '')
    .split(',')
    .some(option => option.trim() === 'Prune=false');
}
