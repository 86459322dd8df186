import type { JsonObject } from '../../kube/json';
import type { KubeObject } from '../../types';
import type { Ir } from '../ir';

export type RunState =
  | 'RUNTIME_STATE_UNSPECIFIED'
  | 'PENDING'
  | 'RUNNING'
  | 'SUCCEEDED'
  | 'SKIPPED'
  | 'FAILED'
  | 'CANCELING'
  | 'CANCELED';

/** A task of a run, as the API tells it: a node of its workflow. */
export interface RunTask {
  id: string;
  displayName: string;
  state: RunState;
  /** Milliseconds, as all times here. */
  startedAt: number;
  finishedAt: number;
  /** Ids of the nodes behind it. */
  children: string[];
}

/** What is needed for a run; ids are KFP's. */
export interface RunRequest {
  displayName: string;
  description?: string;
  experimentId: string;
  pipelineId?: string;
  versionId?: string;
  /** Instead of a version. */
  pipelineSpec?: JsonObject;
  parameters: JsonObject;
  pipelineRoot?: string;
  serviceAccount?: string;
  recurringRun?: KubeObject;
  scheduledAt?: number;
}

/** A run, as KFP's database keeps it. */
export interface Run {
  id: string;
  experimentId: string;
  namespace: string;
  displayName: string;
  description: string;
  serviceAccount: string;
  pipelineId?: string;
  versionId?: string;
  ir: Ir;
  parameters: JsonObject;
  pipelineRoot: string;
  recurringRunId: string;
  archived: boolean;
  state: RunState;
  history: Array<{ at: number; state: RunState }>;
  createdAt: number;
  scheduledAt: number;
  /** 0 while it goes on. */
  finishedAt: number;
  error?: string;
  /** Its workflow's name. */
  workflow: string;
  /** Made when somebody asks. */
  tasks: () => RunTask[];
}

export interface Experiment {
  id: string;
  namespace: string;
  displayName: string;
  description: string;
  createdAt: number;
  archived: boolean;
  lastRunAt: number;
}
