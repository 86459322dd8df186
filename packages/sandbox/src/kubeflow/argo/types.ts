import type { KubeObject } from '../../types';

export interface ArgoParameter {
  name: string;
  value?: string;
  default?: string;
}

export interface ArgoDagTask {
  name: string;
  template: string;
  arguments?: { parameters?: ArgoParameter[] };
  /** `a.Succeeded && b.Succeeded`. */
  depends?: string;
  when?: string;
  withSequence?: { count: string };
  hooks?: {
    exit?: { template: string; arguments?: { parameters?: ArgoParameter[] } };
  };
}

export interface ArgoTemplate {
  name: string;
  inputs?: { parameters?: ArgoParameter[] };
  dag?: { tasks: ArgoDagTask[] };
  container?: object;
  parallelism?: number;
  retryStrategy?: { limit?: string };
  [key: string]: unknown;
}

export type ArgoPhase =
  | 'Pending'
  | 'Running'
  | 'Succeeded'
  | 'Skipped'
  | 'Failed'
  | 'Error'
  | 'Omitted';

export interface ArgoNode {
  id: string;
  name: string;
  displayName: string;
  type: 'Pod' | 'DAG' | 'TaskGroup' | 'Retry' | 'Skipped';
  templateName?: string;
  templateScope: string;
  phase: ArgoPhase;
  boundaryID?: string;
  message?: string;
  startedAt: string | null;
  finishedAt: string | null;
  progress?: string;
  inputs?: { parameters: ArgoParameter[] };
  outputs?: { parameters?: ArgoParameter[]; exitCode?: string };
  children?: string[];
  outboundNodes?: string[];
  hostNodeName?: string;
  nodeFlag?: { hooked?: boolean; retried?: boolean };
}

export interface Workflow extends KubeObject {
  spec: {
    entrypoint: string;
    arguments?: { parameters?: ArgoParameter[] };
    templates: ArgoTemplate[];
    serviceAccountName?: string;
    podMetadata?: {
      labels?: Record<string, string>;
      annotations?: Record<string, string>;
    };
    activeDeadlineSeconds?: number;
    shutdown?: string;
  };
  status?: {
    phase?: ArgoPhase | '';
    message?: string;
    startedAt?: string | null;
    finishedAt?: string | null;
    progress?: string;
    nodes?: Record<string, ArgoNode>;
    [key: string]: unknown;
  };
}

/** Whether nothing more comes of it. */
export function isOver(phase: string | undefined): boolean {
  return ['Succeeded', 'Skipped', 'Failed', 'Error', 'Omitted'].includes(
    phase ?? '',
  );
}

export function isBad(phase: string | undefined): boolean {
  return phase === 'Failed' || phase === 'Error';
}
