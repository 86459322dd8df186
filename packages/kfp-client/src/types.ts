export type { CallOptions } from '@lakefront/rest-client';

/** Who asks. Nothing of it for a KFP in single-user mode that lets everybody in. */
export interface KfpCredentials {
  /** Sent as bearer: of a ServiceAccount, made for KFP's audience (`pipelines.kubeflow.org`). */
  token?: string;
  /** What a proxy before KFP sets, e.g. `kubeflow-userid`: only where KFP trusts who sends it. */
  userHeader?: { name: string; value: string };
}

/** Part of a list. */
export interface Page<T> {
  items: T[];
  /** Asks for what comes after; undefined at the end. */
  next?: string;
  /** All that match, over all pages. */
  total: number;
}

/** KFP adds up to `pageSize` (default 20, at most 200, whatever is asked). */
export interface PageOptions {
  /** `next` of the page before; asked with the same `sortBy` and `filter`. */
  pageToken?: string;
  pageSize?: number;
  /** A field and a direction, e.g. `created_at desc`; default `created_at`. */
  sortBy?: string;
  /** What all items have. KFP on MySQL compares without regard to case. */
  filter?: readonly Predicate[];
}

/** What a list of a namespace is asked. In multi-user mode KFP is never asked about all. */
export interface NamespacePageOptions extends PageOptions {
  namespace: string;
}

/** One condition of a filter. Which fields can be asked for differs by list: a wrong one is `bad-request`. */
export interface Predicate {
  /** As KFP calls it, e.g. `display_name`, `created_at`, `state`, `storage_state`. */
  key: string;
  operation:
    | 'EQUALS'
    | 'NOT_EQUALS'
    | 'GREATER_THAN'
    | 'GREATER_THAN_EQUALS'
    | 'LESS_THAN'
    | 'LESS_THAN_EQUALS'
    | 'IN'
    | 'IS_SUBSTRING';
  /** Several for `IN` only. */
  value: string | Date | readonly string[];
}

/** google.rpc.Status, as a part of an answer. */
export interface KfpFault {
  code: number;
  message: string;
}

export interface Health {
  multiUser: boolean;
  /** `kubernetes` in native mode, else `database`; undefined before 2.14. */
  pipelineStore?: string;
}

// Times are ISO 8601 in UTC, whole seconds. KFP says 1970 where there is none;
// that is undefined here. A part that KFP itself could not read has `error`,
// its id, and nothing else: names are empty then.

export interface KfpPipeline {
  /** In native mode the uid of its `Pipeline` object. */
  pipelineId: string;
  /** In native mode the name of its object. */
  name: string;
  displayName: string;
  description?: string;
  /** Absent where it is shared, and in single-user mode. */
  namespace?: string;
  createdAt?: string;
  tags: Record<string, string>;
  error?: KfpFault;
}

export interface KfpPipelineVersion {
  pipelineId: string;
  /** In native mode the uid of its `PipelineVersion` object. */
  versionId: string;
  /** In native mode `spec.versionName`, or the name of its object where that is not set. */
  name: string;
  displayName: string;
  description?: string;
  createdAt?: string;
  codeSourceUrl?: string;
  /** The IR, as KFP keeps it. */
  pipelineSpec?: Record<string, unknown>;
  tags: Record<string, string>;
  error?: KfpFault;
}

export interface KfpExperiment {
  experimentId: string;
  /** KFP calls it display name; no two of a namespace are the same. */
  name: string;
  description?: string;
  namespace?: string;
  createdAt?: string;
  archived: boolean;
}

/** `''` where KFP says nothing: it has not begun. Others may come: it is text. */
export type KfpState =
  | ''
  | 'PENDING'
  | 'RUNNING'
  | 'SUCCEEDED'
  | 'SKIPPED'
  | 'FAILED'
  | 'CANCELING'
  | 'CANCELED'
  | 'PAUSED'
  | (string & {});

export interface KfpRun {
  runId: string;
  /** Not unique. */
  name: string;
  description?: string;
  experimentId?: string;
  /** Absent where it was started from an IR that is no pipeline's. */
  pipelineId?: string;
  versionId?: string;
  recurringRunId?: string;
  state: KfpState;
  archived: boolean;
  parameters: Record<string, unknown>;
  pipelineRoot?: string;
  serviceAccount?: string;
  createdAt?: string;
  scheduledAt?: string;
  finishedAt?: string;
  error?: KfpFault;
}

export interface KfpStateChange {
  state: KfpState;
  at?: string;
  error?: KfpFault;
}

/** A run with all that KFP tells of it. */
export interface KfpRunDetail extends KfpRun {
  stateHistory: KfpStateChange[];
  /** Nodes of its workflow; empty before the first report of it. */
  tasks: KfpTask[];
  /** The IR, only of a run that is of no version. */
  pipelineSpec?: Record<string, unknown>;
}

/**
 * A node of a run's workflow. Of what went in and came out KFP's API has no
 * more than ids of its metadata store, and most often not even these: values
 * and places of artifacts are in the `Workflow` object.
 */
export interface KfpTask {
  taskId: string;
  name: string;
  parentTaskId?: string;
  state: KfpState;
  /** Of the pod, or of the node of the workflow that it stands for. */
  podName?: string;
  createdAt?: string;
  startedAt?: string;
  finishedAt?: string;
  /** Ids in the metadata store, by name; 64-bit, so text. */
  inputArtifactIds: Record<string, string[]>;
  outputArtifactIds: Record<string, string[]>;
  childPodNames: string[];
  stateHistory: KfpStateChange[];
  error?: KfpFault;
}

export interface KfpRecurringRun {
  /** In Kubernetes the uid of its `ScheduledWorkflow`. */
  recurringRunId: string;
  name: string;
  description?: string;
  namespace?: string;
  experimentId?: string;
  pipelineId?: string;
  /** Absent where the newest is taken each time. */
  versionId?: string;
  parameters: Record<string, unknown>;
  serviceAccount?: string;
  enabled: boolean;
  maxConcurrency?: number;
  noCatchup: boolean;
  trigger?: {
    /** Six fields, seconds first. */
    cron?: string;
    intervalSeconds?: number;
    startAt?: string;
    endAt?: string;
  };
  createdAt?: string;
  updatedAt?: string;
  error?: KfpFault;
}

/** What a run is started with. */
export interface NewRun {
  /** Shown to people; KFP lets any number of runs have it. */
  name: string;
  description?: string;
  /** Its namespace is the run's: in multi-user mode none can do without. */
  experimentId: string;
  pipelineId: string;
  /** Left out: KFP takes the newest. */
  versionId?: string;
  /** JSON values, not texts. */
  parameters?: Record<string, unknown>;
  /** Of the run's pods; KFP's own default where left out. */
  serviceAccount?: string;
}
