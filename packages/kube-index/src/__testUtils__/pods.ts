import { ResourceDefinition, WireObject } from '../types';

/** A small object that looks like those of an API server. */
export function pod(
  name: string,
  options: {
    version?: number | string;
    namespace?: string;
    phase?: string;
  } = {},
): WireObject {
  const { version, namespace = 'dom-sales', phase = 'Running' } = options;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace,
      ...(version === undefined ? {} : { resourceVersion: String(version) }),
    },
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
