import { isRecord } from '../../jsonPath';
import type { KubernetesObject } from '../../types';

/** Port of Spark Connect (gRPC) on the server and its Service. */
export const CONNECT_PORT = 15002;
/** Names of the containers that the operator and Spark look for in a pod template. */
export const CONTAINERS = {
  server: 'spark-kubernetes-driver',
  executor: 'spark-kubernetes-executor',
} as const;

/** A container of a pod template as far as it is read here. */
export interface ConnectContainer {
  name?: string;
  image?: string;
  resources?: {
    requests?: Record<string, string | number>;
    limits?: Record<string, string | number>;
  };
  [key: string]: unknown;
}

/** A pod template as far as it is read here. */
export interface ConnectTemplate {
  spec?: {
    serviceAccountName?: string;
    containers?: ConnectContainer[];
    [key: string]: unknown;
  };
  [key: string]: unknown;
}

/** Server or executors as far as they are read here. */
export interface ConnectPodSpec {
  cores?: number;
  memory?: string;
  instances?: number;
  template?: ConnectTemplate;
  [key: string]: unknown;
}

/** A `sparkoperator.k8s.io/v1alpha1` SparkConnect as far as it is read here. */
export interface SparkConnect extends KubernetesObject {
  spec: {
    sparkVersion?: string;
    image?: string;
    sparkConf?: Record<string, string>;
    hadoopConf?: Record<string, string>;
    server: ConnectPodSpec;
    executor: ConnectPodSpec;
    dynamicAllocation?: {
      enabled?: boolean;
      initialExecutors?: number;
      minExecutors?: number;
      maxExecutors?: number;
    };
    [key: string]: unknown;
  };
  status: {
    state?: string;
    startTime?: string;
    server?: { podName?: string; serviceName?: string };
    /** How many executors are in each phase, in lower case. */
    executors?: Record<string, number>;
    conditions?: Array<{
      type?: string;
      status?: string;
      message?: string;
      lastTransitionTime?: string;
    }>;
  };
}

/** An object of the API server or of Git as a SparkConnect; what is missing is empty. */
export function toSparkConnect(object: KubernetesObject): SparkConnect {
  const spec = isRecord(object.spec) ? object.spec : {};
  const part = (key: string) => (isRecord(spec[key]) ? spec[key] : {});
  return {
    ...object,
    spec: { ...spec, server: part('server'), executor: part('executor') },
    status: isRecord(object.status) ? object.status : {},
  };
}

/** The container of a pod template that runs Spark: the one of that name, else the first. */
export function sparkContainer(
  { template }: ConnectPodSpec,
  role: keyof typeof CONTAINERS,
): ConnectContainer | undefined {
  const containers: unknown = template?.spec?.containers;
  const list: ConnectContainer[] = Array.isArray(containers)
    ? containers.filter(isRecord)
    : [];
  return list.find(({ name }) => name === CONTAINERS[role]) ?? list[0];
}

/** Name of the server's pod, and of its Service where the manifest names none. */
export function serverName({ metadata }: KubernetesObject): string {
  return `${metadata.name}-server`;
}
