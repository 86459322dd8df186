import { cronWords } from '../../cron/cronWords';
import type { KubernetesObject } from '../../types';
import type { WorkloadSummary } from '../WorkloadKind';
import { pipelineOfStarter } from './pipelineOf';
import { specOf, statusOf, textAt } from './shapes';

type State = Pick<WorkloadSummary, 'state' | 'stateDetail' | 'reason'>;

/** A `CronJob` that starts runs by the clock, as a flat row. */
export function summarizeSchedule(object: KubernetesObject): WorkloadSummary {
  const status = statusOf(object);
  const { creationTimestamp } = object.metadata;
  const startedAt = textAt(status, 'lastScheduleTime');
  return {
    ...stateOf(object),
    description: cronWords(
      textAt(specOf(object), 'schedule') ?? 'No time',
      textAt(specOf(object), 'timeZone') ?? 'UTC',
    ),
    ...(creationTimestamp && { submittedAt: creationTimestamp }),
    ...(startedAt && { startedAt }),
    pipeline: pipelineOfStarter(object),
    links: [],
  };
}

/** What waits for its next time is as it should be: nobody has to look at it. */
function stateOf(object: KubernetesObject): State {
  const { active, lastScheduleTime, lastSuccessfulTime } = statusOf(object);
  if (specOf(object).suspend === true) {
    return { state: 'suspended', stateDetail: 'Suspended' };
  }
  if (Array.isArray(active) && active.length > 0) {
    return { state: 'running', stateDetail: 'Active' };
  }
  if (
    typeof lastScheduleTime === 'string' &&
    !(Date.parse(String(lastSuccessfulTime)) >= Date.parse(lastScheduleTime))
  ) {
    return {
      ...{ state: 'failed', stateDetail: 'Failed' },
      reason: {
        code: 'start-failed',
        message:
          'It could not start its last run; the log of its last pod says why.',
      },
    };
  }
  return { state: 'succeeded', stateDetail: 'Scheduled' };
}
