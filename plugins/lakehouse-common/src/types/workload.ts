import type { DomainCapacity } from './domain';
import type { JsonValue, KubernetesObject } from './kubernetes';
import type { BranchStanding } from './lakefs';
import type { Freshness } from './list';
import type { UsualDuration } from './usage';

// What runs or is declared in a domain. cpu in cores, memory in bytes, times as ISO 8601 in UTC.

/** The small set of states that every system's own states map to. @public */
export type WorkloadState =
  | 'pending'
  | 'running'
  | 'succeeded'
  | 'failed'
  | 'suspended'
  | 'unknown';

/** What a kind is for. @public */
export type WorkloadRole =
  | 'job'
  | 'schedule'
  | 'compute'
  | 'branch'
  | 'pipeline'
  /** One immutable version of a pipeline. */
  | 'version'
  /** An execution that has an object of its own. */
  | 'run';

/** Where a workload is: `<kubernetesCluster>/<namespace>/<kind>/<name>`. @public */
export interface WorkloadAddress {
  kubernetesCluster: string;
  namespace: string;
  kind: string;
  name: string;
}

/** Why something is as it is, in words people can act on. @public */
export interface Reason {
  /**
   * Stable word for grouping and tests, e.g. `out-of-memory`, `image-pull`,
   * `quota`, `executor-lost`, `executors-missing`, `submission-failed`,
   * `application-error`.
   */
  code: string;
  /** One sentence for people. */
  message: string;
  /** What the system itself said, in full, masked. */
  detail?: string;
  /** A JSON path of the spec that one would edit to mend it, e.g. `spec.driver.memory`. */
  editPath?: string;
  /** What a running workload has fewer of than it asks for at least. */
  missing?: MissingPods;
}

/** Pods of one part of a footprint that are not there yet. @public */
export interface MissingPods {
  /** The part's role, e.g. `executor`. */
  role: string;
  running: number;
  wanted: number;
}

/** One group of like pods that a manifest asks for. @public */
export interface FootprintPart {
  /** `driver`, `executor`, `server`, ... */
  role: string;
  /** Where the manifest says its size, e.g. `spec.driver`. */
  path?: string;
  /** Pods at most (dynamic allocation: the maximum). */
  count: number;
  /** Pods at least (equal to count without dynamic allocation). */
  minCount: number;
  /** CPU request per pod, cores. */
  cpu: number;
  /** CPU limit per pod, cores, if the manifest sets one. */
  cpuLimit?: number;
  /** Memory request (= limit) per pod with overhead, bytes. */
  memory: number;
  gpu: number;
}

/** CPU, memory, GPU and pods that a manifest asks for, overhead included. @public */
export interface Footprint {
  /** Totals at the maximum. */
  cpu: number;
  memory: number;
  gpu: number;
  pods: number;
  parts: FootprintPart[];
}

/** Anything that runs or is declared in a domain; one flat row. @public */
export interface Workload extends WorkloadAddress {
  uid: string;
  domain: string;
  role: WorkloadRole;
  state: WorkloadState;
  /** The system's own word, e.g. `PENDING_RERUN`. */
  stateDetail: string;
  reason?: Reason;
  /** What it is, in a few words, e.g. `Spark 4.0.1 · Python`. */
  description: string;
  owner?: string;
  requestedBy?: string;
  /** Id of the change request that last wrote it; written, never read as authority. */
  changeId?: string;
  /** True where no sync applied it and no other object made it: somebody applied it by hand. */
  notInGit?: boolean;
  createdAt: string;
  submittedAt?: string;
  startedAt?: string;
  endedAt?: string;
  /** What clients connect to, e.g. `sc://sales-sql-server.dom-sales.svc.cluster.local:15002`. */
  endpoint?: string;
  /** When labels, annotations or spec were written last; only where its pods may be older. */
  changedAt?: string;
  /** What runs is older than what is asked for, and how that ends. */
  outdated?: Reason;
  /** In lists, where it has run before. */
  usual?: UsualDuration;
  footprint: Footprint;
  /** Of a declared branch of lakeFS. */
  standing?: BranchStanding;
  /** Of what belongs to a pipeline of Kubeflow. */
  pipeline?: WorkloadPipeline;
  links: WorkloadLink[];
}

/** To what of Kubeflow a workload belongs, as far as its object says. @public */
export interface WorkloadPipeline {
  /** Names of the `Pipeline` and `PipelineVersion` objects. */
  name?: string;
  version?: string;
  /** Of a run: KFP's id of it, and what people called it. */
  runId?: string;
  runName?: string;
}

/** @public */
export interface WorkloadLink {
  title: string;
  url: string;
}

/** One execution of a job, kept after its pods are gone. @public */
export interface WorkloadRun {
  kubernetesCluster: string;
  domain: string;
  namespace: string;
  kind: string;
  name: string;
  /** The kind's run key; unique with kubernetesCluster and kind. */
  key: string;
  startedAt: string;
  endedAt?: string;
  state: WorkloadState;
  reason?: Reason;
  footprint?: Footprint;
}

