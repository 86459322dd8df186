import type { PipelineRunRow } from '@lakefront/backstage-plugin-lakehouse-common';

/** When a run began; of one from Kubeflow's history only when it was made is known. */
export function beganAt(
  run: Pick<PipelineRunRow, 'startedAt' | 'endedAt' | 'createdAt'>,
): string | undefined {
  return run.startedAt ?? (run.endedAt ? run.createdAt : undefined);
}
