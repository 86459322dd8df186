import type { KubernetesObject } from '../types';
import { CREATED, UID } from './kubeflowObjects';

/** A `Workflow` that KFP made for a run. @public */
export function buildRunWorkflow(
  over: {
    name?: string;
    spec?: Record<string, unknown>;
    status?: Record<string, unknown>;
  } = {},
): KubernetesObject {
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Workflow',
    metadata: {
      name: over.name ?? 'orders-features-x7x2k',
      namespace: 'dom-sales',
      uid: UID,
      creationTimestamp: CREATED,
      labels: { 'pipeline/runid': 'r-1' },
      annotations: { 'pipelines.kubeflow.org/run_name': 'orders-once' },
    },
    spec: {
      arguments: {
        parameters: [
          {
            name: 'components-3f',
            value: JSON.stringify({ executorLabel: 'exec-extract' }),
          },
          {
            name: 'implementations-3f',
            value: JSON.stringify({
              image: 'registry.example.com/sales/steps:1.0.0',
              resources: {
                resourceCpuRequest: '500m',
                resourceMemoryRequest: '1Gi',
              },
            }),
          },
          { name: 'components-root', value: '{"dag":{"tasks":{}}}' },
        ],
      },
      ...over.spec,
    },
    ...(over.status && { status: over.status }),
  };
}
