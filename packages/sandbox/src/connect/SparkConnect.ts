import type { KubeObject } from '../types';

/** A container of a pod template as far as the sandbox reads it. */
export interface TemplateContainer {
  name: string;
  image?: string;
  env?: unknown[];
  resources?: unknown;
  volumeMounts?: unknown[];
  [key: string]: unknown;
}

export interface ConnectPodSpec {
  cores?: number;
  memory?: string;
  instances?: number;
  template?: {
    metadata?: {
      labels?: Record<string, string>;
      annotations?: Record<string, string>;
    };
    spec?: { containers?: TemplateContainer[]; [key: string]: unknown };
  };
}

export interface ConnectSpec {
  sparkVersion: string;
  image?: string;
  sparkConf?: Record<string, string>;
  dynamicAllocation?: {
    enabled?: boolean;
    initialExecutors?: number;
    minExecutors?: number;
    maxExecutors?: number;
  };
  server: ConnectPodSpec;
  executor: ConnectPodSpec;
}

export interface ConnectStatus {
  /** The operator sets these two only. */
  state?: 'Ready' | 'NotReady';
  startTime?: string;
  lastUpdateTime?: string;
  server?: { podName?: string; podIp?: string; serviceName?: string };
  /** Phase in lower case to how many. */
  executors?: Record<string, number>;
  conditions?: Array<{
    type: string;
    status: 'True' | 'False';
    reason: string;
    message: string;
    lastTransitionTime: string;
  }>;
}

/** A `sparkoperator.k8s.io/v1alpha1` SparkConnect as far as the sandbox reads it. */
export interface SparkConnect extends KubeObject {
  spec: ConnectSpec;
  status?: ConnectStatus;
}

/** Views an object of the API server as a SparkConnect. */
export function toSparkConnect(object: KubeObject): SparkConnect {
  return object as SparkConnect;
}

/** Of the server's pod and of its Service. */
export function serverName({ metadata }: SparkConnect): string {
  return `${metadata.name}-server`;
}
