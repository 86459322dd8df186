import type { JsonValue, KubernetesObject } from '../types';

/** A compiled pipeline of one step, as a value. @public */
export function pipelineSpecFixture(
  over: { image?: string; inputs?: Record<string, JsonValue> } = {},
): Record<string, JsonValue> {
  const { image = 'registry.example.com/sales/steps:1.0.0', inputs } = over;
  return {
    pipelineInfo: { name: 'orders-features' },
    schemaVersion: '2.1.0',
    sdkVersion: 'kfp-2.14.6',
    components: { 'comp-extract': { executorLabel: 'exec-extract' } },
    deploymentSpec: {
      executors: {
        'exec-extract': {
          container: {
            image,
            command: ['extract'],
            resources: {
              resourceCpuRequest: '500m',
              resourceMemoryRequest: '1Gi',
            },
          },
        },
      },
    },
    root: {
      dag: {
        tasks: {
          extract: {
            componentRef: { name: 'comp-extract' },
            taskInfo: { name: 'extract' },
          },
        },
      },
      ...(inputs && { inputDefinitions: { parameters: inputs } }),
    },
  };
}

/** A `Pipeline` as it is in Git. @public */
export function buildPipeline(
  over: { name?: string; spec?: Record<string, unknown> } = {},
): KubernetesObject {
  return {
    apiVersion: 'pipelines.kubeflow.org/v2beta1',
    kind: 'Pipeline',
    metadata: { name: over.name ?? 'orders-features', namespace: 'dom-sales' },
    spec: { displayName: 'Orders features', ...over.spec },
  };
}

/** A `PipelineVersion` as it is in Git. @public */
export function buildPipelineVersion(
  over: { name?: string; spec?: Record<string, unknown> } = {},
): KubernetesObject {
  return {
    apiVersion: 'pipelines.kubeflow.org/v2beta1',
    kind: 'PipelineVersion',
    metadata: {
      name: over.name ?? 'orders-features-v1',
      namespace: 'dom-sales',
    },
    spec: {
      pipelineName: 'orders-features',
      displayName: 'v1',
      pipelineSpec: pipelineSpecFixture(),
      ...over.spec,
    },
  };
}
