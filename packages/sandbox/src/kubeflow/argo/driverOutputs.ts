import { asObject, type JsonObject } from '../../kube/json';
import { executionIdOf, executorInput } from './executorInput';
import { conditionOf, iterationsOf, parseJson, runParameters } from './script';
import type { ArgoNode, ArgoParameter, Workflow } from './types';

/** What a driver has decided: whether what it drives runs, with what, how often. */
export function driverOutputs(
  workflow: Workflow,
  node: ArgoNode,
  /** Whether the step is taken from an earlier run. */
  cached = false,
): ArgoParameter[] {
  const inputs = Object.fromEntries(
    (node.inputs?.parameters ?? []).map(({ name, value = '' }) => [
      name,
      value,
    ]),
  );
  const task = asObject(parseJson(inputs.task));
  const condition = { name: 'condition', value: String(conditionOf(task)) };
  if (node.templateName === 'system-dag-driver') {
    const isLoop =
      task.parameterIterator !== undefined &&
      inputs['iteration-index'] === '-1';
    const count = isLoop ? iterationsOf(task, runParameters(workflow)) : 0;
    return [
      { name: 'execution-id', value: String(executionIdOf(node)) },
      { name: 'iteration-count', value: String(count) },
      condition,
    ];
  }
  if (node.templateName === 'system-container-driver') {
    return [
      {
        name: 'pod-spec-patch',
        value: JSON.stringify(podSpecPatch(workflow, node, inputs)),
      },
      { name: 'cached-decision', value: String(cached) },
      condition,
    ];
  }
  return [];
}

function podSpecPatch(
  workflow: Workflow,
  node: ArgoNode,
  inputs: Record<string, string>,
): object {
  const container = asObject(parseJson(inputs.container));
  const task = asObject(parseJson(inputs.task));
  const component = asObject(parseJson(inputs.component));
  const resources = toResources(asObject(container.resources));
  return {
    containers: [
      {
        name: 'main',
        image: container.image,
        command: [
          '/kfp-launcher/launch',
          '--pipeline_name',
          workflow.metadata.generateName ?? workflow.metadata.name,
          '--run_id',
          workflow.metadata.labels?.['pipeline/runid'] ?? '',
          '--execution_id',
          String(executionIdOf(node)),
          '--executor_input',
          JSON.stringify(executorInput({ workflow, node, task, component })),
          '--component_spec',
          JSON.stringify(component),
          '--',
        ],
        args: [
          ...((container.command as string[] | undefined) ?? []),
          ...((container.args as string[] | undefined) ?? []),
        ],
        ...(container.env !== undefined && { env: container.env }),
        resources,
      },
    ],
  };
}

/** As the format says it, or as it said it before that. */
function toResources(said: JsonObject): object {
  const text = (...names: string[]) =>
    names.map(name => said[name]).find(value => value !== undefined);
  const cpuRequest = text('resourceCpuRequest', 'cpuRequest');
  const cpuLimit = text('resourceCpuLimit', 'cpuLimit');
  const memoryRequest = text('resourceMemoryRequest');
  const memoryLimit = text('resourceMemoryLimit');
  const accelerator = asObject(said.accelerator);
  const gpu = accelerator.resourceType && {
    [String(accelerator.resourceType)]: String(accelerator.resourceCount ?? 1),
  };
  const limits = {
    ...(cpuLimit !== undefined && { cpu: String(cpuLimit) }),
    ...(memoryLimit !== undefined && { memory: String(memoryLimit) }),
    ...(gpu || {}),
  };
  const requests = {
    ...(cpuRequest !== undefined && { cpu: String(cpuRequest) }),
    ...(memoryRequest !== undefined && { memory: String(memoryRequest) }),
  };
  return {
    ...(Object.keys(limits).length > 0 && { limits }),
    ...(Object.keys(requests).length > 0 && { requests }),
  };
}