/** A run as a strip of time shows it: when and how, not how big it was and why it failed. @public */
export interface RunMark {
  kind: string;
  name: string;
  startedAt: string;
  state: WorkloadState;
}

/** What ran in a domain within a time span, oldest first. @public */
export interface DomainRuns {
  kubernetesCluster: string;
  domain: string;
  namespace: string;
  runs: RunMark[];
}

/** @public */
export interface PodSummary {
  name: string;
  role: string;
  phase: string;
  /** Waiting or terminated reason, e.g. `ImagePullBackOff`, `OOMKilled`. */
  reason?: string;
  message?: string;
  exitCode?: number;
  node?: string;
  restarts: number;
  createdAt: string;
  startedAt?: string;
  endedAt?: string;
  cpu?: number;
  memory?: number;
}

/** @public */
export interface EventSummary {
  type: 'Normal' | 'Warning';
  reason: string;
  message: string;
  about: string;
  count: number;
  firstAt: string;
  lastAt: string;
}

/** A workload's page, answered from memory and the database. @public */
export interface WorkloadDetail {
  workload: Workload;
  /** Open change requests that touch it. */
  openChanges: string[];
  /** Whether the caller may ask for changes of it, and who can let them. */
  mayChange: boolean;
  domainOwner?: string;
  /** Of its last successful runs. */
  usual?: UsualDuration;
  /** What its owner may still use where it runs. */
  capacity?: DomainCapacity;
  freshness: Freshness[];
  /** The replica that answered has not caught up with `since` yet: this is older than what you have. */
  behind?: boolean;
  version: string;
}

/** A workload's manifest, live and in Git, masked; asked for only when shown. @public */
export interface WorkloadManifest {
  /** Without managedFields and last-applied. Null where it is gone. */
  live: KubernetesObject | null;
  /** Too large for one answer: long texts are cut, or all but its metadata is left out. */
  truncated?: boolean;
  git?: {
    repository: string;
    path: string;
    url: string;
    /** Null where the file is not there. */
    object: KubernetesObject | null;
    commit?: { sha: string; message: string; at: string; url: string };
    /** Why Git could not be read. */
    problem?: string;
    /** Its kind's form, answered so that it makes this very object; not there where no answers do. */
    form?: { template: string; answers: Record<string, JsonValue> };
    /** What it hands to a pipeline; not there where it hands on nothing, or where that can't be read. */
    parameters?: GivenParameters;
  };
}

/** What is handed to the runs of a pipeline, by the names of its inputs. @public */
export interface GivenParameters {
  /** Name of the `Pipeline` object. */
  pipeline: string;
  /** Name of the `PipelineVersion` object, or its id where none has it any more; absent where the newest is taken each time. */
  version?: string;
  values: Record<string, JsonValue>;
}

/** Counts for the facet column. @public */
export interface Facets {
  state: Record<string, number>;
  kind: Record<string, number>;
  domain: Record<string, number>;
  kubernetesCluster: Record<string, number>;
  owner: Record<string, number>;
  /** Names of the counts above that hold only their commonest values, as there are too many. */
  truncated?: string[];
  freshness: Freshness[];
}

/** One field of the form that edits a kind. @public */
export interface EditableField {
  /** Dotted path in the manifest, e.g. `spec.driver.memory`; of parameters a word, as the kind knows where they stand. */
  path: string;
  label: string;
  /** `parameters`: a map by the names of a pipeline's inputs, which say what its values may be. */
  type:
    | 'integer'
    | 'quantity'
    | 'string'
    | 'string[]'
    | 'boolean'
    | 'parameters';
  /** What it may be, where it is one of few. */
  options?: string[];
  /** What to say beside the field, a sentence. */
  hint?: string;
  /** It is said with a verb that names it, and no part of the general form. */
  verbOnly?: boolean;
  min?: number;
  max?: number;
  /** Dotted path of a value without which this one says nothing, e.g. `spec.dynamicAllocation.enabled`. */
  onlyWith?: string;
}

/** The part of a kind that the browser needs. @public */
export interface KindInfo {
  id: string;
  group: string;
  version: string;
  kind: string;
  role: WorkloadRole;
  title: string;
  titlePlural: string;
  nameRule: { maxLength: number; pattern: string; message: string };
  /** Changes of values with a name, and the states in which they make sense. */
  verbs: Array<{
    id: string;
    title: string;
    states: WorkloadState[];
    /** Paths of `editable` whose values are said with it: the sizes of a resize. */
    fields?: string[];
  }>;
  /** The fields of the form that edits one. */
  editable: EditableField[];
  template?: string;
  /** A system makes its objects: nobody writes, adopts or removes one. */
  readOnly?: true;
}
