import { kubeTime } from '../kubeTime';
import { mainContainer } from '../spark/containerStatus';
import { imagePullProblem } from '../spark/imagePullProblem';
import type { SparkApplication } from '../spark/SparkApplication';
import type { KubeObject } from '../types';
import { event, SECOND, statusAt, type Context } from './historyContext';
import type { JobHistory, SeedEvent } from './JobHistory';
import { seedDriverPod } from './seedPods';

function refusal(app: SparkApplication, why: string): string {
  const { name, namespace } = app.metadata;
  return `failed to run spark-submit: exit status 1: Exception in thread "main" io.fabric8.kubernetes.client.KubernetesClientException: Failure executing: POST at: https://10.96.0.1:443/api/v1/namespaces/${namespace}/pods. Message: pods "${name}-driver" is forbidden: ${why}`;
}

/** An application whose driver never came to be. */
export function refused(
  context: Context,
  options: {
    at: number;
    why: string;
    attempts: number;
    state: 'FAILED' | 'SUBMISSION_FAILED';
  },
): JobHistory {
  const { app } = context;
  const { at, why, attempts, state } = options;
  const errorMessage = refusal(app, why);
  const { name } = app.metadata;
  const status = statusAt(context, at, {
    applicationState: { state, errorMessage },
    driverInfo: { podName: `${name}-driver` },
    submissionAttempts: attempts,
    executionAttempts: 0,
    ...(state === 'FAILED' && { terminationTime: kubeTime(at + SECOND) }),
  });
  delete status.sparkApplicationId;
  const first = at - attempts * 30 * SECOND;
  return {
    createdAt: first - 2 * SECOND,
    status,
    pods: [],
    events: [
      {
        ...event(
          'Warning',
          'SparkApplicationSubmissionFailed',
          `failed to submit SparkApplication ${name}: ${errorMessage}`,
          at,
        ),
        first,
        count: attempts,
      },
      ...(state === 'FAILED'
        ? [
            event(
              'Warning',
              'SparkApplicationFailed',
              `SparkApplication ${name} failed: ${errorMessage}`,
              at + SECOND,
            ),
          ]
        : []),
    ],
  };
}

function pullEvents(
  pod: KubeObject,
  problem: string,
  since: number,
  now: number,
) {
  const { image } = mainContainer(pod);
  const say = (reason: string, message: string, count: number): SeedEvent => ({
    type: 'Warning',
    reason,
    message,
    component: 'kubelet',
    first: since + 3 * SECOND,
    last: now,
    count,
  });
  return [
    say('Failed', `Failed to pull image "${image}": ${problem}`, 4),
    say('Failed', 'Error: ErrImagePull', 4),
    say('BackOff', `Back-off pulling image "${image}"`, 7),
  ];
}

/** An application whose driver waits for its image. */
export function waitsForImage(
  context: Context,
  submittedAt: number,
): JobHistory {
  const { app, cluster, submission, now, random } = context;
  const image = app.spec.image!;
  const problem = imagePullProblem(image)!;
  const pod = seedDriverPod(app, submission, {
    random,
    cluster: cluster.name,
    fate: {
      phase: 'Pending',
      since: submittedAt + SECOND,
      problem: `Back-off pulling image "${image}": ErrImagePull: ${problem}`,
    },
  });
  return {
    createdAt: submittedAt - SECOND,
    status: statusAt(context, submittedAt, {
      applicationState: { state: 'SUBMITTED' },
    }),
    pods: [
      {
        pod,
        lines: [],
        events: pullEvents(pod, problem, submittedAt, now),
      },
    ],
    events: [
      event(
        'Normal',
        'SparkApplicationSubmitted',
        `SparkApplication ${app.metadata.name} was submitted successfully`,
        submittedAt,
      ),
    ],
  };
}

/** An application that waited too long for its image. */
export function gaveUpImage(context: Context, endedAt: number): JobHistory {
  const { app } = context;
  const { name } = app.metadata;
  const image = app.spec.image!;
  const submittedAt = endedAt - 600 * SECOND;
  const errorMessage = `driver container failed to start: ImagePullBackOff: Back-off pulling image "${image}": ErrImagePull: ${imagePullProblem(
    image,
  )}`;
  return {
    createdAt: submittedAt - SECOND,
    status: statusAt(context, submittedAt, {
      applicationState: { state: 'FAILED', errorMessage },
      terminationTime: kubeTime(endedAt),
    }),
    pods: [],
    events: [
      event(
        'Normal',
        'SparkApplicationSubmitted',
        `SparkApplication ${name} was submitted successfully`,
        submittedAt,
      ),
      event(
        'Warning',
        'SparkApplicationFailed',
        `SparkApplication ${name} failed: ${errorMessage}`,
        endedAt,
      ),
    ],
  };
}
