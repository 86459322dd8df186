import { ResourceDefinition, WireObject } from '../types';

/** A small object that looks like those of an API server. */
export function pod(
  name: string,
  options: {
    version?: number | string;
    namespace?: string;
    phase?: string;
    /** Bytes that nobody needs. */
    padding?: number;
  } = {},
): WireObject {
  const { version, namespace = 'dom-sales', phase = 'Running' } = options;
  const { padding = 0 } = options;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace,
      ...(version === undefined ? {} : { resourceVersion: String(version) }),
    },
    ...(padding > 0 ? { spec: { padding: 'x'.repeat(padding) } } : {}),
    status: { phase },
  };
}

export interface PodRow {
  name: string;
  phase: string;
}

export const pods: ResourceDefinition<PodRow> = {
  id: 'pods',
  group: '',
  version: 'v1',
  plural: 'pods',
  project: ({ metadata, status }, { kubernetesCluster }) => {
    const { phase } = status as { phase: string };
    return {
      row: { name: metadata.name, phase },
      keys: {
        namespace: [metadata.namespace ?? ''],
        phase: [phase],
        scope: [`${kubernetesCluster}/${metadata.namespace}`],
      },
    };
  },
};
