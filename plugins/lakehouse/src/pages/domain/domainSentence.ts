import {
  formatBytes,
  formatCpu,
  type DomainSync,
  type LakehouseDomain,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { plural } from '../../format/plural';

/** How a domain is, in one sentence: what is wrong, what runs, what is left. */
export function domainSentence(
  domain: LakehouseDomain & { syncs?: DomainSync[] },
): string {
  if (domain.problems.length > 0) {
    return `It cannot be used as it is: ${domain.problems.join('; ')}.`;
  }
  const stopped = (domain.syncs ?? []).filter(
    ({ state }) => state === 'blocked',
  );
  const parts = [
    ...(domain.failedToday
      ? [`${plural(domain.failedToday, 'job')} failed today`]
      : []),
    `${domain.running} running`,
    ...(domain.pending ? [`${domain.pending} waiting`] : []),
  ];
  const left = (resource: string) => {
    const quotas = domain.capacity.flatMap(({ quotas: all }) =>
      all.filter(quota => quota.resource === resource),
    );
    return quotas.length
      ? quotas.reduce(
          (sum, { hard, used }) => sum + Math.max(0, hard - used),
          0,
        )
      : undefined;
  };
  const cpu = left('requests.cpu');
  const memory = left('requests.memory');
  const free = [
    ...(cpu === undefined ? [] : [`${formatCpu(cpu)} CPU`]),
    ...(memory === undefined ? [] : [formatBytes(memory)]),
  ];
  const stop = stopped.length
    ? `What is merged does not reach ${[
        ...new Set(stopped.map(({ kubernetesCluster }) => kubernetesCluster)),
      ].join(', ')}. `
    : '';
  return `${stop}${parts.join(', ')}${
    free.length ? `; ${free.join(' and ')} still free` : ''
  }.`;
}
