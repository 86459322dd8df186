import type { JsonValue } from './kubernetes';
import type { Freshness } from './list';
import type { UsualDuration } from './usage';
import type {
  Footprint,
  Reason,
  WorkloadAddress,
  WorkloadLink,
  WorkloadState,
} from './workload';

// Kubeflow Pipelines. cpu in cores, memory in bytes, times as ISO 8601 in UTC.
// A step is a task of a pipeline; its id is the names of the tasks that lead to
// it, joined by `/`: `train/for-loop-1/fit`.

/** What a step is. @public */
export type PipelineNodeType =
  /** Runs a container. */
  | 'step'
  /** Reads what is there already into the run. */
  | 'importer'
  /** Holds steps: a nested pipeline. */
  | 'group'
  /** Holds steps that run only when something is true. */
  | 'condition'
  /** Holds steps that run once for each item. */
  | 'loop'
  /** Holds steps after which another step runs, whatever came of them. */
  | 'exit-handler';

/** @public */
export type PipelineValueType =
  | 'string'
  | 'integer'
  | 'number'
  | 'boolean'
  | 'list'
  | 'struct'
  | 'task-status'
  | 'artifact';

/** A parameter or artifact that a pipeline or step takes or gives. @public */
export interface PipelineValueInfo {
  name: string;
  type: PipelineValueType;
  /** Of an artifact, e.g. `system.Dataset`. */
  artifactType?: string;
  description?: string;
  /** It may be left out. */
  optional?: boolean;
  default?: JsonValue;
  /** What it may be, where it is one of few. */
  options?: JsonValue[];
  /** Of a step's input: where it comes from, e.g. `day`, `extract.rows`, or the value itself. */
  from?: string;
}

/** One step of a compiled pipeline, or what holds steps. @public */
export interface PipelineNode {
  id: string;
  /** Id of the node that holds it; absent at the top. */
  parent?: string;
  type: PipelineNodeType;
  /** Its name as people see it. */
  title: string;
  /** Of a condition: when its steps run, e.g. `check.ok == true`. */
  when?: string;
  /** Of a loop: over what, and how many at once. */
  loop?: { over: string; parallel?: number };
  image?: string;
  command?: string[];
  args?: string[];
  env?: Array<{ name: string; value: string }>;
  /** What its container asks for; limits where no requests are said. */
  resources?: {
    cpu?: number;
    memory?: number;
    gpu?: number;
    gpuType?: string;
  };
  caching: boolean;
  /** How often it is tried again at most. */
  retries?: number;
  inputs: PipelineValueInfo[];
  outputs: PipelineValueInfo[];
}

/** `to` waits for `from`; both are held by the same node, or by none. @public */
export interface PipelineEdge {
  from: string;
  to: string;
  /** What goes along it; nothing where only the order is said. */
  values: string[];
  /** `to` runs whatever comes of `from`. */
  always?: boolean;
}

/** The graph of a compiled pipeline. @public */
export interface PipelineGraph {
  nodes: PipelineNode[];
  edges: PipelineEdge[];
}

/** A compiled pipeline, as its IR says it. @public */
export interface CompiledPipeline {
  name: string;
  title?: string;
  description?: string;
  sdkVersion?: string;
  graph: PipelineGraph;
  inputs: PipelineValueInfo[];
  outputs: PipelineValueInfo[];
  /** Of all executors, each once. */
  images: string[];
  /** The largest that can run at once as far as the IR tells: of every step one pod. */
  footprint: Footprint;
}

/** What differs between two versions. @public */
export interface PipelineComparison {
  nodes: Array<{
    id: string;
    title: string;
    change: 'added' | 'removed' | 'changed';
    /** Of a changed one: what, e.g. `image`, `resources.memory`. */
    values: Array<{ path: string; before?: JsonValue; after?: JsonValue }>;
  }>;
  edges: Array<{ from: string; to: string; change: 'added' | 'removed' }>;
  inputs: Array<{ name: string; before?: JsonValue; after?: JsonValue }>;
}

/** Where in Kubeflow something is. @public */
export interface PipelinePlace {
  kubernetesCluster: string;
  domain: string;
  namespace: string;
}

/** How runs of a pipeline went of late. @public */
export interface PipelineSuccess {
  /** That ended within the time asked for, cancelled ones left out. */
  ended: number;
  succeeded: number;
  /** Oldest first: of each day that saw an end. */
  days: Array<{
    day: string;
    succeeded: number;
    failed: number;
    /** Of the successful ones. */
    medianSeconds?: number;
  }>;
}

