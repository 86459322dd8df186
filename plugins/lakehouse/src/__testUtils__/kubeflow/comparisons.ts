import type {
  PipelineComparison,
  PipelineRunComparison,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { ago } from './place';
import { runFixture } from './runs';

const GIB = 1024 ** 3;

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
