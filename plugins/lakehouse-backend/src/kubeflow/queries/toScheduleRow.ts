import {
  cronProblem,
  cronWords,
  nextTimes,
  type PipelineScheduleRow,
  withoutSeconds,
} from '@lakefront/backstage-plugin-lakehouse-common';
import type { WorkloadRow } from '../../index/rows';
import type { DomainPlace } from '../../types';
import type { PipelineNames } from '../runs/PipelineNames';

/** What starts runs by the clock, as lists show it. */
export function toScheduleRow(
  { workload, pipelines = {} }: WorkloadRow,
  place: DomainPlace,
  options: { names: PipelineNames; now: number },
): PipelineScheduleRow {
  const { names, now } = options;
  const { kubernetesCluster, namespace, kind, name, state } = workload;
  const { timeZone, lastAt } = pipelines;
  // KFP's own schedules begin with seconds.
  const cron =
    pipelines.cron && (withoutSeconds(pipelines.cron) ?? pipelines.cron);
  const suspended = state === 'suspended';
  const nextAt = suspended
    ? undefined
    : pipelines.nextAt ?? nextTime(cron, timeZone, now);
  const known = names.ofIds({ kubernetesCluster, namespace }, pipelines);
  const pipeline = known.pipeline ?? pipelines.pipeline;
  const version = known.version ?? pipelines.version;
  return {
    ...{ kubernetesCluster, domain: place.domain, namespace, kind, name },
    ...(pipeline && { pipeline }),
    ...(version && { version }),
    ...{ suspended, when: whenOf(cron, timeZone) },
    ...(pipelines.cron && { cron: pipelines.cron }),
    ...(timeZone && { timeZone }),
    ...(nextAt && { nextAt }),
    ...(lastAt && { lastAt }),
    state,
    ...(workload.notInGit && { notInGit: true }),
    ...(workload.reason && { reason: workload.reason }),
  };
}

function whenOf(cron: string | undefined, timeZone = 'UTC'): string {
  if (!cron) return 'Never';
  return cronProblem(cron) === undefined ? cronWords(cron, timeZone) : cron;
}

/** What its object does not tell. */
function nextTime(
  cron: string | undefined,
  timeZone = 'UTC',
  now: number,
): string | undefined {
  try {
    return cron ? nextTimes(cron, timeZone, new Date(now), 1)[0] : undefined;
  } catch {
    return undefined;
  }
}
