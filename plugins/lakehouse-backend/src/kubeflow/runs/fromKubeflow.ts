import { readRunState } from '@lakefront/backstage-plugin-lakehouse-common';
import { type KfpRun, readRunName } from '@lakefront/kfp-client';
import { maskText } from '../../maskText';
import type { DomainPlace } from '../../types';
import type { PipelineNames } from './PipelineNames';
import type { PipelineRun } from './PipelineRun';

/** What KFP could not read itself has neither name nor time, and is no run to show. */
export function fromKubeflow(
  run: KfpRun,
  place: Pick<DomainPlace, 'kubernetesCluster' | 'namespace' | 'domain'>,
  names: PipelineNames,
): PipelineRun | undefined {
  if (!run.runId || !run.createdAt) {
    return undefined;
  }
  const { kubernetesCluster, namespace, domain } = place;
  const { state, reason } = readRunState(run.state);
  const isOver = state === 'succeeded' || state === 'failed';
  const due = readRunName(run.name);
  const known = names.ofIds(place, run);
  return {
    ...{ kubernetesCluster, namespace, domain },
    ...{ runId: run.runId, name: run.name || run.runId, attempt: 0 },
    ...{ pipelineId: run.pipelineId, versionId: run.versionId, ...known },
    schedule: known.schedule ?? (due.scheduledAt && due.name),
    ...{ state, detail: run.state || 'PENDING' },
    reason:
      reason ??
      (state === 'failed'
        ? {
            code: 'run-failed',
            message: 'A step of it failed.',
            ...(run.error?.message && { detail: maskText(run.error.message) }),
          }
        : undefined),
    createdAt: run.createdAt,
    scheduledAt: run.scheduledAt ?? due.scheduledAt?.toISOString(),
    // KFP tells no end of some that it knows are over.
    endedAt: isOver ? run.finishedAt ?? run.createdAt : undefined,
    archived: run.archived,
  };
}
