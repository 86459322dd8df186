import type { Clock, KfpClient } from '@lakefront/kfp-client';

export interface StartRunOptions {
  client: KfpClient;
  namespace: string;
  /** What the run is called; one of this name is started at most. */
  runName: string;
  /** Names of the `Pipeline` object and of the `PipelineVersion` object; the newest where left out. */
  pipeline: string;
  version?: string;
  /** JSON values. */
  parameters?: Record<string, unknown>;
  /** Who starts it, for the run's description, e.g. `Job nightly-29404980`. */
  startedBy: string;
  /** How long to wait for pipeline, version and KFP; default 10 minutes. */
  deadlineMs?: number;
  /** How long between two looks; default 5 s. */
  pollMs?: number;
  /**
   * How long after a start to look whether another did the same; default 15 s,
   * more than it takes KFP to start a run.
   */
  settleMs?: number;
  /** How long to look for a run whose start was not answered; default 60 s. */
  unclearMs?: number;
  clock?: Clock;
  /** Told what happens, in sentences. */
  log?: (message: string) => void;
  signal?: AbortSignal;
}

/** The run of this name that counts, as far as is known: one that was found may yet yield to another. */
export interface StartedRun {
  runId: string;
  /** `started` now; `found`, as it was there already; `yielded` to another that was started at the same time. */
  outcome: 'started' | 'found' | 'yielded';
}
