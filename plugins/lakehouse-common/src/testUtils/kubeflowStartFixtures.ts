import {
  buildRecurringRun,
  buildSchedule,
  buildStart,
} from './buildPipelineStart';
import {
  ENDED,
  fixturesOf,
  live,
  STARTED,
  UID,
  type Expected,
} from './kubeflowObjects';
import type { KindFixture } from './sparkApplicationFixtures';

const start = fixturesOf(status => live(buildStart(), status));
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

const schedule = fixturesOf(status => live(buildSchedule(), status));

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
