import type {
  CompiledPipeline,
  KubeflowFreshness,
  PipelineComparison,
  PipelineDetail,
  PipelineGraph,
  PipelineNode,
  PipelineRow,
  PipelineRunComparison,
  PipelineRunDetail,
  PipelineRunRow,
  PipelineScheduleRow,
  PipelineStepRun,
  PipelineStepValues,
  PipelineVersionDetail,
  PipelineVersionRow,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { liveFreshness } from './domains';

const GIB = 1024 ** 3;

export const place = {
  kubernetesCluster: 'west',
  domain: 'sales',
  namespace: 'dom-sales',
};

export const liveKubeflow: KubeflowFreshness[] = [
  {
    kubernetesCluster: 'west',
    state: 'live',
    readAt: '2026-01-02T10:20:00Z',
  },
];

export const awayKubeflow: KubeflowFreshness[] = [
  {
    kubernetesCluster: 'west',
    state: 'unreachable',
    readAt: '2026-01-02T10:20:00Z',
    message: 'connect ECONNREFUSED; look whether ml-pipeline runs',
  },
];

/** Minutes before now. */
export const ago = (minutes: number) =>
  new Date(Date.now() - minutes * 60_000).toISOString();

/** A step that runs a container, with what a test does not care about filled in. */
export function nodeFixture(
  id: string,
  extra: Partial<PipelineNode> = {},
): PipelineNode {
  const [title, ...outer] = id.split('/').reverse();
  return {
    id,
    ...(outer.length > 0 && { parent: outer.reverse().join('/') }),
    type: 'step',
    title,
    image: 'registry.test/ml/features:1.4',
    resources: { cpu: 1, memory: 2 * GIB },
    caching: true,
    inputs: [],
    outputs: [],
    ...extra,
  };
}

const holds = { image: undefined, resources: undefined };

export const graphFixture: PipelineGraph = {
  nodes: [
    nodeFixture('extract', {
      inputs: [{ name: 'day', type: 'string', from: 'day' }],
      outputs: [
        { name: 'rows', type: 'artifact', artifactType: 'system.Dataset' },
      ],
    }),
    nodeFixture('check'),
    nodeFixture('if-good', {
      ...holds,
      type: 'condition',
      when: 'check.ok == true',
    }),
    nodeFixture('if-good/each-region', {
      ...holds,
      type: 'loop',
      loop: { over: 'regions', parallel: 2 },
    }),
    nodeFixture('if-good/each-region/fit', {
      image: 'registry.test/ml/train:2.0',
      resources: { cpu: 4, memory: 16 * GIB, gpu: 1 },
      retries: 2,
    }),
    nodeFixture('if-good/publish'),
    nodeFixture('report', { caching: false }),
  ],
  edges: [
    { from: 'extract', to: 'check', values: ['rows'] },
    { from: 'check', to: 'if-good', values: ['ok'] },
    { from: 'if-good', to: 'report', values: [], always: true },
  ],
};

export const compiledFixture: CompiledPipeline = {
  name: 'orders-features',
  title: 'Orders features',
  sdkVersion: 'kfp-2.14.0',
  graph: graphFixture,
  inputs: [
    { name: 'day', type: 'string', description: 'Which day to read' },
    {
      name: 'regions',
      type: 'list',
      optional: true,
      default: ['north', 'south'],
    },
  ],
  outputs: [],
  images: ['registry.test/ml/features:1.4', 'registry.test/ml/train:2.0'],
  footprint: { cpu: 8, memory: 26 * GIB, gpu: 1, pods: 5, parts: [] },
};

/** A pipeline in a list, with what a test does not care about filled in. */
export function pipelineFixture(extra: Partial<PipelineRow> = {}): PipelineRow {
  return {
    ...place,
    name: 'orders-features',
    title: 'Orders features',
    description: 'Features of each order, by day',
    owner: 'group:default/sales-data',
    requestedBy: 'user:default/mia',
    changeId: 'c-42',
    createdAt: '2025-11-02T08:00:00Z',
    versions: 2,
    latestVersion: {
      name: 'orders-features-v2',
      title: 'v2',
      createdAt: '2026-01-01T08:00:00Z',
    },
    schedules: { active: 1, all: 2 },
    lastRuns: [
      {
        runId: 'run-1',
        name: 'nightly-20260102T0300Z',
        state: 'failed',
        stateDetail: 'FAILED',
        startedAt: ago(60),
        endedAt: ago(50),
      },
      {
        runId: 'run-0',
        name: 'nightly-20260101T0300Z',
        state: 'succeeded',
        stateDetail: 'SUCCEEDED',
        startedAt: ago(60 * 25),
        endedAt: ago(60 * 24 + 52),
      },
    ],
    usual: { runs: 12, medianSeconds: 480 },
    ...extra,
  };
}

/** A version in a list, with what a test does not care about filled in. */
export function versionFixture(
  extra: Partial<PipelineVersionRow> = {},
): PipelineVersionRow {
  return {
    ...place,
    name: 'orders-features-v2',
    title: 'v2',
    pipeline: 'orders-features',
    description: 'More memory for fit',
    codeSource: 'https://git.test/ml/orders/tree/v2',
    requestedBy: 'user:default/mia',
    changeId: 'c-42',
    createdAt: '2026-01-01T08:00:00Z',
    steps: 5,
    footprint: compiledFixture.footprint,
    ...extra,
  };
}

/** A schedule in a list, with what a test does not care about filled in. */
export function scheduleFixture(
  extra: Partial<PipelineScheduleRow> = {},
): PipelineScheduleRow {
  return {
    ...place,
    kind: 'kubeflow-schedule',
    name: 'nightly',
    pipeline: 'orders-features',
    suspended: false,
    when: 'At 03:00 AM, Europe/Berlin',
    cron: '0 3 * * *',
    timeZone: 'Europe/Berlin',
    nextAt: new Date(Date.now() + 3 * 3_600_000 + 30_000).toISOString(),
    lastAt: ago(60),
    state: 'running',
    ...extra,
  };
}

/** A run in a list, with what a test does not care about filled in. */
export function runFixture(
  extra: Partial<PipelineRunRow> = {},
): PipelineRunRow {
  return {
    ...place,
    runId: 'run-1',
    name: 'nightly-20260102T0300Z',
    pipeline: 'orders-features',
    version: 'orders-features-v2',
    schedule: 'nightly',
    workload: {
      kubernetesCluster: 'west',
      namespace: 'dom-sales',
      kind: 'kubeflow-run',
      name: 'orders-features-x7k2p',
    },
    state: 'failed',
    stateDetail: 'FAILED',
    reason: {
      code: 'out-of-memory',
      message: 'fit ran out of memory (exit 137, limit 16 GiB).',
    },
    requestedBy: 'user:default/mia',
    createdAt: ago(61),
    startedAt: ago(60),
    endedAt: ago(50),
    ...extra,
  };
}

export const stepsFixture: PipelineStepRun[] = [
  {
    id: 'extract',
    state: 'succeeded',
    stateDetail: 'Succeeded',
    cached: true,
    startedAt: ago(60),
    endedAt: ago(59),
    retries: 0,
  },
  {
    id: 'check',
    state: 'succeeded',
    stateDetail: 'Succeeded',
    pod: 'orders-features-x7k2p-check',
    startedAt: ago(59),
    endedAt: ago(57),
    retries: 0,
  },
  {
    id: 'if-good',
    state: 'failed',
    stateDetail: 'Failed',
    startedAt: ago(57),
    endedAt: ago(51),
    retries: 0,
  },
  {
    id: 'if-good/each-region',
    state: 'failed',
    stateDetail: 'Failed',
    startedAt: ago(57),
    endedAt: ago(51),
    retries: 0,
  },
  {
    id: 'if-good/each-region/fit',
    iteration: [0],
    state: 'succeeded',
    stateDetail: 'Succeeded',
    pod: 'orders-features-x7k2p-fit-0',
    startedAt: ago(57),
    endedAt: ago(53),
    retries: 0,
  },
  {
    id: 'if-good/each-region/fit',
    iteration: [1],
    state: 'failed',
    stateDetail: 'Failed',
    reason: {
      code: 'out-of-memory',
      message: 'fit ran out of memory (exit 137, limit 16 GiB).',
      detail: 'main: OOMKilled (exit code 137)',
    },
    pod: 'orders-features-x7k2p-fit-1',
    startedAt: ago(57),
    endedAt: ago(51),
    retries: 2,
  },
  {
    id: 'if-good/publish',
    state: 'skipped',
    stateDetail: 'Omitted',
    retries: 0,
  },
  {
    id: 'report',
    state: 'succeeded',
    stateDetail: 'Succeeded',
    pod: 'orders-features-x7k2p-report',
    startedAt: ago(51),
    endedAt: ago(50),
    retries: 0,
  },
];

export const runDetailFixture: PipelineRunDetail = {
  run: runFixture(),
  graph: graphFixture,
  steps: stepsFixture,
  parameters: [
    { name: 'day', value: '2026-01-01' },
    { name: 'regions', value: ['north', 'south'] },
  ],
  usual: { runs: 12, medianSeconds: 480 },
  mayChange: true,
  links: [{ title: 'Kubeflow', url: 'http://kfp.test/#/runs/details/run-1' }],
  missing: [],
  freshness: liveFreshness,
  kubeflow: liveKubeflow,
  version: 'v1',
};

export const valuesFixture: PipelineStepValues = {
  id: 'if-good/each-region/fit',
  iteration: [1],
  inputs: [{ name: 'region', value: 'south' }],
  outputs: [{ name: 'rounds', value: 12 }],
  inputArtifacts: [
    {
      name: 'rows',
      type: 'system.Dataset',
      uri: 's3://lake/sales/orders/rows',
      metadata: { rows: 120_000 },
    },
  ],
  outputArtifacts: [],
  metrics: [{ name: 'accuracy', value: 0.873 }],
};

export const pipelineDetailFixture: PipelineDetail = {
  pipeline: pipelineFixture(),
  versions: [
    versionFixture(),
    versionFixture({
      name: 'orders-features-v1',
      title: 'v1',
      createdAt: '2025-11-02T08:00:00Z',
    }),
  ],
  schedules: [
    scheduleFixture(),
    scheduleFixture({
      kind: 'kubeflow-recurring-run',
      name: 'hourly',
      version: 'orders-features-v1',
      suspended: true,
      state: 'suspended',
      when: 'Every hour',
      nextAt: undefined,
    }),
  ],
  success: {
    ended: 36,
    succeeded: 34,
    days: [
      {
        day: ago(60 * 24 * 20).slice(0, 10),
        succeeded: 24,
        failed: 0,
        medianSeconds: 470,
      },
      {
        day: ago(60 * 24 * 2).slice(0, 10),
        succeeded: 10,
        failed: 1,
        medianSeconds: 500,
      },
      { day: ago(0).slice(0, 10), succeeded: 0, failed: 1 },
    ],
  },
  mayChange: true,
  domainOwner: 'group:default/sales-data',
  links: [
    { title: 'Kubeflow', url: 'http://kfp.test/#/pipelines/details/p-1' },
  ],
  freshness: liveFreshness,
  kubeflow: liveKubeflow,
};

export const versionDetailFixture: PipelineVersionDetail = {
  version: versionFixture(),
  compiled: compiledFixture,
  before: 'orders-features-v1',
  usedBy: {
    schedules: [scheduleFixture({ version: 'orders-features-v2' })],
    runs: 12,
  },
  mayChange: true,
  links: [
    {
      title: 'Kubeflow',
      url: 'http://kfp.test/#/pipelines/details/p-1/version/v-2',
    },
  ],
  freshness: liveFreshness,
};

export const pipelineComparisonFixture: PipelineComparison = {
  nodes: [
    { id: 'report', title: 'report', change: 'added', values: [] },
    {
      id: 'if-good/each-region/fit',
      title: 'fit',
      change: 'changed',
      values: [
        { path: 'resources.memory', before: 8 * GIB, after: 16 * GIB },
        {
          path: 'image',
          before: 'registry.test/ml/train:1.9',
          after: 'registry.test/ml/train:2.0',
        },
      ],
    },
  ],
  edges: [{ from: 'if-good', to: 'report', change: 'added' }],
  inputs: [{ name: 'regions', after: ['north', 'south'] }],
};

export const runComparisonFixture: PipelineRunComparison = {
  runs: [
    runFixture(),
    runFixture({
      runId: 'run-0',
      name: 'nightly-20260101T0300Z',
      state: 'succeeded',
      stateDetail: 'SUCCEEDED',
      reason: undefined,
      workload: undefined,
      startedAt: ago(60 * 25),
      endedAt: ago(60 * 25 - 8),
    }),
  ],
  parameters: [{ name: 'day', values: ['2026-01-01', '2025-12-31'] }],
  steps: [
    {
      id: 'extract',
      title: 'extract',
      states: ['succeeded', 'succeeded'],
      seconds: [60, 55],
    },
    {
      id: 'if-good/each-region/fit',
      title: 'fit',
      states: ['failed', 'succeeded'],
      seconds: [600, 240],
    },
    {
      id: 'report',
      title: 'report',
      states: ['succeeded', null],
      seconds: [60, null],
    },
  ],
  metrics: [{ step: 'fit', name: 'accuracy', values: [null, 0.873] }],
  missing: [],
};
