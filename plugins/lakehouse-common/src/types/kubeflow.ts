import type { Freshness } from './list';

// Kubeflow Pipelines itself: how it answers. Times as ISO 8601 in UTC.

/** How far KFP's own history of a Kubernetes cluster has been read. @public */
export interface PipelineBackfill {
  kubernetesCluster: string;
  state: 'waiting' | 'reading' | 'done' | 'failed';
  /** Runs read so far, and how many KFP says there are. */
  read: number;
  total?: number;
  /** Why it failed and when it is tried again, in one sentence. */
  message?: string;
}

/** How much an answer of a KFP API can be believed. @public */
export interface KubeflowFreshness {
  kubernetesCluster: string;
  /** `missing`: config names no API there; `refused`: it does not take the portal's credentials. */
  state: 'live' | 'unreachable' | 'refused' | 'limited' | 'missing';
  /** When it answered last. */
  readAt?: string;
  message?: string;
}

/** A list that comes partly from watches and partly from KFP. @public */
export interface PipelineList<T> {
  items: T[];
  nextCursor?: string;
  /** Opaque; equal where nothing changed. */
  version?: string;
  /** All that match, over all pages. */
  total?: number;
  freshness: Freshness[];
  kubeflow: KubeflowFreshness[];
  backfill: PipelineBackfill[];
}

/** A KFP API on the health page. @public */
export interface KubeflowHealth {
  kubernetesCluster: string;
  freshness: KubeflowFreshness;
  backfill: PipelineBackfill;
  /** As its health route says it. */
  multiUser?: boolean;
  pipelineStore?: string;
  requestsLastHour: number;
  /** What is wrong, or can't be promised, and what to do: one sentence each. */
  advice: string[];
}
