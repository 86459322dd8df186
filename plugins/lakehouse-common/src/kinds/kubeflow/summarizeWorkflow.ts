import { isRecord } from '../../jsonPath';
import type { KubernetesObject, Reason } from '../../types';
import type { KindRun, WorkloadSummary } from '../WorkloadKind';
import { pipelineOfWorkflow } from './pipelineOf';
import { readRunState } from './runStates';
import { RUN_ID_LABEL, specOf, statusOf, textAt } from './shapes';

/** A `Workflow` that KFP made, as a flat row. */
export function summarizeWorkflow(object: KubernetesObject): WorkloadSummary {
  const status = statusOf(object);
  const { state, stateDetail, reason } = stateOf(object);
  const progress = textAt(status, 'progress');
  const { creationTimestamp } = object.metadata;
  const [startedAt, endedAt] = timesOf(status);
  return {
    state,
    stateDetail,
    ...(reason && { reason }),
    description: [
      'Kubeflow run',
      ...(progress ? [`${progress.replace('/', ' of ')} pods done`] : []),
    ].join(' · '),
    ...(creationTimestamp && { submittedAt: creationTimestamp }),
    ...(startedAt && { startedAt }),
    ...(endedAt && { endedAt }),
    pipeline: pipelineOfWorkflow(object),
    links: [],
  };
}

/** KFP's id of the run is the key: its own history has the same. */
export function runOfWorkflow(object: KubernetesObject): KindRun | undefined {
  const key = object.metadata.labels?.[RUN_ID_LABEL];
  const [startedAt, endedAt] = timesOf(statusOf(object));
  if (!key || !startedAt) {
    return undefined;
  }
  const { state, reason } = stateOf(object);
  return {
    ...{ key, startedAt, state },
    ...(endedAt && { endedAt }),
    ...(reason && { reason }),
  };
}

function stateOf(
  object: KubernetesObject,
): Pick<WorkloadSummary, 'state' | 'stateDetail' | 'reason'> {
  const status = statusOf(object);
  const phase = textAt(status, 'phase') ?? '';
  const isStopped = specOf(object).activeDeadlineSeconds === 0;
  const word = wordOf(phase, isStopped);
  const { state, reason } = readRunState(word);
  const why = reason ?? (state === 'failed' ? failureOf(status) : undefined);
  return { state, stateDetail: word || 'Pending', ...(why && { reason: why }) };
}

/** KFP stops a run by giving it no time any more. */
function wordOf(phase: string, isStopped: boolean): string {
  if (!isStopped || phase === 'Succeeded') {
    return phase;
  }
  return phase === 'Failed' || phase === 'Error' ? 'CANCELED' : 'CANCELING';
}

function failureOf(status: Record<string, unknown>): Reason {
  const message = textAt(status, 'message');
  return {
    code: 'run-failed',
    message: 'A step of it failed.',
    ...(message && { detail: message }),
  };
}

function timesOf(
  status: Record<string, unknown>,
): [startedAt?: string, endedAt?: string] {
  return [textAt(status, 'startedAt'), textAt(status, 'finishedAt')];
}

/** Whether an object has nodes that can be read. */
export function nodesOf(
  status: Record<string, unknown>,
): Array<Record<string, unknown>> {
  return isRecord(status.nodes)
    ? Object.values(status.nodes).filter(isRecord)
    : [];
}
