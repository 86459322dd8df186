import type { KubernetesObject } from '../types';
import { asLiveObject } from './asLiveObject';

/** A branch as a form would propose it; what is given replaces fields of its spec. @public */
export function buildBranchManifest(
  options: { name?: string; spec?: Record<string, unknown> } = {},
): KubernetesObject {
  return {
    apiVersion: 'lakefront.dev/v1alpha1',
    kind: 'LakeFSBranch',
    metadata: { name: options.name ?? 'orders-fix' },
    spec: {
      server: 'lake',
      repository: 'sales-lake',
      source: 'main',
      deletionPolicy: 'Retain',
      ...options.spec,
    },
  };
}

/** The same as the API server would hold it. @public */
export function buildLakeFSBranchObject(
  options: {
    name?: string;
    spec?: Record<string, unknown>;
    metadata?: Record<string, unknown>;
    status?: Record<string, unknown>;
  } = {},
): KubernetesObject {
  return asLiveObject(buildBranchManifest(options), {
    uid: 'd3b8f2e4-0001',
    metadata: options.metadata,
    status: options.status,
  });
}
