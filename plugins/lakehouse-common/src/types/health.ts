import type { ChangeRequest } from './change';
import type { DomainSync } from './domain';
import type { KubeflowHealth } from './kubeflow';
import type { LakeFSServerHealth } from './lakefs';
import type { Freshness } from './list';

// What operators see: how well the portal knows each system, and what to do where it does not.

/** How one resource of one Kubernetes cluster is followed. @public */
export interface ResourceHealth extends Freshness {
  /** Whether a complete list was ever applied: never synced is not empty. */
  everSynced: boolean;
  count: number;
  /** Seconds since the API server was last heard of; grows while it is away. */
  lagSeconds?: number;
  /** Complete lists after the first one. */
  relists: number;
  /** Failures since the start of the backend. */
  failures: number;
  lastError?: { at: string; message: string };
  /** The right that is missing, as one would ask `kubectl auth can-i`: `list,watch pods`. */
  missingRight?: string;
  /** How it is followed: `cluster`, or only the namespaces where that is allowed. */
  reach: 'cluster' | 'namespaces';
  /** What somebody can do about it, where there is something. */
  advice?: string;
}

/** How one repository of `lakehouse.gitops.repositories` answers. @public */
export interface RepositoryHealth {
  name: string;
  url: string;
  /** For people, e.g. `Gitea`. */
  host: string;
  state: 'unknown' | 'answers' | 'refuses' | 'unreachable';
  lastAskedAt?: string;
  lastError?: { at: string; message: string };
  /** As the host says it; absent where it has none. */
  rateLimit?: { limit: number; remaining: number; resetsAt?: string };
}

/**
 * How the platform's files of one Kubernetes cluster arrive there: domains,
 * quotas, members, settings. @public
 */
export interface PlatformRootHealth extends DomainSync {
  /** Their directory in the repository. */
  path: string;
  /** What somebody can do about it, where there is something. */
  advice?: string;
}

/** Answer of `GET /health`, for platform engineers only. @public */
export interface LakehouseHealth {
  resources: ResourceHealth[];
  repositories: RepositoryHealth[];
  /** Those whose sync is seen. */
  platformRoots: PlatformRootHealth[];
  /** Of config, then those that settings of domains name and config does not. */
  lakefs: LakeFSServerHealth[];
  kubeflow: KubeflowHealth[];
  /** Change requests that are blocked, the oldest first. */
  stuck: ChangeRequest[];
  version: string;
}
