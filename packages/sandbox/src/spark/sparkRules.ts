import type { KubeObject } from '../types';
import { containerState, podStatus } from './containerStatus';
import type { ExecutorState, SparkApplication } from './SparkApplication';

const DEFAULT_INTERVAL_SECONDS = 5;

/** Why a driver's pod failed, in the operator's words. */
export function driverProblem(driver: KubeObject): string {
  const { terminated } = containerState(driver);
  return terminated
    ? `driver container failed with ExitCode: ${terminated.exitCode}, Reason: ${terminated.reason}`
    : 'driver container status missing';
}

const PHASES: Record<string, ExecutorState> = {
  Pending: 'PENDING',
  Running: 'RUNNING',
  Succeeded: 'COMPLETED',
  Failed: 'FAILED',
};

/** What became of an executor whose pod is gone, by its driver's phase. */
function stateOfGone(driverPhase: string | undefined): ExecutorState {
  if (driverPhase === 'Succeeded') return 'COMPLETED';
  return driverPhase === 'Running' ? 'UNKNOWN' : 'FAILED';
}

/** `status.executorState`; executors whose pods are gone ended as their driver did. */
export function executorStates(
  app: SparkApplication,
  pods: KubeObject[],
  driver: KubeObject | undefined,
): Record<string, ExecutorState> {
  const gone = driver ? stateOfGone(podStatus(driver).phase) : 'FAILED';
  const states: Record<string, ExecutorState> = {};
  for (const [name, state] of Object.entries(app.status?.executorState ?? {})) {
    states[name] = state === 'RUNNING' || state === 'PENDING' ? gone : state;
  }
  for (const pod of pods) {
    states[pod.metadata.name] = PHASES[podStatus(pod).phase ?? 'Pending'];
  }
  return states;
}

function dueAt(
  since: string | null | undefined,
  intervalSeconds: number | undefined,
  attempts: number,
): number {
  return (
    Date.parse(since ?? '') +
    (intervalSeconds ?? DEFAULT_INTERVAL_SECONDS) * 1000 * attempts
  );
}

/** When a failed run is tried again; undefined where it is not. */
export function retryAfterFailure(app: SparkApplication): number | undefined {
  const policy = app.spec.restartPolicy ?? {};
  const attempts = app.status?.executionAttempts ?? 0;
  const again =
    policy.type === 'Always' ||
    (policy.type === 'OnFailure' && attempts <= (policy.onFailureRetries ?? 0));
  return again
    ? dueAt(
        app.status?.terminationTime,
        policy.onFailureRetryInterval,
        attempts,
      )
    : undefined;
}

/** When a refused submission is tried again, later each time; undefined where it is not. */
export function retryAfterRefusal(app: SparkApplication): number | undefined {
  const policy = app.spec.restartPolicy ?? {};
  const attempts = app.status?.submissionAttempts ?? 0;
  const again =
    policy.type === 'Always' ||
    (policy.type === 'OnFailure' &&
      attempts <= (policy.onSubmissionFailureRetries ?? 0));
  return again
    ? dueAt(
        app.status?.lastSubmissionAttemptTime,
        policy.onSubmissionFailureRetryInterval,
        attempts,
      )
    : undefined;
}

/** The application as a new submission finds it; an edit also forgets earlier runs. */
export function reset(
  app: SparkApplication,
  fromTheStart: boolean,
): SparkApplication {
  return {
    ...app,
    status: {
      ...app.status,
      submissionAttempts: 0,
      executionAttempts: fromTheStart ? 0 : app.status?.executionAttempts,
    },
  };
}

/** The sentence of an executor that failed. */
export function executorProblem(pod: KubeObject): string {
  const { terminated } = containerState(pod);
  return terminated
    ? `Executor ${pod.metadata.name} failed with ExitCode: ${terminated.exitCode}, Reason: ${terminated.reason}`
    : `Executor ${pod.metadata.name} failed`;
}
