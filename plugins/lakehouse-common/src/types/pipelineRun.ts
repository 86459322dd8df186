import type { PipelineGraph } from './compiledPipeline';
import type { KubeflowFreshness } from './kubeflow';
import type { JsonValue } from './kubernetes';
import type { Freshness } from './list';
import type { PipelinePlace } from './pipeline';
import type { UsualDuration } from './usage';
import type {
  Reason,
  WorkloadAddress,
  WorkloadLink,
  WorkloadState,
} from './workload';

// Runs of pipelines, and their steps. Times as ISO 8601 in UTC.

/** A run in a list. @public */
export interface PipelineRunRow extends PipelinePlace {
  /** KFP's id of it: unique on a Kubernetes cluster. */
  runId: string;
  name: string;
  /** Names of the objects, where they are known. */
  pipeline?: string;
  version?: string;
  /** Of the schedule that started it. */
  schedule?: string;
  /** Its `Workflow`, while there is one. */
  workload?: WorkloadAddress;
  state: WorkloadState;
  /** KFP's or Argo's own word, e.g. `CANCELED`. */
  stateDetail: string;
  reason?: Reason;
  requestedBy?: string;
  createdAt: string;
  scheduledAt?: string;
  startedAt?: string;
  endedAt?: string;
  archived?: boolean;
}

/** @public */
export type PipelineStepState = WorkloadState | 'skipped';

/** What became of one step of a run. @public */
export interface PipelineStepRun {
  /** Id of its node in the graph. */
  id: string;
  /** Of a step within loops: the number of each round, outermost first. */
  iteration?: number[];
  state: PipelineStepState;
  /** The system's own word. */
  stateDetail: string;
  /** Taken from an earlier run. */
  cached?: boolean;
  reason?: Reason;
  /** The pod that runs its container; its log is the workload's. */
  pod?: string;
  startedAt?: string;
  endedAt?: string;
  /** How often it was tried again. */
  retries: number;
}

/** @public */
export interface PipelineArtifact {
  name: string;
  type: string;
  /** Where it is, masked: `s3://...`. Not a link. */
  uri?: string;
  metadata: Record<string, JsonValue>;
}

/** What went into a step and came out of it. @public */
export interface PipelineStepValues {
  id: string;
  iteration?: number[];
  inputs: Array<{ name: string; value: JsonValue }>;
  outputs: Array<{ name: string; value: JsonValue }>;
  inputArtifacts: PipelineArtifact[];
  outputArtifacts: PipelineArtifact[];
  /** Numbers that a step gave as metrics. */
  metrics: Array<{ name: string; value: number }>;
  /** Why they are not told. */
  problem?: string;
}

/** @public */
export interface PipelineRunDetail {
  run: PipelineRunRow;
  /** Null where the version it ran is gone; then only steps are listed. */
  graph: PipelineGraph | null;
  steps: PipelineStepRun[];
  parameters: Array<{ name: string; value: JsonValue }>;
  usual?: UsualDuration;
  mayChange: boolean;
  /** KFP's own UI. */
  links: WorkloadLink[];
  /** Parts that can't be told now, and why; one sentence each. */
  missing: string[];
  freshness: Freshness[];
  kubeflow: KubeflowFreshness[];
  /** Opaque; equal where nothing changed. */
  version: string;
}

/** Two runs side by side. @public */
export interface PipelineRunComparison {
  runs: [PipelineRunRow, PipelineRunRow];
  /** Only what differs. */
  parameters: Array<{ name: string; values: [JsonValue, JsonValue] }>;
  steps: Array<{
    id: string;
    title: string;
    states: [PipelineStepState | null, PipelineStepState | null];
    /** Of all its rounds together. */
    seconds: [number | null, number | null];
  }>;
  metrics: Array<{
    step: string;
    name: string;
    values: [number | null, number | null];
  }>;
  missing: string[];
}
