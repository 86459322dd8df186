import type { KubernetesObject, Reason } from '../../types';
import type { KindRun, WorkloadSummary } from '../WorkloadKind';
import { pipelineOfWorkflow } from './pipelineOf';
import { failedStep } from './readSteps';
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
  const why = reason ?? (state === 'failed' ? failureOf(object) : undefined);
  return { state, stateDetail: word || 'Pending', ...(why && { reason: why }) };
}

/** KFP stops a run by giving it no time any more. */
function wordOf(phase: string, isStopped: boolean): string {
  if (!isStopped || phase === 'Succeeded') {
    return phase;
  }
  return phase === 'Failed' || phase === 'Error' ? 'CANCELED' : 'CANCELING';
}

/** Of the step that failed first, where its nodes can be read. */
function failureOf(object: KubernetesObject): Reason {
  const message = textAt(statusOf(object), 'message');
  const failed = orNothing(() => failedStep(object));
  if (failed && failed.id !== '') {
    const { reason, id } = failed;
    return {
      ...reason,
      message: `Step ${id} failed: ${lowerFirst(reason.message)}`,
    };
  }
  return (
    failed?.reason ?? {
      code: 'run-failed',
      message: 'A step of it failed.',
      ...(message && { detail: message }),
    }
  );
}

function lowerFirst(text: string): string {
  return `${text.slice(0, 1).toLowerCase()}${text.slice(1)}`;
}

function orNothing<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    // Compressed nodes are read by the backend, where one is looked at.
    return undefined;
  }
}

function timesOf(
  status: Record<string, unknown>,
): [startedAt?: string, endedAt?: string] {
  return [textAt(status, 'startedAt'), textAt(status, 'finishedAt')];
}
