import type { KubeObject } from '../types';
import type { Condition } from './conditions';
import type { InventoryEntry } from './inventory';

export interface GitRepository extends KubeObject {
  spec: {
    url: string;
    interval: string;
    ref?: { branch?: string };
    suspend?: boolean;
  };
  status?: {
    artifact?: {
      revision: string;
      digest: string;
      url: string;
      path: string;
      lastUpdateTime: string;
    };
    conditions?: Condition[];
    observedGeneration?: number;
    lastHandledReconcileAt?: string;
  };
}

export interface Kustomization extends KubeObject {
  spec: {
    path?: string;
    interval: string;
    retryInterval?: string;
    prune: boolean;
    sourceRef: { kind: string; name: string; namespace?: string };
    serviceAccountName?: string;
    dependsOn?: Array<{ name: string; namespace?: string }>;
    suspend?: boolean;
  };
  status?: {
    conditions?: Condition[];
    inventory?: { entries: InventoryEntry[] };
    lastAppliedRevision?: string;
    lastAttemptedRevision?: string;
    lastHandledReconcileAt?: string;
    observedGeneration?: number;
    history?: HistoryEntry[];
  };
}

export interface HistoryEntry {
  digest: string;
  firstReconciled: string;
  lastReconciled: string;
  lastReconciledDuration: string;
  lastReconciledStatus: string;
  totalReconciliations: number;
  metadata: Record<string, string>;
}

export const REQUESTED_AT = 'reconcile.fluxcd.io/requestedAt';
export const LABEL_NAME = 'kustomize.toolkit.fluxcd.io/name';
export const LABEL_NAMESPACE = 'kustomize.toolkit.fluxcd.io/namespace';

export function requestedAt(object: KubeObject): string | undefined {
  return object.metadata.annotations?.[REQUESTED_AT];
}

/** `main@sha1:<sha>`. */
export function toRevision(branch: string, sha: string): string {
  return `${branch}@sha1:${sha}`;
}

export function shaOf(revision: string): string {
  return revision.slice(revision.lastIndexOf(':') + 1);
}

/** A path of a Kustomization, relative to the repository: `./a/b/` is `a/b`. */
export function toDirectory(path: string | undefined): string {
  return (path ?? '')
    .split('/')
    .filter(part => part !== '.' && part)
    .join('/');
}

export function readyCondition(
  object: GitRepository | Kustomization,
): Condition | undefined {
  return object.status?.conditions?.find(({ type }) => type === 'Ready');
}
