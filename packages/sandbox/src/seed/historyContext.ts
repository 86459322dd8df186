import { kubeTime } from '../kubeTime';
import type { Submission } from '../spark/buildPods';
import { between } from '../spark/ids';
import type { SparkApplication, SparkStatus } from '../spark/SparkApplication';
import type { Random } from '../types';
import type { SeedEvent } from './JobHistory';
import type { SeedCluster } from './SeedCluster';
import type { SeedJob } from './SeedJob';

export const SECOND = 1000;

/** What every history is built from. */
export interface Context {
  job: SeedJob;
  app: SparkApplication;
  cluster: SeedCluster;
  now: number;
  random: Random;
  submission: Submission;
}

/** What the operator said of an application, once. */
export function event(
  type: SeedEvent['type'],
  reason: string,
  message: string,
  at: number,
): SeedEvent {
  const component = 'spark-application-controller';
  return { type, reason, message, component, first: at, last: at, count: 1 };
}

/** The status after a submission, with what came of it. */
export function statusAt(
  { app, submission, random }: Context,
  submittedAt: number,
  rest: SparkStatus,
): SparkStatus {
  const { name } = app.metadata;
  return {
    submissionID: submission.submissionId,
    sparkApplicationId: submission.applicationId,
    submissionAttempts: 1,
    executionAttempts: 1,
    lastSubmissionAttemptTime: kubeTime(submittedAt),
    driverInfo: {
      podName: `${name}-driver`,
      webUIServiceName: `${name}-ui-svc`,
      webUIPort: 4040,
      webUIAddress: `10.96.${Math.floor(between(random, 8, 120))}.${Math.floor(
        between(random, 2, 250),
      )}:4040`,
    },
    ...rest,
  };
}
