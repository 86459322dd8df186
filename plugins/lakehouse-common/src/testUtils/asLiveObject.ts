import type { KubernetesObject } from '../types';

/** What an API server adds to a manifest. */
export interface LiveParts {
  namespace?: string;
  uid: string;
  metadata?: Record<string, unknown>;
  status?: Record<string, unknown>;
}

/** A manifest as the API server would hold it. */
export function asLiveObject(
  manifest: KubernetesObject,
  parts: LiveParts,
): KubernetesObject {
  const { namespace = 'dom-sales', uid, metadata, status } = parts;
  return {
    ...manifest,
    metadata: {
      name: manifest.metadata.name,
      namespace,
      uid,
      resourceVersion: '1',
      generation: 1,
      creationTimestamp: '2026-11-20T10:02:10Z',
      ...metadata,
    },
    ...(status && { status }),
  };
}
