import type {
  CallOptions,
  Health,
  KfpExperiment,
  KfpPipeline,
  KfpPipelineVersion,
  KfpRecurringRun,
  KfpRun,
  KfpRunDetail,
  NamespacePageOptions,
  NewRun,
  Page,
  PageOptions,
} from './types';

/**
 * One API server of Kubeflow Pipelines, asked as one account. Every call
 * rejects with a `KfpError`: `KfpStatusError` where KFP said no (its `reason`
 * says why), `KfpTimeoutError`, `KfpUnreachableError`, `KfpProtocolError` or
 * `KfpTooLargeError`; or with the reason of an aborted signal. None holds a
 * credential. A name or id that can be none (empty, `.`, `..`) is a
 * `TypeError`, and nothing is asked.
 *
 * What a write did after a timeout, a lost connection or a 5xx is not known: look.
 */
export interface KfpClient {
  /** Without `/apis/v2beta1`. */
  readonly endpoint: string;
  /** Whether it is in multi-user mode and where it keeps pipelines. KFP answers anybody, a proxy before it may not. */
  health(options?: CallOptions): Promise<Health>;
  readonly pipelines: PipelineCalls;
  readonly versions: VersionCalls;
  readonly experiments: ExperimentCalls;
  readonly runs: RunCalls;
  readonly recurringRuns: RecurringRunCalls;
}

export interface PipelineCalls {
  list(options: NamespacePageOptions & CallOptions): Promise<Page<KfpPipeline>>;
  get(pipelineId: string, options?: CallOptions): Promise<KfpPipeline>;
  /** In native mode by the name of its object. `not-found` where there is none. */
  byName(
    namespace: string,
    name: string,
    options?: CallOptions,
  ): Promise<KfpPipeline>;
}

export interface VersionCalls {
  /** Each with its IR: small pages are wise. */
  list(
    pipelineId: string,
    options?: PageOptions & CallOptions,
  ): Promise<Page<KfpPipelineVersion>>;
  get(
    pipelineId: string,
    versionId: string,
    options?: CallOptions,
  ): Promise<KfpPipelineVersion>;
}

export interface ExperimentCalls {
  list(
    options: NamespacePageOptions & CallOptions,
  ): Promise<Page<KfpExperiment>>;
  get(experimentId: string, options?: CallOptions): Promise<KfpExperiment>;
  /** `already-exists` where the namespace has one of this name. */
  create(
    experiment: { namespace: string; name: string; description?: string },
    options?: CallOptions,
  ): Promise<KfpExperiment>;
}

export interface RunCalls {
  /** Archived ones too, unless filtered by `storage_state`. Of one experiment if named. */
  list(
    options: NamespacePageOptions & { experimentId?: string } & CallOptions,
  ): Promise<Page<KfpRun>>;
  /** With its tasks and states, as far as KFP was told. */
  get(runId: string, options?: CallOptions): Promise<KfpRunDetail>;
  /** Starts one, whether or not there is one of this name. */
  create(run: NewRun, options?: CallOptions): Promise<KfpRun>;
  /** Stops one. It ends a little later, as `CANCELED`. */
  terminate(runId: string, options?: CallOptions): Promise<void>;
}

export interface RecurringRunCalls {
  list(
    options: NamespacePageOptions & { experimentId?: string } & CallOptions,
  ): Promise<Page<KfpRecurringRun>>;
  get(recurringRunId: string, options?: CallOptions): Promise<KfpRecurringRun>;
}