/** A pipeline in a list. @public */
export interface PipelineRow extends PipelinePlace {
  /** Of its `Pipeline` object. */
  name: string;
  title: string;
  description?: string;
  owner?: string;
  requestedBy?: string;
  changeId?: string;
  createdAt: string;
  versions: number;
  latestVersion?: { name: string; title: string; createdAt: string };
  /** Schedules that are not suspended, and all. */
  schedules: { active: number; all: number };
  /** Newest first, at most ten. */
  lastRuns: Array<{
    runId: string;
    name: string;
    state: WorkloadState;
    stateDetail: string;
    startedAt: string;
    endedAt?: string;
  }>;
  usual?: UsualDuration;
}

/** @public */
export interface PipelineVersionRow extends PipelinePlace {
  /** Of its `PipelineVersion` object. */
  name: string;
  title: string;
  pipeline: string;
  description?: string;
  /** Where its source is, if it is a web address. */
  codeSource?: string;
  requestedBy?: string;
  changeId?: string;
  /** Somebody applied it by hand, or uploaded it to KFP. */
  notInGit?: boolean;
  createdAt: string;
  steps: number;
  footprint: Footprint;
}

/** Something that starts runs by the clock. @public */
export interface PipelineScheduleRow extends PipelinePlace {
  /** `kubeflow-schedule` or `kubeflow-recurring-run`. */
  kind: string;
  name: string;
  pipeline?: string;
  /** Absent where the newest is taken each time. */
  version?: string;
  suspended: boolean;
  /** In words, e.g. `At 03:00 AM, Europe/Berlin`. */
  when: string;
  /** As its object has it. */
  cron?: string;
  timeZone?: string;
  nextAt?: string;
  lastAt?: string;
  state: WorkloadState;
  reason?: Reason;
  /** Somebody applied it by hand, or made it in KFP. */
  notInGit?: boolean;
}

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

/** How far KFP's own history of a Kubernetes cluster has been read. @public */
export interface PipelineBackfill {
  kubernetesCluster: string;
  state: 'waiting' | 'reading' | 'done' | 'failed';
  /** Runs read so far, and how many KFP says there are. */
  read: number;
  total?: number;
  /** Why it failed and when it is tried again, in one sentence. */
  message?: string;
}

/** How much an answer of a KFP API can be believed. @public */
export interface KubeflowFreshness {
  kubernetesCluster: string;
  /** `missing`: config names no API there; `refused`: it does not take the portal's credentials. */
  state: 'live' | 'unreachable' | 'refused' | 'limited' | 'missing';
  /** When it answered last. */
  readAt?: string;
  message?: string;
}

/** A list that comes partly from watches and partly from KFP. @public */
export interface PipelineList<T> {
  items: T[];
  nextCursor?: string;
  /** Opaque; equal where nothing changed. */
  version?: string;
  /** All that match, over all pages. */
  total?: number;
  freshness: Freshness[];
  kubeflow: KubeflowFreshness[];
  backfill: PipelineBackfill[];
}

/** @public */
export interface PipelineDetail {
  pipeline: PipelineRow;
  /** Newest first. */
  versions: PipelineVersionRow[];
  schedules: PipelineScheduleRow[];
  success: PipelineSuccess;
  mayChange: boolean;
  domainOwner?: string;
  links: WorkloadLink[];
  freshness: Freshness[];
  kubeflow: KubeflowFreshness[];
}

/** @public */
export interface PipelineVersionDetail {
  version: PipelineVersionRow;
  compiled: CompiledPipeline | null;
  /** Why its IR can't be shown. */
  problem?: string;
  /** The version before it, by time. */
  before?: string;
  /** What would lose it: schedules that name it, and how many runs did. */
  usedBy: { schedules: PipelineScheduleRow[]; runs: number };
  mayChange: boolean;
  links: WorkloadLink[];
  freshness: Freshness[];
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

/** A file of a repository, read with the asker's own token. @public */
export interface PipelineSourceFile {
  url: string;
  /** Of the commit that was read. */
  commit?: string;
  text: string;
}

/** A KFP API on the health page. @public */
export interface KubeflowHealth {
  kubernetesCluster: string;
  freshness: KubeflowFreshness;
  backfill: PipelineBackfill;
  /** As its health route says it. */
  multiUser?: boolean;
  pipelineStore?: string;
  requestsLastHour: number;
  /** What is wrong, or can't be promised, and what to do: one sentence each. */
  advice: string[];
}
