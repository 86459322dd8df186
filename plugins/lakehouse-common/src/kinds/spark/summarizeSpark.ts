import type {
  KubernetesObject,
  WorkloadLink,
  WorkloadState,
} from '../../types';
import type { KindRun, WorkloadSummary } from '../WorkloadKind';
import {
  type SparkApplication,
  toSparkApplication,
  toTime,
} from './SparkApplication';
import { missingExecutors, withMissing } from './missingExecutors';
import { sparkReason } from './sparkReason';

const STATES: Record<string, WorkloadState> = {
  '': 'pending',
  NEW: 'pending',
  SUBMITTED: 'pending',
  RUNNING: 'running',
  // The driver has ended; what becomes of it is known a moment later.
  SUCCEEDING: 'running',
  FAILING: 'running',
  COMPLETED: 'succeeded',
  FAILED: 'failed',
  SUBMISSION_FAILED: 'failed',
  PENDING_RERUN: 'pending',
  INVALIDATING: 'pending',
  SUSPENDING: 'suspended',
  SUSPENDED: 'suspended',
  RESUMING: 'pending',
  UNKNOWN: 'unknown',
};

/** States that only an application whose driver ran can be in. */
const HAS_RUN = new Set(['RUNNING', 'SUCCEEDING', 'FAILING', 'COMPLETED']);

/** A SparkApplication as a flat row. */
export function summarizeSpark(object: KubernetesObject): WorkloadSummary {
  const app = toSparkApplication(object);
  const word = stateWord(app);
  const state = stateOf(app);
  const submittedAt = toTime(app.status?.lastSubmissionAttemptTime);
  const endedAt = ended(state) ? endOf(app) : undefined;
  const startedAt = hasRun(app) ? submittedAt : undefined;
  const reason = withMissing(sparkReason(app), missingExecutors(app));
  return {
    state,
    stateDetail: word || 'NEW',
    ...(reason && { reason }),
    description: describe(app),
    ...(submittedAt && { submittedAt }),
    ...(startedAt && { startedAt }),
    ...(endedAt && { endedAt }),
    links: links(app),
  };
}

/** The execution that a SparkApplication is in or had last: one per submission. */
export function runOfSpark(object: KubernetesObject): KindRun | undefined {
  const app = toSparkApplication(object);
  const { uid } = app.metadata;
  const submission = app.status?.submissionID;
  const startedAt = toTime(app.status?.lastSubmissionAttemptTime);
  if (!uid || !submission || !startedAt) {
    return undefined;
  }
  const state = stateOfRun(app);
  const endedAt =
    state === 'pending' || state === 'running' ? undefined : endOf(app);
  const reason = sparkReason(app);
  return {
    key: `${uid}/${submission}`,
    startedAt,
    ...(endedAt && { endedAt }),
    state,
    ...(reason && { reason }),
  };
}

function stateOf(app: SparkApplication): WorkloadState {
  const word = stateWord(app);
  if (word === 'SUBMISSION_FAILED' && isSubmittedAgain(app)) {
    return 'pending';
  }
  return Object.hasOwn(STATES, word) ? STATES[word] : 'unknown';
}

/** The states between two runs are about the run that is over. */
function stateOfRun(app: SparkApplication): WorkloadState {
  switch (stateWord(app)) {
    case 'PENDING_RERUN':
    case 'SUBMISSION_FAILED':
      return 'failed';
    case 'INVALIDATING':
    case 'RESUMING':
      return 'unknown';
    default:
      return stateOf(app);
  }
}

function stateWord(app: SparkApplication): string {
  const word: unknown = app.status?.applicationState?.state;
  return typeof word === 'string' ? word : '';
}

/** Whether the operator submits again by itself after a refused submission. */
function isSubmittedAgain(app: SparkApplication): boolean {
  const { type, onSubmissionFailureRetries = 0 } = app.spec.restartPolicy ?? {};
  const attempts = app.status?.submissionAttempts ?? 0;
  return (
    type === 'Always' ||
    (type === 'OnFailure' && attempts <= onSubmissionFailureRetries)
  );
}

function ended(state: WorkloadState): boolean {
  return state === 'succeeded' || state === 'failed';
}

function endOf(app: SparkApplication): string | undefined {
  return (
    toTime(app.status?.terminationTime) ??
    // A refused submission ends where it was tried.
    (ended(stateOf(app))
      ? toTime(app.status?.lastSubmissionAttemptTime)
      : undefined)
  );
}

/** FAILED may come after a run or after refused submissions only. */
function hasRun(app: SparkApplication): boolean {
  const word = stateWord(app);
  return (
    HAS_RUN.has(word) ||
    (word === 'FAILED' && (app.status?.executionAttempts ?? 0) > 0)
  );
}

function describe(app: SparkApplication): string {
  const { sparkVersion, type } = app.spec;
  const spark = sparkVersion ? `Spark ${sparkVersion}` : 'Spark';
  return type ? `${spark} · ${type}` : spark;
}

function links(app: SparkApplication): WorkloadLink[] {
  const address = app.status?.driverInfo?.webUIIngressAddress;
  if (typeof address !== 'string' || address === '') {
    return [];
  }
  const url = /^https?:\/\//.test(address) ? address : `http://${address}`;
  return [{ title: 'Spark UI', url }];
}
