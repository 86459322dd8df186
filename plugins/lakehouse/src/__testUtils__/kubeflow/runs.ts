import type {
  PipelineRunDetail,
  PipelineRunRow,
  PipelineStepRun,
  PipelineStepValues,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { liveFreshness } from '../domains';
import { graphFixture } from './graph';
import { ago, liveKubeflow, place } from './place';

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
