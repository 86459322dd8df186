import type { KubeObject } from '../types';

/** States of `status.applicationState.state`; `''` is a new application. */
export type SparkState =
  | ''
  | 'SUBMITTED'
  | 'RUNNING'
  | 'SUCCEEDING'
  | 'COMPLETED'
  | 'FAILING'
  | 'FAILED'
  | 'SUBMISSION_FAILED'
  | 'PENDING_RERUN'
  | 'INVALIDATING'
  | 'SUSPENDING'
  | 'SUSPENDED'
  | 'RESUMING'
  | 'UNKNOWN';

export type ExecutorState =
  | 'PENDING'
  | 'RUNNING'
  | 'COMPLETED'
  | 'FAILED'
  | 'UNKNOWN';

export interface SparkPodSpec {
  cores?: number;
  coreRequest?: string;
  coreLimit?: string;
  memory?: string;
  memoryLimit?: string;
  memoryOverhead?: string;
  gpu?: { name: string; quantity: number };
  image?: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  env?: unknown[];
  serviceAccount?: string;
  nodeSelector?: Record<string, string>;
  tolerations?: unknown[];
  volumeMounts?: unknown[];
  podName?: string;
  instances?: number;
  deleteOnTermination?: boolean;
}

export interface SparkSpec {
  type: string;
  sparkVersion: string;
  image?: string;
  mainApplicationFile: string;
  mainClass?: string;
  arguments?: string[];
  sparkConf?: Record<string, string>;
  memoryOverheadFactor?: string;
  volumes?: unknown[];
  nodeSelector?: Record<string, string>;
  driver: SparkPodSpec;
  executor: SparkPodSpec;
  dynamicAllocation?: {
    enabled?: boolean;
    initialExecutors?: number;
    minExecutors?: number;
    maxExecutors?: number;
  };
  restartPolicy?: {
    type?: 'Never' | 'OnFailure' | 'Always';
    onFailureRetries?: number;
    onFailureRetryInterval?: number;
    onSubmissionFailureRetries?: number;
    onSubmissionFailureRetryInterval?: number;
  };
  suspend?: boolean;
  timeToLiveSeconds?: number;
}

export interface SparkStatus {
  applicationState?: { state: SparkState; errorMessage?: string };
  driverInfo?: {
    podName?: string;
    webUIServiceName?: string;
    webUIAddress?: string;
    webUIPort?: number;
  };
  executorState?: Record<string, ExecutorState>;
  sparkApplicationId?: string;
  submissionID?: string;
  executionAttempts?: number;
  submissionAttempts?: number;
  lastSubmissionAttemptTime?: string | null;
  terminationTime?: string | null;
}

/** A `sparkoperator.k8s.io/v1beta2` SparkApplication as far as the sandbox reads it. */
export interface SparkApplication extends KubeObject {
  spec: SparkSpec;
  status?: SparkStatus;
}

/** Views an object of the API server as a SparkApplication. */
export function toSparkApplication(object: KubeObject): SparkApplication {
  return object as SparkApplication;
}

export function stateOf(app: SparkApplication): SparkState {
  return app.status?.applicationState?.state ?? '';
}

export function driverPodName(app: SparkApplication): string {
  return app.spec.driver.podName ?? `${app.metadata.name}-driver`;
}
