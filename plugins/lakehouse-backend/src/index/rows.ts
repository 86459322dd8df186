import type {
  ContainerLimits,
  DomainMember,
  DomainSettings,
  DomainSync,
  EventSummary,
  KindRun,
  Workload,
} from '@lakefront/backstage-plugin-lakehouse-common';
import type { PartlyApplied } from '../types';

/** What is kept of each Kubernetes object; the rest is dropped on arrival. */

/** A namespace that says it is a domain's. */
export interface NamespaceRow {
  kubernetesCluster: string;
  namespace: string;
  domain: string;
  owner?: string;
  members: DomainMember[];
  terminating: boolean;
  problems: string[];
}

/** A ResourceQuota; cpu in cores, the rest in bytes and counts. */
export interface QuotaRow {
  name: string;
  hard: Record<string, number>;
  used: Record<string, number>;
}

/** A LimitRange's part about containers. */
export interface LimitsRow {
  name: string;
  limits: ContainerLimits;
}

export interface NetworkPolicyRow {
  name: string;
  sentence: string;
}

/**
 * A pod of one of our kinds. There are tens of thousands: one flat object of
 * one shape, in which every number is a small integer. `toPodSummary` says it
 * as people see it.
 */
export interface PodRow {
  name: string;
  role: string;
  phase: string;
  reason: string | undefined;
  message: string | undefined;
  exitCode: number | undefined;
  node: string | undefined;
  restarts: number;
  /** Times in seconds since the epoch, as precise as Kubernetes has them. */
  createdAt: number | undefined;
  startedAt: number | undefined;
  endedAt: number | undefined;
  /** Requests of all containers, in thousandths of a core and in KiB. */
  milliCpu: number | undefined;
  kibMemory: number | undefined;
  /** Only the labels that kinds select by. */
  labels: Record<string, string>;
  containers: string[];
  /** Neither succeeded nor failed: it counts for the quota. */
  active: boolean;
}

export interface EventRow {
  event: EventSummary;
  objectKind: string;
  objectName: string;
}

/** A domain's settings ConfigMap. */
export interface SettingsRow {
  settings: DomainSettings;
  problems: string[];
}

/** A workload before its namespace is known to be a domain's. */
export interface WorkloadRow {
  workload: Omit<Workload, 'domain'>;
  podSelector: Record<string, string>;
  run?: KindRun;
  /** Of objects of Kubeflow Pipelines. */
  pipelines?: PipelineFacts;
}

/** What pages about pipelines show of an object beside its workload. */
export interface PipelineFacts {
  /** As people see it. */
  title?: string;
  description?: string;
  /** Name of the `Pipeline` that it is of, or starts. */
  pipeline?: string;
  /** The same of the `PipelineVersion`; absent where the newest is taken. */
  version?: string;
  /** KFP's ids of both, where the object has only these. */
  pipelineId?: string;
  versionId?: string;
  /** Of a version: where its source is, and how many steps it has. */
  codeSource?: string;
  steps?: number;
  /** Of a schedule. */
  cron?: string;
  timeZone?: string;
  nextAt?: string;
  lastAt?: string;
  /** Of a run: KFP's id of it. */
  runId?: string;
  /** Of a run: which time KFP took it up again after its end, from 0. */
  attempt?: number;
  /** Of a run: what started it by the clock, and when it was due. */
  schedule?: string;
  scheduledAt?: string;
  /** Of a run that goes on: its steps, packed. */
  packedSteps?: Buffer;
}

/** A sync object of a GitOps engine: a Flux Kustomization or an Argo CD Application. */
export interface SyncRow {
  sync: Omit<DomainSync, 'revision'>;
  /** What it applies; an Application may have several sources. */
  directories: SyncDirectory[];
}

export interface SyncDirectory {
  /** In the repository, without `./`. */
  path: string;
  /** The commit that is applied, as the engine writes it. */
  revision?: string;
  /** A later commit that was tried, and is applied in part. */
  partly?: PartlyApplied;
}

/** How one of the directories is. */
export function toDomainSync(
  row: SyncRow,
  directory: SyncDirectory,
): DomainSync {
  return { ...row.sync, revision: directory.revision };
}

/** `<kubernetesCluster>/<namespace>`: what every row of a namespace is found by. */
export type NamespaceKey = `${string}/${string}`;

export function toNamespaceKey(
  kubernetesCluster: string,
  namespace: string | undefined,
): NamespaceKey {
  return `${kubernetesCluster}/${namespace ?? '_'}`;
}
