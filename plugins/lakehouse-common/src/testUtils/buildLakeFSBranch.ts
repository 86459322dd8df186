import type { KubernetesObject } from '../types';

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
  const manifest = buildBranchManifest(options);
  return {
    ...manifest,
    metadata: {
      name: manifest.metadata.name,
      namespace: 'dom-sales',
      uid: 'd3b8f2e4-0001',
      resourceVersion: '1',
      generation: 1,
      creationTimestamp: '2026-11-20T10:02:10Z',
      ...options.metadata,
    },
    ...(options.status && { status: options.status }),
  };
}
