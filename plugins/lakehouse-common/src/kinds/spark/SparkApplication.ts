import type { KubernetesObject } from '../../types';

/** A driver or executor as far as it is read here. */
export interface SparkPodSpec {
  cores?: number;
  coreRequest?: string | number;
  coreLimit?: string | number;
  memory?: string;
  memoryOverhead?: string;
  gpu?: { name?: string; quantity?: number };
  image?: string;
  serviceAccount?: string;
  annotations?: Record<string, string>;
  instances?: number;
}

/** A `sparkoperator.k8s.io/v1beta2` SparkApplication as far as it is read here. */
export interface SparkApplication extends KubernetesObject {
  spec: {
    type?: string;
    mode?: string;
    sparkVersion?: string;
    image?: string;
    mainApplicationFile?: string;
    mainClass?: string;
    sparkConf?: Record<string, string>;
    hadoopConf?: Record<string, string>;
    memoryOverheadFactor?: string;
    driver?: SparkPodSpec;
    executor?: SparkPodSpec;
    dynamicAllocation?: {
      enabled?: boolean;
      initialExecutors?: number;
      minExecutors?: number;
      maxExecutors?: number;
    };
    restartPolicy?: {
      type?: string;
      onFailureRetries?: number;
      onSubmissionFailureRetries?: number;
    };
    suspend?: boolean;
    timeToLiveSeconds?: number;
    [key: string]: unknown;
  };
  status?: {
    applicationState?: { state?: string; errorMessage?: string | null };
    driverInfo?: { webUIIngressAddress?: string };
    executorState?: Record<string, string>;
    sparkApplicationId?: string;
    submissionID?: string;
    executionAttempts?: number;
    submissionAttempts?: number;
    lastSubmissionAttemptTime?: string | null;
    terminationTime?: string | null;
  };
}

/** An object of the API server or of Git as a SparkApplication; what is missing is empty. */
export function toSparkApplication(object: KubernetesObject): SparkApplication {
  const spec = isObject(object.spec) ? object.spec : {};
  const status = isObject(object.status) ? object.status : undefined;
  return { ...object, spec, status } as SparkApplication;
}

/** A time that the operator has set; Go writes the year 1 where it has not. */
export function toTime(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' && !value.startsWith('0001-')
    ? value
    : undefined;
}

/** A key of sparkConf as text, or undefined. */
export function confOf(app: SparkApplication, key: string): string | undefined {
  const value: unknown = isObject(app.spec.sparkConf)
    ? app.spec.sparkConf[key]
    : undefined;
  return value === undefined || value === null ? undefined : String(value);
}

function isObject(value: unknown): value is Record<string, never> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
