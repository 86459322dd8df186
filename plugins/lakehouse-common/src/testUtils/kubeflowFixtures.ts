import { recurringRunSpec } from '../kinds/kubeflow/recurringRun';
import { scheduleSpec, startSpec } from '../kinds/kubeflow/starterPod';
import type { JsonValue, KubernetesObject } from '../types';
import { settingsFixture } from './domainFixtures';
import type { KindFixture } from './sparkApplicationFixtures';

const CREATED = '2026-11-20T10:00:00Z';
const STARTED = '2026-11-20T10:00:05Z';
const ENDED = '2026-11-20T10:04:00Z';
const UID = '6b1f3c1e-0000-4000-8000-000000000001';

const starter = settingsFixture.kubeflow!.starter!;
const STARTER_LABELS = { 'app.kubernetes.io/component': 'pipeline-starter' };

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

/** A Job of the pipeline starter as it is in Git. @public */
export function buildStart(
  asked: Partial<Parameters<typeof startSpec>[0]> = {},
): KubernetesObject {
  const { name = 'orders-once' } = asked;
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name, namespace: 'dom-sales', labels: STARTER_LABELS },
    spec: startSpec({ pipeline: 'orders-features', ...asked, name }, starter),
  };
}

/** A CronJob of the pipeline starter as it is in Git. @public */
export function buildSchedule(
  asked: Partial<Parameters<typeof scheduleSpec>[0]> = {},
): KubernetesObject {
  const { name = 'orders-nightly' } = asked;
  return {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name, namespace: 'dom-sales', labels: STARTER_LABELS },
    spec: scheduleSpec(
      {
        pipeline: 'orders-features',
        cron: '0 3 * * *',
        timeZone: 'Europe/Berlin',
        ...asked,
        name,
      },
      starter,
    ),
  };
}

/** A `ScheduledWorkflow` as it is in Git. @public */
export function buildRecurringRun(
  over: {
    name?: string;
    spec?: Record<string, unknown>;
    parameters?: Record<string, JsonValue>;
  } = {},
): KubernetesObject {
  return {
    apiVersion: 'kubeflow.org/v1beta1',
    kind: 'ScheduledWorkflow',
    metadata: {
      name: over.name ?? 'orders-recurring',
      namespace: 'dom-sales',
    },
    spec: {
      ...recurringRunSpec({
        pipeline: 'orders-features',
        cron: '0 3 * * *',
        experimentId: '0e0e0e0e-0000-4000-8000-000000000001',
        pipelineId: '1a1a1a1a-0000-4000-8000-000000000001',
        pipelineVersionId: '',
        parameters: over.parameters ?? {},
      }),
      ...over.spec,
    },
    status: {},
  };
}

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

type Expected = KindFixture['expected'];

function live(
  object: KubernetesObject,
  status?: Record<string, unknown>,
  metadata: Record<string, unknown> = {},
): KubernetesObject {
  return {
    ...object,
    metadata: {
      ...object.metadata,
      ...{ uid: UID, creationTimestamp: CREATED },
      ...metadata,
    },
    ...(status && { status }),
  };
}

const of =
  (make: (status?: Record<string, unknown>) => KubernetesObject) =>
  (
    name: string,
    status: Record<string, unknown> | undefined,
    expected: Expected,
  ): KindFixture => ({ name, object: make(status), expected });

const going = { deletionTimestamp: ENDED };

/** A pipeline and a version have no states but these. @public */
export const kubeflowPipelineFixtures: KindFixture[] = [
  {
    name: 'there',
    object: live(buildPipeline()),
    expected: { state: 'succeeded', stateDetail: 'Ready' },
  },
  {
    name: 'deleting',
    object: live(buildPipeline(), undefined, going),
    expected: {
      ...{ state: 'pending', stateDetail: 'Deleting', reason: 'deleting' },
    },
  },
];

