import type {
  PipelineDetail,
  PipelineRow,
  PipelineScheduleRow,
  PipelineVersionDetail,
  PipelineVersionRow,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { liveFreshness } from '../domains';
import { compiledFixture } from './graph';
import { ago, liveKubeflow, place } from './place';

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
    // Half an hour more: a busy machine comes to it late.
    nextAt: new Date(Date.now() + 3.5 * 3_600_000).toISOString(),
    lastAt: ago(60),
    state: 'running',
    ...extra,
  };
}

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
