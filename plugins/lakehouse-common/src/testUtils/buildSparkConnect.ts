import { connectServerResources } from '../kinds/connect/connectFootprint';
import type { KubernetesObject } from '../types';
import { asLiveObject } from './asLiveObject';

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
  return asLiveObject(buildConnectManifest(options), {
    uid: 'c2a7e1d3-0001',
    metadata: options.metadata,
    status: options.status,
  });
}
