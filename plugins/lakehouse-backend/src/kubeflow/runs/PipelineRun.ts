import type {
  PipelineRunRow,
  Reason,
  WorkloadState,
} from '@lakefront/backstage-plugin-lakehouse-common';
import type { DomainKey } from '../../types';
import { splitName } from './splitName';

/** Kind of the Workflows that KFP makes. */
export const RUN_KIND = 'kubeflow-run';
/** Of a run that somebody ended: it says nothing of how well its pipeline works. */
export const CANCELLED = 'cancelled';

/** A run as a watch or KFP tells it; what is undefined is not known there. Times are ISO 8601. */
export interface PipelineRun {
  kubernetesCluster: string;
  namespace: string;
  domain: string;
  runId: string;
  name: string;
  pipeline?: string;
  version?: string;
  pipelineId?: string;
  versionId?: string;
  schedule?: string;
  /** Name of its Workflow. */
  workflow?: string;
  /** Counts how often KFP took it up again after its end. */
  attempt: number;
  state: WorkloadState;
  /** The system's own word. */
  detail: string;
  reason?: Reason;
  requestedBy?: string;
  createdAt: string;
  scheduledAt?: string;
  startedAt?: string;
  endedAt?: string;
  /** Undefined where only KFP knows. */
  archived?: boolean;
}

/** A run as the table has it. */
export interface PipelineRunRecord {
  kubernetes_cluster: string;
  namespace: string;
  run_id: string;
  scope: DomainKey;
  domain: string;
  name: string;
  search: string;
  stem: string;
  tail: string;
  pipeline: string | null;
  version: string | null;
  pipeline_id: string | null;
  version_id: string | null;
  schedule: string | null;
  workflow: string | null;
  attempt: number;
  state: string;
  detail: string;
  reason: string | null;
  requested_by: string | null;
  created_at: string;
  scheduled_at: string | null;
  started_at: string | null;
  ended_at: string | null;
  at: string;
  seconds: number;
  /** SQLite has no truth, but numbers. */
  archived: boolean | number;
  counts: boolean | number;
  ask_at: number | string | null;
  asked: number;
}

const LONGEST_NAME = 500;
const LONGEST_WORD = 64;

export function toRecord(
  run: PipelineRun,
  /** When to ask KFP for what is not known. */
  askAt: number | null,
): PipelineRunRecord {
  const createdAt = toTime(run.createdAt)!;
  const startedAt = toTime(run.startedAt);
  const endedAt = toTime(run.endedAt);
  const at = startedAt ?? createdAt;
  const name = run.name.slice(0, LONGEST_NAME);
  const search = name.toLocaleLowerCase('en-US');
  return {
    kubernetes_cluster: run.kubernetesCluster,
    namespace: run.namespace,
    run_id: run.runId,
    scope: `${run.kubernetesCluster}/${run.domain}`,
    domain: run.domain,
    name,
    search,
    ...splitName(search),
    pipeline: run.pipeline ?? null,
    version: run.version ?? null,
    pipeline_id: run.pipelineId ?? null,
    version_id: run.versionId ?? null,
    schedule: run.schedule ?? null,
    workflow: run.workflow ?? null,
    attempt: run.attempt,
    state: run.state,
    detail: run.detail.slice(0, LONGEST_WORD),
    reason: run.reason ? JSON.stringify(run.reason) : null,
    requested_by: run.requestedBy ?? null,
    created_at: createdAt,
    scheduled_at: toTime(run.scheduledAt),
    started_at: startedAt,
    ended_at: endedAt,
    at,
    seconds: endedAt
      ? Math.max(0, Math.round((Date.parse(endedAt) - Date.parse(at)) / 1000))
      : -1,
    archived: run.archived ?? false,
    counts: endedAt !== null && run.reason?.code !== CANCELLED,
    ask_at: askAt,
    asked: 0,
  };
}

/** A run as lists tell it. Its Workflow is added where there is one. */
export function toRow(record: PipelineRunRecord): PipelineRunRow {
  const { kubernetes_cluster: kubernetesCluster, namespace } = record;
  const optional = {
    pipeline: record.pipeline,
    version: record.version,
    schedule: record.schedule,
    requestedBy: record.requested_by,
    scheduledAt: record.scheduled_at,
    startedAt: record.started_at,
    endedAt: record.ended_at,
  };
  return {
    ...{ kubernetesCluster, domain: record.domain, namespace },
    ...{ runId: record.run_id, name: record.name },
    ...Object.fromEntries(
      Object.entries(optional).filter(([, value]) => value !== null),
    ),
    state: record.state as WorkloadState,
    stateDetail: record.detail,
    ...(record.reason !== null && { reason: JSON.parse(record.reason) }),
    createdAt: record.created_at,
    ...(record.archived ? { archived: true } : {}),
  };
}

/** ISO 8601 in UTC with milliseconds, so that text sorts as time does; null where there is none. */
export function toTime(time: string | undefined): string | null {
  const at = time === undefined ? NaN : Date.parse(time);
  return Number.isNaN(at) ? null : new Date(at).toISOString();
}
