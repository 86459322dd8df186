import type { DomainSync } from '@lakefront/backstage-plugin-lakehouse-common';
import type { Projection, WireObject } from '@lakefront/kube-index';
import { maskText } from '../maskText';
import type { SyncRow } from './rows';

interface Condition {
  type?: string;
  status?: string;
  reason?: string;
  message?: string;
  lastTransitionTime?: string;
}

interface KustomizationShape {
  spec?: { path?: string; suspend?: boolean };
  status?: {
    conditions?: Condition[];
    lastAppliedRevision?: string;
    observedGeneration?: number;
  };
}

/** Reasons of a Kustomization that only waits its turn. */
const WAITING = ['Progressing', 'ProgressingWithRetry', 'DependencyNotReady'];

/** Reads a Flux Kustomization as the sync of one directory. */
export function projectSync(
  object: WireObject,
  options: { kubernetesCluster: string },
): Projection<SyncRow> {
  const { spec, status } = object as KustomizationShape;
  const path = toSyncPath(spec?.path ?? '');
  const ready = status?.conditions?.find(({ type }) => type === 'Ready');
  return {
    row: {
      directories: [{ path, revision: status?.lastAppliedRevision }],
      sync: {
        kubernetesCluster: options.kubernetesCluster,
        engine: 'flux',
        name: object.metadata.name,
        state: toState(object as KustomizationShape, ready),
        message: spec?.suspend
          ? 'Suspended: nothing is applied until the platform team resumes it'
          : maskText(ready?.message ?? '') || undefined,
        since: ready?.lastTransitionTime,
      },
    },
    keys: { path: [toSyncKey(options.kubernetesCluster, path)] },
  };
}

/** A directory without `./` and slashes at its ends. */
export function toSyncPath(path: string): string {
  return path.replace(/^(\.?\/)+/, '').replace(/\/+$/, '');
}

export function toSyncKey(kubernetesCluster: string, path: string): string {
  return `${kubernetesCluster}:${toSyncPath(path)}`;
}

function toState(
  { spec }: KustomizationShape,
  ready: Condition | undefined,
): DomainSync['state'] {
  if (spec?.suspend) {
    return 'blocked';
  }
  switch (ready?.status) {
    case 'True':
      return 'synced';
    case 'False':
      return WAITING.includes(ready.reason ?? '') ? 'syncing' : 'blocked';
    case 'Unknown':
      return 'syncing';
    default:
      return 'unknown';
  }
}
