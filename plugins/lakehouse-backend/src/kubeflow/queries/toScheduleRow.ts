import type { PipelineScheduleRow } from '@lakefront/backstage-plugin-lakehouse-common';
import type { WorkloadRow } from '../../index/rows';
import type { DomainPlace } from '../../types';
import type { PipelineNames } from '../runs/PipelineNames';

/** What starts runs by the clock, as lists show it. */
export function toScheduleRow(
  { workload, pipelines = {} }: WorkloadRow,
  place: DomainPlace,
  names: PipelineNames,
): PipelineScheduleRow {
  const { kubernetesCluster, namespace, kind, name, state } = workload;
  const { cron, timeZone, nextAt, lastAt } = pipelines;
  const known = names.ofIds({ kubernetesCluster, namespace }, pipelines);
  const pipeline = known.pipeline ?? pipelines.pipeline;
  const version = known.version ?? pipelines.version;
  return {
    ...{ kubernetesCluster, domain: place.domain, namespace, kind, name },
    ...(pipeline && { pipeline }),
    ...(version && { version }),
    ...{ suspended: state === 'suspended', when: inWords(cron, timeZone) },
    ...(cron && { cron }),
    ...(timeZone && { timeZone }),
    ...(nextAt && { nextAt }),
    ...(lastAt && { lastAt }),
    state,
    ...(workload.reason && { reason: workload.reason }),
  };
}

function inWords(cron: string | undefined, timeZone: string | undefined) {
  return `${cron ?? 'never'}, ${timeZone ?? 'UTC'}`;
}
