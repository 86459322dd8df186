import { kubeStatusOf } from '../kubeStatusOf';
import { kubeTime } from '../kubeTime';
import { PODS, SERVICES } from '../knownResources';
import { randomUuid } from '../random';
import type { Clock, KubeClient, Random } from '../types';
import type { ApplicationWriter } from './ApplicationWriter';
import { buildDriverPod, buildUiService } from './buildPods';
import { between, hex } from './ids';
import type { SparkApplication, SparkState } from './SparkApplication';
import { toSubmission } from './toSubmission';

/** A state and what else of the status goes with it. */
export interface Move {
  state: SparkState;
  status: {
    applicationState: { errorMessage: string | null };
    [field: string]: unknown;
  };
}

/** What spark-submit does: asks for the driver's pod, or says why it was refused. */
export function submit(
  app: SparkApplication,
  options: {
    client: KubeClient;
    clock: Clock;
    random: Random;
    writer: ApplicationWriter;
  },
): Move {
  const { client, clock, random, writer } = options;
  const { name, namespace } = app.metadata;
  const submission = toSubmission(app, {
    submissionId: randomUuid(random),
    applicationId: `spark-${hex(random, 32)}`,
  });
  const attempt = {
    submissionID: submission.submissionId,
    submissionAttempts: (app.status?.submissionAttempts ?? 0) + 1,
    lastSubmissionAttemptTime: kubeTime(clock.now()),
    terminationTime: null,
    executorState: null,
  };
  const pod = buildDriverPod(app, submission);
  try {
    client.create(PODS, pod);
  } catch (error) {
    const status = kubeStatusOf(error);
    if (!status) throw error;
    const message = `failed to run spark-submit: exit status 1: Exception in thread "main" io.fabric8.kubernetes.client.KubernetesClientException: Failure executing: POST at: https://10.96.0.1:443/api/v1/namespaces/${namespace}/pods. Message: ${status.message}`;
    writer.say(
      app,
      'Warning',
      'SparkApplicationSubmissionFailed',
      `failed to submit SparkApplication ${name}: ${message}`,
    );
    return {
      state: 'SUBMISSION_FAILED',
      status: {
        ...attempt,
        executionAttempts: app.status?.executionAttempts ?? 0,
        sparkApplicationId: null,
        driverInfo: {
          podName: pod.metadata.name,
          webUIServiceName: null,
          webUIPort: null,
          webUIAddress: null,
        },
        applicationState: { errorMessage: message },
      },
    };
  }
  const service = buildUiService(app, submission);
  if (!client.get(SERVICES, namespace, service.metadata.name)) {
    client.create(SERVICES, service);
  }
  writer.say(
    app,
    'Normal',
    'SparkApplicationSubmitted',
    `SparkApplication ${name} was submitted successfully`,
  );
  const address = [between(random, 8, 120), between(random, 2, 250)].map(
    Math.floor,
  );
  return {
    state: 'SUBMITTED',
    status: {
      ...attempt,
      applicationState: { errorMessage: null },
      sparkApplicationId: submission.applicationId,
      executionAttempts: (app.status?.executionAttempts ?? 0) + 1,
      driverInfo: {
        podName: pod.metadata.name,
        webUIServiceName: service.metadata.name,
        webUIPort: 4040,
        webUIAddress: `10.96.${address.join('.')}:4040`,
      },
    },
  };
}