/** @public */
export const kubeflowVersionFixtures: KindFixture[] = [
  {
    name: 'there',
    object: live(buildPipelineVersion()),
    expected: { state: 'succeeded', stateDetail: 'Ready' },
  },
  {
    // Nobody writes the conditions of a version that came by Git, and what they say is not believed.
    name: 'with a condition',
    object: live(buildPipelineVersion(), {
      conditions: [{ type: 'PipelineVersionStatus', status: 'False' }],
    }),
    expected: { state: 'succeeded', stateDetail: 'Ready' },
  },
  {
    name: 'deleting',
    object: live(buildPipelineVersion(), undefined, going),
    expected: {
      ...{ state: 'pending', stateDetail: 'Deleting', reason: 'deleting' },
    },
  },
];

const start = of(status => live(buildStart(), status));
const ran = { runKey: UID, startedAt: STARTED };

/** Every state of a Job of the starter. @public */
export const kubeflowStartFixtures: KindFixture[] = [
  start('new', undefined, { state: 'pending', stateDetail: 'Pending' }),
  start(
    'starting',
    { active: 1, ready: 0, startTime: STARTED },
    { state: 'pending', stateDetail: 'Active', ...ran, runState: 'pending' },
  ),
  start(
    'running',
    { active: 1, ready: 1, startTime: STARTED },
    { state: 'running', stateDetail: 'Active', ...ran, runState: 'running' },
  ),
  start(
    'running on an old API server',
    { active: 1, startTime: STARTED },
    { state: 'running', stateDetail: 'Active', ...ran, runState: 'running' },
  ),
  start(
    'complete',
    {
      ...{ startTime: STARTED, completionTime: ENDED, succeeded: 1 },
      conditions: [{ type: 'Complete', status: 'True' }],
    },
    {
      ...{ state: 'succeeded', stateDetail: 'Complete', ...ran },
      ...{ endedAt: ENDED, runState: 'succeeded' },
    },
  ),
  start(
    'failed',
    {
      ...{ startTime: STARTED, failed: 1 },
      conditions: [
        {
          ...{ type: 'Failed', status: 'True', lastTransitionTime: ENDED },
          reason: 'BackoffLimitExceeded',
          message: 'Job has reached the specified backoff limit',
        },
      ],
    },
    {
      ...{ state: 'failed', stateDetail: 'Failed', reason: 'start-failed' },
      ...{ ...ran, endedAt: ENDED, runState: 'failed' },
    },
  ),
  start(
    'too late',
    {
      startTime: STARTED,
      conditions: [
        {
          ...{ type: 'Failed', status: 'True', lastTransitionTime: ENDED },
          reason: 'DeadlineExceeded',
        },
      ],
    },
    {
      ...{ state: 'failed', stateDetail: 'Failed', reason: 'deadline' },
      ...{ ...ran, endedAt: ENDED, runState: 'failed' },
    },
  ),
  {
    name: 'suspended',
    object: live({
      ...buildStart(),
      spec: { ...(buildStart().spec as object), suspend: true },
    }),
    expected: { state: 'suspended', stateDetail: 'Suspended' },
  },
];

const schedule = of(status => live(buildSchedule(), status));

/** Every state of a CronJob of the starter. @public */
export const kubeflowScheduleFixtures: KindFixture[] = [
  schedule('new', undefined, { state: 'succeeded', stateDetail: 'Scheduled' }),
  schedule(
    'active',
    { active: [{ name: 'orders-nightly-29' }], lastScheduleTime: STARTED },
    { state: 'running', stateDetail: 'Active', startedAt: STARTED },
  ),
  schedule(
    'went well',
    { lastScheduleTime: STARTED, lastSuccessfulTime: ENDED },
    { state: 'succeeded', stateDetail: 'Scheduled', startedAt: STARTED },
  ),
  schedule(
    'failed at first',
    { lastScheduleTime: STARTED },
    {
      ...{ state: 'failed', stateDetail: 'Failed', reason: 'start-failed' },
      startedAt: STARTED,
    },
  ),
  schedule(
    'failed of late',
    { lastScheduleTime: ENDED, lastSuccessfulTime: STARTED },
    {
      ...{ state: 'failed', stateDetail: 'Failed', reason: 'start-failed' },
      startedAt: ENDED,
    },
  ),
  {
    name: 'suspended',
    object: live(buildSchedule({ suspend: true }), {
      lastScheduleTime: STARTED,
    }),
    expected: {
      ...{ state: 'suspended', stateDetail: 'Suspended', startedAt: STARTED },
    },
  },
];

