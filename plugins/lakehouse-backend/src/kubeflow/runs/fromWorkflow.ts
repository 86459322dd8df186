import type { DomainPlace } from '../../types';
import type { WorkloadRow } from '../../index/rows';
import type { PipelineNames } from './PipelineNames';
import type { PipelineRun } from './PipelineRun';

/** A run as its Workflow tells it, and its name who started it. */
export function fromWorkflow(
  { workload, pipelines = {} }: WorkloadRow,
  place: DomainPlace,
  names: PipelineNames,
): PipelineRun | undefined {
  const { runId, title, attempt, schedule, scheduledAt } = pipelines;
  if (!runId) {
    return undefined;
  }
  const { kubernetesCluster, namespace, state, stateDetail } = workload;
  const name = title ?? workload.name;
  const started = names.ofStarter(place, { name, schedule });
  return {
    ...{ kubernetesCluster, namespace, domain: place.domain, runId, name },
    ...{ workflow: workload.name, attempt: attempt ?? 0 },
    ...{ state, detail: stateDetail, reason: workload.reason },
    // Which version the newest was is for KFP to say, and its ids.
    ...{ pipeline: started.pipeline, version: started.version },
    ...{ schedule, scheduledAt },
    requestedBy: workload.requestedBy,
    createdAt: workload.createdAt,
    startedAt: workload.startedAt,
    endedAt: workload.endedAt,
  };
}
