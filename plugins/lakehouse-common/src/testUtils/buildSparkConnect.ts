import { connectServerResources } from '../kinds/connect/connectFootprint';
import type { KubernetesObject } from '../types';

/** A compute cluster as a form would propose it; what is given replaces fields of its spec. @public */
export function buildConnectManifest(
  options: { name?: string; spec?: Record<string, unknown> } = {},
): KubernetesObject {
  return {
    apiVersion: 'sparkoperator.k8s.io/v1alpha1',
    kind: 'SparkConnect',
    metadata: { name: options.name ?? 'sales-sql' },
    spec: {
      sparkVersion: '4.0.1',
      image: 'apache/spark:4.0.1',
      server: {
        cores: 2,
        memory: '4g',
        template: {
          spec: {
            serviceAccountName: 'spark',
            containers: [
              {
                name: 'spark-kubernetes-driver',
                resources: connectServerResources({ cores: 2, memory: '4g' }),
              },
            ],
          },
        },
      },
      executor: { cores: 2, memory: '4g', instances: 2 },
      ...options.spec,
    },
  };
}

/** The same as the API server would hold it. @public */
export function buildSparkConnect(
  options: {
    name?: string;
    spec?: Record<string, unknown>;
    metadata?: Record<string, unknown>;
    status?: Record<string, unknown>;
  } = {},
): KubernetesObject {
  const manifest = buildConnectManifest(options);
  return {
    ...manifest,
    metadata: {
      name: manifest.metadata.name,
      namespace: 'dom-sales',
      uid: 'c2a7e1d3-0001',
      resourceVersion: '1',
      generation: 1,
      creationTimestamp: '2026-11-20T10:02:10Z',
      ...options.metadata,
    },
    ...(options.status && { status: options.status }),
  };
}
