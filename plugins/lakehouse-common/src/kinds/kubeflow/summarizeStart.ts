import type { KubernetesObject, Reason } from '../../types';
import type { KindRun, WorkloadSummary } from '../WorkloadKind';
import { pipelineOfStarter } from './pipelineOf';
import { recordsAt, specOf, statusOf, textAt } from './shapes';

/** A `Job` that starts a run once, as a flat row. */
export function summarizeStart(object: KubernetesObject): WorkloadSummary {
  const status = statusOf(object);
  const { creationTimestamp } = object.metadata;
  const startedAt = textAt(status, 'startTime');
  const endedAt = endOf(object);
  return {
    ...stateOf(object),
    description: `Starts ${pipelineOfStarter(object).name ?? 'a run'} once`,
    ...(creationTimestamp && { submittedAt: creationTimestamp }),
    ...(startedAt && { startedAt }),
    ...(endedAt && { endedAt }),
    pipeline: pipelineOfStarter(object),
    links: [],
  };
}

/** Starting the run is what the job does; the run itself is another thing. */
export function runOfStart(object: KubernetesObject): KindRun | undefined {
  const { uid } = object.metadata;
  const startedAt = textAt(statusOf(object), 'startTime');
  if (!uid || !startedAt) {
    return undefined;
  }
  const { state, reason } = stateOf(object);
  const endedAt = endOf(object);
  return {
    ...{ key: uid, startedAt, state },
    ...(endedAt && { endedAt }),
    ...(reason && { reason }),
  };
}

function stateOf(
  object: KubernetesObject,
): Pick<WorkloadSummary, 'state' | 'stateDetail' | 'reason'> {
  const status = statusOf(object);
  const failed = conditionOf(object, 'Failed');
  if (failed) {
    return { state: 'failed', stateDetail: 'Failed', reason: whyOf(failed) };
  }
  if (conditionOf(object, 'Complete')) {
    return { state: 'succeeded', stateDetail: 'Complete' };
  }
  if (specOf(object).suspend === true) {
    return { state: 'suspended', stateDetail: 'Suspended' };
  }
  const { active, ready } = status;
  if (typeof active !== 'number' || active === 0) {
    return { state: 'pending', stateDetail: 'Pending' };
  }
  // Older API servers do not say how many are ready.
  return ready === 0
    ? { state: 'pending', stateDetail: 'Active' }
    : { state: 'running', stateDetail: 'Active' };
}

function whyOf(condition: Record<string, unknown>): Reason {
  const detail = textAt(condition, 'message');
  return {
    ...(textAt(condition, 'reason') === 'DeadlineExceeded'
      ? {
          code: 'deadline',
          message: 'It did not start the run in the time it had.',
        }
      : {
          code: 'start-failed',
          message: 'It could not start the run; its log says why.',
        }),
    ...(detail && { detail }),
  };
}

function endOf(object: KubernetesObject): string | undefined {
  const failed = conditionOf(object, 'Failed');
  return failed
    ? textAt(failed, 'lastTransitionTime')
    : textAt(statusOf(object), 'completionTime');
}

function conditionOf(object: KubernetesObject, type: string) {
  return recordsAt(statusOf(object), 'conditions').find(
    one => one.type === type && one.status === 'True',
  );
}
