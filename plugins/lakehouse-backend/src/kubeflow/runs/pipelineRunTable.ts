import type { PipelineRunRecord } from './PipelineRun';

/** What all who read or write the table of runs have in common. */
export const TABLE = 'pipeline_runs';

export interface RunAddress {
  kubernetesCluster: string;
  namespace: string;
  runId: string;
}

export function keyOf(row: PipelineRunRecord) {
  const { kubernetes_cluster, namespace, run_id } = row;
  return { kubernetes_cluster, namespace, run_id };
}

export function whereOf({ kubernetesCluster, namespace, runId }: RunAddress) {
  return { kubernetes_cluster: kubernetesCluster, namespace, run_id: runId };
}
