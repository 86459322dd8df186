import type { ArgoParameter, ArgoTemplate } from './types';

const DRIVER_IMAGE = 'ghcr.io/kubeflow/kfp-driver:2.17.0';
const LAUNCHER_IMAGE = 'ghcr.io/kubeflow/kfp-launcher:2.17.0';

const value = (name: string) => `{{inputs.parameters.${name}}}`;
const outputPath = (name: string) => `{{outputs.parameters.${name}.path}}`;

const environment = [
  ['KFP_POD_NAME', 'metadata.name'],
  ['KFP_POD_UID', 'metadata.uid'],
].map(([name, fieldPath]) => ({
  name,
  valueFrom: { fieldRef: { fieldPath } },
}));

const confined = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  seccompProfile: { type: 'RuntimeDefault' },
};

function inputs(
  required: string[],
  defaults: Record<string, string> = {},
): { parameters: ArgoParameter[] } {
  return {
    parameters: [
      ...required.map(name => ({ name })),
      ...Object.entries(defaults).map(([name, text]) => ({
        name,
        default: text,
      })),
    ],
  };
}

function outputs(defaults: Record<string, string | undefined>) {
  return {
    parameters: Object.entries(defaults).map(([name, text]) => ({
      name,
      valueFrom: {
        ...(text !== undefined && { default: text }),
        path: `/tmp/outputs/${name}`,
      },
    })),
  };
}

function driver(options: {
  name: string;
  args: string[];
  inputs: ArgoTemplate['inputs'];
  outputs: object;
}): ArgoTemplate {
  const { name, args } = options;
  return {
    name,
    inputs: options.inputs,
    outputs: options.outputs,
    metadata: {
      annotations: { 'pipelines.kubeflow.org/runtime-role': 'driver' },
    },
    container: {
      name: '',
      image: DRIVER_IMAGE,
      command: ['driver'],
      args: [
        ...args,
        '--run_id',
        '{{workflow.uid}}',
        '--run_name',
        '{{workflow.name}}',
        '--iteration_index',
        value('iteration-index'),
        '--condition_path',
        outputPath('condition'),
        '--log_level',
        '1',
      ],
      env: environment,
      resources: {
        limits: { cpu: '500m', memory: '512Mi' },
        requests: { cpu: '100m', memory: '64Mi' },
      },
      securityContext: { ...confined, runAsNonRoot: true },
    },
  };
}

/** Decides about a dag: whether it runs, and how often. */
export function dagDriver(pipeline: string): ArgoTemplate {
  return driver({
    name: 'system-dag-driver',
    args: [
      ...['--type', value('driver-type'), '--pipeline_name', pipeline],
      ...['--dag_execution_id', value('parent-dag-id')],
      ...['--component', value('component'), '--task', value('task')],
      ...['--task_name', value('task-name')],
      ...['--runtime_config', value('runtime-config')],
      ...['--execution_id_path', outputPath('execution-id')],
      ...['--iteration_count_path', outputPath('iteration-count')],
    ],
    inputs: inputs(['component'], {
      'runtime-config': '',
      task: '',
      'task-name': '',
      'parent-dag-id': '0',
      'iteration-index': '-1',
      'driver-type': 'DAG',
    }),
    outputs: outputs({
      'execution-id': undefined,
      'iteration-count': '0',
      condition: 'true',
    }),
  });
}

/** Decides about a step: whether it runs, with what, or whether it ran before. */
export function containerDriver(pipeline: string): ArgoTemplate {
  return driver({
    name: 'system-container-driver',
    args: [
      ...['--type', 'CONTAINER', '--pipeline_name', pipeline],
      ...['--dag_execution_id', value('parent-dag-id')],
      ...['--component', value('component'), '--task', value('task')],
      ...['--task_name', value('task-name'), '--container', value('container')],
      ...['--cached_decision_path', outputPath('cached-decision')],
      ...['--pod_spec_patch_path', outputPath('pod-spec-patch')],
      ...['--kubernetes_config', value('kubernetes-config')],
    ],
    inputs: inputs(
      ['component', 'task', 'container', 'task-name', 'parent-dag-id'],
      { 'iteration-index': '-1', 'kubernetes-config': '' },
    ),
    outputs: outputs({
      'pod-spec-patch': '',
      'cached-decision': 'false',
      condition: 'true',
    }),
  });
}

/** Runs a step: a dag around the one container, that is left out where it ran before. */
export function containerExecutor(retried: boolean): {
  outer: ArgoTemplate;
  inner: ArgoTemplate;
} {
  const prefix = retried ? 'retry-' : '';
  const retry = retried ? ['retry-max-count'] : [];
  return {
    outer: {
      name: `${prefix}system-container-executor`,
      inputs: inputs(['pod-spec-patch'], {
        'cached-decision': 'false',
        ...(retried && { 'retry-max-count': '0' }),
      }),
      dag: {
        tasks: [
          {
            name: 'executor',
            template: `${prefix}system-container-impl`,
            when: `${value('cached-decision')} != true`,
            arguments: {
              parameters: ['pod-spec-patch', ...retry].map(name => ({
                name,
                value: value(name),
              })),
            },
          },
        ],
      },
    },
    inner: {
      name: `${prefix}system-container-impl`,
      inputs: inputs(['pod-spec-patch', ...retry]),
      podSpecPatch: value('pod-spec-patch'),
      metadata: {
        annotations: { 'pipelines.kubeflow.org/runtime-role': 'launcher' },
      },
      ...(retried && { retryStrategy: { limit: value('retry-max-count') } }),
      initContainers: [
        {
          name: 'kfp-launcher',
          image: LAUNCHER_IMAGE,
          command: ['launcher-v2'],
          args: ['--copy', '/kfp-launcher/launch'],
          resources: {
            limits: { cpu: '500m', memory: '256Mi' },
            requests: { cpu: '100m' },
          },
        },
      ],
      // Image, command and resources of the step come with the patch.
      container: {
        name: '',
        image: 'gcr.io/ml-pipeline/should-be-overridden-during-runtime',
        command: ['should-be-overridden-during-runtime'],
        env: environment,
        resources: {},
        securityContext: confined,
      },
      volumes: [{ name: 'kfp-launcher', emptyDir: {} }],
    },
  };
}

/** Reads what is there already into the run. */
export function importer(pipeline: string): ArgoTemplate {
  return {
    name: 'system-importer',
    inputs: inputs(['task', 'component', 'importer', 'parent-dag-id']),
    container: {
      name: '',
      image: LAUNCHER_IMAGE,
      command: ['launcher-v2'],
      args: [
        ...['--executor_type', 'importer', '--pipeline_name', pipeline],
        ...['--task_spec', value('task')],
        ...['--component_spec', value('component')],
        ...['--importer_spec', value('importer')],
        ...['--parent_dag_id', value('parent-dag-id')],
      ],
      env: environment,
      resources: { limits: { memory: '256Mi' }, requests: { cpu: '100m' } },
      securityContext: { ...confined, runAsNonRoot: true },
    },
  };
}
