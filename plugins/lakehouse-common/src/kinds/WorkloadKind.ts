import type { KindForm, ObjectIds } from '../forms/KindForm';
import type {
  BranchStanding,
  DomainSettings,
  EditableField,
  Footprint,
  GivenParameters,
  JsonValue,
  KindInfo,
  KubernetesObject,
  PodSummary,
  Reason,
  Workload,
  WorkloadLink,
  WorkloadPipeline,
  WorkloadRole,
  WorkloadState,
} from '../types';

/** What `summarize` reads from an object; the index adds where it lives. @public */
export interface WorkloadSummary {
  state: WorkloadState;
  stateDetail: string;
  reason?: Reason;
  description: string;
  submittedAt?: string;
  startedAt?: string;
  endedAt?: string;
  endpoint?: string;
  /** Of a declared branch of lakeFS. */
  standing?: BranchStanding;
  /** Of what belongs to a pipeline of Kubeflow. */
  pipeline?: WorkloadPipeline;
  links: WorkloadLink[];
}

/** A change of values with a name: resize, suspend, resume, run again. @public */
export interface WorkloadVerb {
  id: string;
  title: string;
  /** Paths of `editable` whose values are said with it; they are in the manifest that `apply` gets. */
  fields?: string[];
  /** The manifest as it should be in Git after it. Pure. */
  apply(manifest: KubernetesObject, at: string): KubernetesObject;
  /** Whether a merge runs the workload again. */
  runsAgain: boolean;
  /** States of a workload in which it makes sense. */
  states: WorkloadState[];
}

/** Where a kind has what it hands to a pipeline. Pure. @public */
export interface KindParameters {
  /** Nothing where it can't be read. */
  read(
    manifest: KubernetesObject,
    ids?: ObjectIds,
  ): GivenParameters | undefined;
  /** The manifest with other ones. */
  write(
    manifest: KubernetesObject,
    values: Record<string, JsonValue>,
  ): KubernetesObject;
}

/** One execution as the kind reads it from an object. @public */
export interface KindRun {
  /** Unique within (Kubernetes cluster, kind). */
  key: string;
  startedAt: string;
  endedAt?: string;
  state: WorkloadState;
  reason?: Reason;
}

/**
 * What sort of workload: a value with pure functions, one file each.
 * Adding a system is one of these with fixtures of every state.
 * @public
 */
export interface WorkloadKind {
  id: string;
  group: string;
  version: string;
  kind: string;
  plural: string;
  role: WorkloadRole;
  /**
   * The labels that an object of the kind has, as the API server selects by
   * them: `key` or `key=value`, with `,` between. Narrows what is watched, and
   * tells it from others of the same API group and kind. Left out: all are.
   */
  labelSelector?: string;
  /** A system makes its objects: nobody writes, adopts or removes one through Git. */
  readOnly?: true;
  /** Kind of an owner that says what an object belongs to, not what made it. */
  belongsTo?: string;
  /** Its definition asks for `status: {}` in what is written to Git. */
  emptyStatus?: true;
  title: string;
  titlePlural: string;
  nameRule: KindInfo['nameRule'];
  /** 2 where admission needs another object first. */
  stage: 1 | 2;
  /** Name of the software template that makes one. */
  template?: string;
  /** The form of that template, from answers to a manifest and back. */
  form?: KindForm;
  summarize(object: KubernetesObject): WorkloadSummary;
  footprint(object: KubernetesObject): Footprint;
  /** Label selector of the pods that belong to it. */
  podSelector(object: KubernetesObject): Record<string, string>;
  /**
   * A label that all its pods carry, besides the one they are selected by, and
   * those of like kinds too: by one label the API server can leave out others.
   */
  podLabel?: string;
  /**
   * A workload with what only its pods tell. `pods` looks them up, which costs:
   * it is called only where they can tell more.
   */
  readPods?(workload: Workload, pods: () => PodSummary[]): Workload;
  /** Its pods may be older than its last change, so that `changedAt` is kept. */
  outlivesChanges?: boolean;
  /** Whether what the manifest asks for is what the API server holds. */
  isLive(manifest: KubernetesObject, object: KubernetesObject): boolean;
  /** The execution that the object is in or had last. */
  run(object: KubernetesObject): KindRun | undefined;
  /** The sentence that says a merge of `next` over `previous` runs it again, or nothing. */
  runsAgain(
    previous: KubernetesObject | undefined,
    next: KubernetesObject,
  ): string | undefined;
  /**
   * What else a merge does, or does not do, to what runs; one sentence each,
   * the weightiest first. Without `previous` it is new, without `next` it is removed.
   */
  consequences?(
    previous: KubernetesObject | undefined,
    next: KubernetesObject | undefined,
  ): string[];
  /**
   * What speaks against taking the file of the one called `name` out of Git,
   * seen from the others of its domain that stay there. Pure.
   */
  checkRemoval?(
    name: string,
    staying: readonly Workload[],
  ): Array<{ severity: 'error' | 'warning'; message: string }>;
  /** What `next` changes that can never change in what is there, with the path at fault. */
  fixed?(
    previous: KubernetesObject,
    next: KubernetesObject,
  ): Array<{ path: string; message: string }>;
  /**
   * Whether what runs it has acted on an edit that the API server holds.
   * `since`: epoch ms before which nothing can be an answer to it; `runsAgain`:
   * the edit runs it again, also where it had finished. Left out where its controller can't miss one.
   */
  actedOn?(
    object: KubernetesObject,
    edit: { since: number; runsAgain: boolean },
  ): boolean;
  /**
   * Whether its file is of no more use although its object is still there, so
   * that tidying removes it. `now`: epoch ms. Left out where nothing expires.
   */
  isSpent?(object: KubernetesObject, now: number): boolean;
  editable: EditableField[];
  /** What stands behind a field of type `parameters`. */
  parameters?: KindParameters;
  /**
   * An edited manifest with what is the platform's in it as its settings say
   * that now: they may be younger than the manifest. Pure.
   */
  renew?(object: KubernetesObject, settings: DomainSettings): KubernetesObject;
  /** An edited manifest with the values that follow from those that changed. Pure. */
  settle?(previous: KubernetesObject, next: KubernetesObject): KubernetesObject;
  verbs: WorkloadVerb[];
  /** JSON paths of maps and lists whose values are masked by key, e.g. `spec.sparkConf`. */
  mask: string[];
  /** Kind-specific rules beyond the general policy, with the path at fault. */
  validate(object: KubernetesObject): Array<{ path: string; message: string }>;
  /**
   * What the settings of a domain have against an object, beyond what the
   * general policy looks at; with the path at fault. Never throws.
   */
  checkSettings?(
    object: KubernetesObject,
    context: { settings: DomainSettings; domain: string },
  ): Array<{ path: string; message: string }>;
  /**
   * Paths of what a compiler wrote: its texts are programs, which may be long,
   * hold what looks like a template, and assign to variables of any name.
   */
  compiled?: string[];
  /** Paths that the general policy looks at. */
  policyPaths: {
    images: string[];
    serviceAccounts: string[];
    volumes: string[];
    /** Maps that name a repository of lakeFS by `server` and `repository`. */
    lakefsRepositories?: string[];
    /** Refused when set: pod templates, host settings, kubernetesMaster ... */
    forbidden: string[];
  };
}
