import type { KubernetesObject } from '@lakefront/backstage-plugin-lakehouse-common';

const CREATED = '2026-11-20T08:00:00Z';

export function pipeline(
  domain: string,
  name: string,
  spec: object = {},
): KubernetesObject {
  return object('pipelines.kubeflow.org/v2beta1', 'Pipeline', {
    ...{ domain, name, spec },
  });
}

/** A compiled pipeline: `load` waits for `extract`. */
export function pipelineSpec(
  name: string,
  tasks = ['extract', 'load'],
): object {
  return {
    pipelineInfo: { name },
    schemaVersion: '2.1.0',
    sdkVersion: 'kfp-2.14.0',
    deploymentSpec: {
      executors: Object.fromEntries(
        tasks.map(task => [
          `exec-${task}`,
          { container: { image: 'python:3.12', command: ['python'] } },
        ]),
      ),
    },
    components: Object.fromEntries(
      tasks.map(task => [`comp-${task}`, { executorLabel: `exec-${task}` }]),
    ),
    root: {
      dag: {
        tasks: Object.fromEntries(
          tasks.map((task, at) => [
            task,
            {
              componentRef: { name: `comp-${task}` },
              taskInfo: { name: task },
              ...(at > 0 && { dependentTasks: [tasks[at - 1]] }),
            },
          ]),
        ),
      },
    },
  };
}

export function version(
  domain: string,
  name: string,
  options: { pipeline: string; spec?: object; createdAt?: string },
): KubernetesObject {
  return object('pipelines.kubeflow.org/v2beta1', 'PipelineVersion', {
    ...{ domain, name, createdAt: options.createdAt },
    spec: {
      pipelineName: options.pipeline,
      pipelineSpec: pipelineSpec(options.pipeline),
      ...options.spec,
    },
  });
}

/** A CronJob of the starter. */
export function schedule(
  domain: string,
  name: string,
  options: { pipeline: string; version?: string; suspend?: boolean },
): KubernetesObject {
  return object('batch/v1', 'CronJob', {
    ...{ domain, name },
    labels: { 'app.kubernetes.io/component': 'pipeline-starter' },
    spec: {
      ...{ schedule: '0 3 * * *', timeZone: 'Europe/Berlin' },
      ...(options.suspend && { suspend: true }),
      jobTemplate: {
        spec: {
          template: {
            spec: {
              containers: [
                {
                  args: [
                    `--name=${name}`,
                    `--pipeline=${options.pipeline}`,
                    ...(options.version
                      ? [`--version=${options.version}`]
                      : []),
                    '--scheduled',
                  ],
                },
              ],
            },
          },
        },
      },
    },
  });
}

/** One of KFP's own, which knows its pipeline by ids. */
export function recurringRun(
  domain: string,
  name: string,
  options: { pipelineId: string; versionId?: string; cron: string },
): KubernetesObject {
  const { pipelineId, versionId, cron } = options;
  return object('kubeflow.org/v1beta1', 'ScheduledWorkflow', {
    ...{ domain, name },
    spec: {
      ...{ enabled: true, pipelineId, pipelineVersionId: versionId },
      trigger: { cronSchedule: { cron } },
    },
    status: {
      trigger: {
        lastTriggeredTime: '2026-11-20T04:00:00Z',
        nextTriggeredTime: '2026-11-21T04:00:00Z',
      },
    },
  });
}

export interface WorkflowOptions {
  runId: string;
  runName?: string;
  phase?: string;
  startedAt?: string;
  finishedAt?: string;
  /** Tasks of the pipeline and the phases of their executors. */
  tasks?: Record<string, string>;
  attempt?: number;
  /** What the driver decided for the container of each task. */
  executorInputs?: Record<string, object>;
  /** What each task takes, as the pipeline says it. */
  taskInputs?: Record<string, object>;
}

/** A Workflow as KFP makes it, with a driver and an executor for each task. */
export function workflow(
  domain: string,
  name: string,
  options: WorkflowOptions,
): KubernetesObject {
  const { runName = name, phase = 'Running', finishedAt } = options;
  const startedAt = options.startedAt ?? CREATED;
  const node = (path: string, rest: object) => {
    const full = `${name}${path}`;
    const id = `${name}-${hash(full)}`;
    return [id, { id, name: full, startedAt, ...rest }] as const;
  };
  return object('argoproj.io/v1alpha1', 'Workflow', {
    ...{ domain, name },
    labels: { 'pipeline/runid': options.runId },
    annotations: {
      'pipelines.kubeflow.org/run_name': runName,
      ...(options.attempt && {
        'pipelines.kubeflow.org/retry-generation': `${options.attempt}`,
      }),
    },
    createdAt: startedAt,
    status: {
      ...{ phase, startedAt },
      ...(finishedAt && { finishedAt }),
      nodes: Object.fromEntries([
        node('', { type: 'DAG', phase, templateName: 'entrypoint' }),
        node('.root-driver', {
          ...{ type: 'Pod', phase: 'Succeeded', finishedAt: startedAt },
          templateName: 'system-dag-driver',
        }),
        node('.root', { type: 'DAG', phase, templateName: 'root' }),
        ...Object.entries(options.tasks ?? {}).flatMap(([task, state]) => [
          node(`.root.${task}-driver`, {
            ...{ type: 'Pod', phase: 'Succeeded', finishedAt: startedAt },
            templateName: 'system-container-driver',
            ...(options.taskInputs?.[task] && {
              inputs: {
                parameters: [
                  {
                    name: 'task',
                    value: JSON.stringify({ inputs: options.taskInputs[task] }),
                  },
                ],
              },
            }),
          }),
          node(`.root.${task}`, {
            ...{ type: 'DAG', phase: state },
            templateName: 'system-container-executor',
          }),
          node(`.root.${task}.executor`, {
            ...{ type: 'Pod', phase: state },
            templateName: 'system-container-impl',
            ...(options.executorInputs?.[task] && {
              inputs: {
                parameters: [
                  {
                    name: 'pod-spec-patch',
                    value: podSpecPatch(options.executorInputs[task]),
                  },
                ],
              },
            }),
          }),
        ]),
      ]),
    },
  });
}

function object(
  apiVersion: string,
  kind: string,
  options: {
    domain: string;
    name: string;
    spec?: object;
    status?: object;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
    createdAt?: string;
  },
): KubernetesObject {
  const { domain, name, spec, status, labels, annotations } = options;
  return {
    ...{ apiVersion, kind },
    metadata: {
      ...{ name, namespace: `dom-${domain}`, labels, annotations },
      uid: `uid-${kind.toLocaleLowerCase('en-US')}-${domain}-${name}`,
      creationTimestamp: options.createdAt ?? CREATED,
    },
    ...(spec && { spec }),
    ...(status && { status }),
  } as KubernetesObject;
}

function podSpecPatch(executorInput: object): string {
  const command = [
    'launcher',
    '--executor_input',
    JSON.stringify(executorInput),
  ];
  return JSON.stringify({ containers: [{ name: 'main', command }] });
}

function hash(text: string): number {
  return [...text].reduce(
    (sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 4_294_967_296,
    7,
  );
}

/** An id as KFP makes them. */
export function runId(number: number): string {
  return `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
}