const recurring = (
  name: string,
  conditions: Array<Record<string, unknown>>,
  expected: Expected,
  spec: Record<string, unknown> = {},
): KindFixture => ({
  name,
  object: live(buildRecurringRun({ spec }), {
    conditions,
    ...(expected.startedAt && {
      trigger: { lastTriggeredTime: expected.startedAt },
    }),
  }),
  expected,
});
const is = (type: string, message?: string) => ({
  ...{ type, status: 'True', message },
});

/** Every state of a recurring run of KFP. @public */
export const kubeflowRecurringRunFixtures: KindFixture[] = [
  recurring('new', [], { state: 'succeeded', stateDetail: 'Enabled' }),
  recurring('enabled', [is('Enabled')], {
    ...{ state: 'succeeded', stateDetail: 'Enabled', startedAt: STARTED },
  }),
  recurring('running', [is('Running')], {
    ...{ state: 'running', stateDetail: 'Running' },
  }),
  recurring('succeeded', [is('Succeeded')], {
    ...{ state: 'succeeded', stateDetail: 'Succeeded' },
  }),
  recurring('error', [is('Enabled'), is('Error', 'bad cron')], {
    ...{ state: 'failed', stateDetail: 'Error', reason: 'schedule-refused' },
  }),
  recurring(
    'disabled',
    [is('Disabled')],
    { state: 'suspended', stateDetail: 'Disabled' },
    { enabled: false },
  ),
];

const run = (
  name: string,
  phase: string | undefined,
  more: { spec?: Record<string, unknown>; status?: Record<string, unknown> },
  expected: Expected,
): KindFixture => ({
  name,
  object: buildRunWorkflow({
    spec: more.spec,
    ...(phase !== undefined && {
      status: {
        ...{ phase, startedAt: STARTED, progress: '3/8' },
        ...(['Succeeded', 'Failed', 'Error'].includes(phase) && {
          finishedAt: ENDED,
        }),
        ...more.status,
      },
    }),
  }),
  expected,
});
const runs = { runKey: 'r-1', startedAt: STARTED };
const ended = { ...runs, endedAt: ENDED };
const stopped = { spec: { activeDeadlineSeconds: 0 } };

/** Every state of a run. @public */
export const kubeflowRunFixtures: KindFixture[] = [
  run('new', undefined, {}, { state: 'pending', stateDetail: 'Pending' }),
  run(
    'pending',
    'Pending',
    {},
    { state: 'pending', stateDetail: 'Pending', ...runs, runState: 'pending' },
  ),
  run(
    'running',
    'Running',
    {},
    { state: 'running', stateDetail: 'Running', ...runs, runState: 'running' },
  ),
  run('stopping', 'Running', stopped, {
    ...{ state: 'running', stateDetail: 'CANCELING' },
    ...{ ...runs, runState: 'running' },
  }),
  run(
    'succeeded',
    'Succeeded',
    {},
    {
      ...{ state: 'succeeded', stateDetail: 'Succeeded' },
      ...{ ...ended, runState: 'succeeded' },
    },
  ),
  run(
    'failed',
    'Failed',
    { status: { message: 'child failed' } },
    {
      ...{ state: 'failed', stateDetail: 'Failed', reason: 'run-failed' },
      ...{ ...ended, runState: 'failed' },
    },
  ),
  run(
    'in error',
    'Error',
    {},
    {
      ...{ state: 'failed', stateDetail: 'Error', reason: 'run-failed' },
      ...{ ...ended, runState: 'failed' },
    },
  ),
  run(
    'with compressed steps',
    'Failed',
    { status: { compressedNodes: 'H4sI' } },
    {
      ...{ state: 'failed', stateDetail: 'Failed', reason: 'run-failed' },
      ...{ ...ended, runState: 'failed' },
    },
  ),
  run('stopped', 'Failed', stopped, {
    ...{ state: 'failed', stateDetail: 'CANCELED', reason: 'cancelled' },
    ...{ ...ended, runState: 'failed' },
  }),
];
