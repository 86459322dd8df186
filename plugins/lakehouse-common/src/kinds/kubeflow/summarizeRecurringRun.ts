import type { KubernetesObject } from '../../types';
import type { WorkloadSummary } from '../WorkloadKind';
import { recurringWhen } from './recurringRun';
import { recordAt, recordsAt, specOf, statusOf, textAt } from './shapes';

type State = Pick<WorkloadSummary, 'state' | 'stateDetail' | 'reason'>;

/** A `ScheduledWorkflow` of KFP as a flat row. */
export function summarizeRecurringRun(
  object: KubernetesObject,
): WorkloadSummary {
  const { creationTimestamp } = object.metadata;
  const startedAt = textAt(
    recordAt(statusOf(object), 'trigger'),
    'lastTriggeredTime',
  );
  return {
    ...stateOf(object),
    description: [
      textAt(specOf(object), 'pipelineName') ?? 'Kubeflow pipeline',
      recurringWhen(object),
    ].join(' · '),
    ...(creationTimestamp && { submittedAt: creationTimestamp }),
    ...(startedAt && { startedAt }),
    links: [],
  };
}

function stateOf(object: KubernetesObject): State {
  const conditions = recordsAt(statusOf(object), 'conditions').filter(
    ({ status }) => status === 'True',
  );
  const has = (type: string) => conditions.find(one => one.type === type);
  const error = has('Error');
  if (error) {
    const detail = textAt(error, 'message');
    return {
      ...{ state: 'failed', stateDetail: 'Error' },
      reason: {
        code: 'schedule-refused',
        message: 'KFP cannot run it as it is; the detail says why.',
        ...(detail && { detail }),
      },
    };
  }
  if (specOf(object).enabled === false || has('Disabled')) {
    return { state: 'suspended', stateDetail: 'Disabled' };
  }
  if (has('Running')) {
    return { state: 'running', stateDetail: 'Running' };
  }
  return {
    state: 'succeeded',
    stateDetail: has('Succeeded') ? 'Succeeded' : 'Enabled',
  };
}
