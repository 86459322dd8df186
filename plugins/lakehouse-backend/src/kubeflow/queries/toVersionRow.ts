import type { PipelineVersionRow } from '@lakefront/backstage-plugin-lakehouse-common';
import type { WorkloadRow } from '../../index/rows';
import type { DomainPlace } from '../../types';

/** A version of a pipeline as lists show it. */
export function toVersionRow(
  { workload, pipelines = {} }: WorkloadRow,
  place: DomainPlace,
): PipelineVersionRow {
  const { kubernetesCluster, namespace, name, footprint } = workload;
  const { requestedBy, changeId, createdAt, notInGit } = workload;
  const { title, pipeline, description, codeSource, steps } = pipelines;
  return {
    ...{ kubernetesCluster, domain: place.domain, namespace, name },
    ...{ title: title ?? name, pipeline: pipeline ?? '' },
    ...(description && { description }),
    ...(codeSource && { codeSource }),
    ...(requestedBy && { requestedBy }),
    ...(changeId && { changeId }),
    ...(notInGit && { notInGit }),
    ...{ createdAt, steps: steps ?? 0, footprint },
  };
}
