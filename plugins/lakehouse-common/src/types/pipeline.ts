import type { CompiledPipeline } from './compiledPipeline';
import type { KubeflowFreshness } from './kubeflow';
import type { Freshness } from './list';
import type { UsualDuration } from './usage';
import type {
  Footprint,
  Reason,
  WorkloadLink,
  WorkloadState,
} from './workload';

// Pipelines of Kubeflow, their versions and schedules. Times as ISO 8601 in UTC.

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

/** A file of a repository, read with the asker's own token. @public */
export interface PipelineSourceFile {
  url: string;
  /** Of the commit that was read. */
  commit?: string;
  text: string;
}
