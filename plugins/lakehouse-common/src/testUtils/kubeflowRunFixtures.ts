import { buildRunWorkflow } from './buildRunWorkflow';
import { ENDED, STARTED, type Expected } from './kubeflowObjects';
import type { KindFixture } from './sparkApplicationFixtures';

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
