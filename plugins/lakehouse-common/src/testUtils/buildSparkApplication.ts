import type { KubernetesObject } from '../types';
import { asLiveObject } from './asLiveObject';

/** A Python job that the settings fixture allows; what is given replaces fields of its spec. @public */
export function buildSparkApplication(
  options: {
    name?: string;
    namespace?: string;
    uid?: string;
    spec?: Record<string, unknown>;
    metadata?: Record<string, unknown>;
    status?: Record<string, unknown>;
  } = {},
): KubernetesObject {
  const { name = 'daily-orders', uid = 'b1f6d0c2-0001', spec } = options;
  const { namespace, metadata, status } = options;
  return asLiveObject(buildSparkManifest({ name, spec }), {
    ...{ namespace, uid, metadata, status },
  });
}

/** The same as a form would propose it: without what the service and the API server add. @public */
export function buildSparkManifest(
  options: { name?: string; spec?: Record<string, unknown> } = {},
): KubernetesObject {
  return {
    apiVersion: 'sparkoperator.k8s.io/v1beta2',
    kind: 'SparkApplication',
    metadata: { name: options.name ?? 'daily-orders' },
    spec: {
      type: 'Python',
      mode: 'cluster',
      sparkVersion: '4.0.1',
      image: 'apache/spark:4.0.1',
      mainApplicationFile: 'local:///opt/spark/examples/src/main/python/pi.py',
      driver: { cores: 1, memory: '2g', serviceAccount: 'spark' },
      executor: { cores: 2, memory: '4g', instances: 2 },
      ...options.spec,
    },
  };
}
