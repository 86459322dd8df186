import type {
  WorkloadRun,
  WorkloadState,
} from '@lakefront/backstage-plugin-lakehouse-common';

/** A run as the table has it. */
export interface RunRow {
  kubernetes_cluster: string;
  kind: string;
  run_key: string;
  scope: string;
  domain: string;
  namespace: string;
  name: string;
  started_at: string;
  ended_at: string | null;
  seconds: number | null;
  state: string;
  reason: string | null;
  footprint: string | null;
}

export function toRunRow(run: WorkloadRun): RunRow {
  const startedAt = toTime(run.startedAt);
  const endedAt = run.endedAt ? toTime(run.endedAt) : null;
  return {
    kubernetes_cluster: run.kubernetesCluster,
    kind: run.kind,
    run_key: run.key,
    scope: `${run.kubernetesCluster}/${run.domain}`,
    domain: run.domain,
    namespace: run.namespace,
    name: run.name,
    started_at: startedAt,
    ended_at: endedAt,
    seconds: endedAt ? secondsBetween(startedAt, endedAt) : null,
    state: run.state,
    reason: run.reason ? JSON.stringify(run.reason) : null,
    footprint: run.footprint ? JSON.stringify(run.footprint) : null,
  };
}

export function toRun(row: RunRow): WorkloadRun {
  return {
    kubernetesCluster: row.kubernetes_cluster,
    domain: row.domain,
    namespace: row.namespace,
    kind: row.kind,
    name: row.name,
    key: row.run_key,
    startedAt: row.started_at,
    endedAt: row.ended_at ?? undefined,
    state: row.state as WorkloadState,
    reason: row.reason ? JSON.parse(row.reason) : undefined,
    footprint: row.footprint ? JSON.parse(row.footprint) : undefined,
  };
}

/** ISO 8601 in UTC with milliseconds, so that text sorts as time does. */
export function toTime(time: string): string {
  return new Date(time).toISOString();
}

function secondsBetween(from: string, to: string): number {
  return Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / 1000));
}
