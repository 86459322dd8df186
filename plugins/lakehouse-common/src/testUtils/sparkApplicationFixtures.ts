import type { WorkloadSummary } from '../kinds/WorkloadKind';
import type { KubernetesObject } from '../types';
import { buildSparkApplication } from './buildSparkApplication';

/** An object as the API server would hold it, and what one should read from it. @public */
export interface KindFixture {
  name: string;
  object: KubernetesObject;
  expected: Pick<WorkloadSummary, 'state' | 'stateDetail'> & {
    reason?: string;
    startedAt?: string;
    endedAt?: string;
    runKey?: string;
    runState?: string;
  };
}

const SUBMITTED = '2026-11-20T10:02:11Z';
const TERMINATED = '2026-11-20T10:09:22Z';
const RUN = 'b1f6d0c2-0001/5c1c5b3a';

interface Told {
  status?: Record<string, unknown>;
  spec?: Record<string, unknown>;
  expected: Omit<KindFixture['expected'], 'stateDetail'> & {
    stateDetail?: string;
  };
}

/** A fixture of one state; the word of the state is its name unless said. */
function fixture(name: string, state: string, told: Told): KindFixture {
  const { errorMessage, ...status } = told.status ?? {};
  return {
    name,
    object: buildSparkApplication({
      name,
      spec: told.spec,
      status: {
        applicationState: { state, ...(errorMessage ? { errorMessage } : {}) },
        driverInfo: {},
        submissionID: '5c1c5b3a',
        sparkApplicationId: 'spark-0a1b2c3d4e5f60718293a4b5c6d7e8f9',
        submissionAttempts: 1,
        executionAttempts: 1,
        lastSubmissionAttemptTime: SUBMITTED,
        terminationTime: null,
        ...status,
      },
    }),
    expected: {
      stateDetail: state,
      runKey: RUN,
      runState: told.expected.state,
      ...told.expected,
    },
  };
}

const over = { terminationTime: TERMINATED };
const ran = { startedAt: SUBMITTED, endedAt: TERMINATED };

/** A SparkApplication in every state that the operator knows, and failed in every way that is told apart. @public */
export const sparkApplicationFixtures: KindFixture[] = [
  {
    name: 'new-without-status',
    object: buildSparkApplication({ name: 'new-without-status' }),
    expected: { state: 'pending', stateDetail: 'NEW' },
  },
  fixture('new', '', {
    status: { submissionID: '', lastSubmissionAttemptTime: null },
    expected: {
      state: 'pending',
      stateDetail: 'NEW',
      runKey: undefined,
      runState: undefined,
    },
  }),
  fixture('submitted', 'SUBMITTED', {
    status: { executionAttempts: 0 },
    expected: { state: 'pending' },
  }),
  fixture('running', 'RUNNING', {
    status: {
      executorState: {
        'running-exec-1': 'RUNNING',
        'running-exec-2': 'RUNNING',
      },
    },
    expected: { state: 'running', startedAt: SUBMITTED },
  }),
  fixture('running-executors-missing', 'RUNNING', {
    spec: { executor: { cores: 4, memory: '48g', instances: 4 } },
    status: {
      executorState: { 'running-executors-missing-exec-1': 'RUNNING' },
    },
    expected: {
      state: 'running',
      startedAt: SUBMITTED,
      reason: 'executors-missing',
    },
  }),
  fixture('running-executor-lost', 'RUNNING', {
    status: {
      executorState: {
        'running-executor-lost-exec-1': 'FAILED',
        'running-executor-lost-exec-2': 'RUNNING',
      },
    },
    expected: {
      state: 'running',
      startedAt: SUBMITTED,
      reason: 'executor-lost',
    },
  }),
  fixture('succeeding', 'SUCCEEDING', {
    status: over,
    expected: { state: 'running', startedAt: SUBMITTED },
  }),
  fixture('completed', 'COMPLETED', {
    status: over,
    expected: { state: 'succeeded', ...ran },
  }),
  fixture('failing', 'FAILING', {
    status: {
      ...over,
      errorMessage: 'driver container failed with ExitCode: 1, Reason: Error',
    },
    expected: {
      state: 'running',
      startedAt: SUBMITTED,
      reason: 'application-error',
    },
  }),
  fixture('failed-out-of-memory', 'FAILED', {
    status: {
      ...over,
      errorMessage:
        'driver container failed with ExitCode: 137, Reason: OOMKilled',
    },
    expected: { state: 'failed', reason: 'out-of-memory', ...ran },
  }),
  fixture('failed-image', 'FAILED', {
    status: {
      ...over,
      errorMessage:
        'driver pod failed: ImagePullBackOff: Back-off pulling image "registry.example.com/sales/orders:1.4.2"',
    },
    expected: { state: 'failed', reason: 'image-pull', ...ran },
  }),
  fixture('failed-application', 'FAILED', {
    status: {
      ...over,
      errorMessage: 'driver container failed with ExitCode: 2, Reason: Error',
    },
    expected: { state: 'failed', reason: 'application-error', ...ran },
  }),
  fixture('failed-executor-lost', 'FAILED', {
    status: {
      ...over,
      errorMessage: 'driver container failed with ExitCode: 1, Reason: Error',
      executorState: {
        'failed-executor-lost-exec-1': 'FAILED',
        'failed-executor-lost-exec-2': 'COMPLETED',
      },
    },
    expected: { state: 'failed', reason: 'executor-lost', ...ran },
  }),
  fixture('failed-submission', 'FAILED', {
    status: {
      ...over,
      executionAttempts: 0,
      errorMessage:
        'failed to run spark-submit for SparkApplication dom-sales/failed-submission: exit status 1',
    },
    expected: {
      state: 'failed',
      reason: 'submission-failed',
      endedAt: TERMINATED,
    },
  }),
  fixture('submission-failed', 'SUBMISSION_FAILED', {
    status: {
      executionAttempts: 0,
      errorMessage:
        'failed to run spark-submit for SparkApplication dom-sales/submission-failed: exit status 1',
    },
    expected: {
      state: 'failed',
      reason: 'submission-failed',
      endedAt: SUBMITTED,
    },
  }),
  fixture('submission-failed-quota', 'SUBMISSION_FAILED', {
    spec: {
      restartPolicy: { type: 'OnFailure', onSubmissionFailureRetries: 100 },
    },
    status: {
      executionAttempts: 0,
      errorMessage:
        'pods "submission-failed-quota-driver" is forbidden: exceeded quota: domain-quota, requested: requests.cpu=4, used: requests.cpu=62, limited: requests.cpu=64',
    },
    expected: { state: 'pending', reason: 'quota', runState: 'failed' },
  }),
  fixture('pending-rerun', 'PENDING_RERUN', {
    status: {
      ...over,
      errorMessage: 'driver container failed with ExitCode: 1, Reason: Error',
    },
    expected: {
      state: 'pending',
      reason: 'application-error',
      runState: 'failed',
    },
  }),
  fixture('invalidating', 'INVALIDATING', {
    expected: { state: 'pending', runState: 'unknown' },
  }),
  fixture('suspending', 'SUSPENDING', {
    spec: { suspend: true },
    expected: { state: 'suspended' },
  }),
  fixture('suspended', 'SUSPENDED', {
    spec: { suspend: true },
    expected: { state: 'suspended' },
  }),
  fixture('resuming', 'RESUMING', {
    expected: { state: 'pending', runState: 'unknown' },
  }),
  fixture('unknown', 'UNKNOWN', {
    expected: { state: 'unknown' },
  }),
  fixture('of-a-later-operator', 'TELEPORTING', {
    expected: { state: 'unknown' },
  }),
];
