import {
  formatBytes,
  formatCpu,
  type DomainCapacity,
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
  const stop = stopped.length
    ? `What is merged does not reach ${[
        ...new Set(stopped.map(({ kubernetesCluster }) => kubernetesCluster)),
      ].join(', ')}. `
    : '';
  const free = freeText(domain.capacity);
  return `${stop}${parts.join(', ')}${free ? `; ${free}` : ''}.`;
}

/** What is left on each Kubernetes cluster: a job runs on one of them, so no sum of them says anything. */
function freeText(capacity: DomainCapacity[]): string | undefined {
  const places = capacity.flatMap(({ kubernetesCluster, quotas }) => {
    const left = (resource: string, format: (value: number) => string) => {
      const found = quotas.filter(quota => quota.resource === resource);
      // Where several quotas count the same, the tightest decides.
      return found.length > 0
        ? [
            format(
              Math.min(
                ...found.map(({ hard, used }) => Math.max(0, hard - used)),
              ),
            ),
          ]
        : [];
    };
    const free = [
      ...left('requests.cpu', cpu => `${formatCpu(cpu)} CPU`),
      ...left('requests.memory', formatBytes),
    ].join(' and ');
    return free ? [{ kubernetesCluster, free }] : [];
  });
  const [only, ...others] = places;
  if (others.length > 0) {
    const each = places.map(
      ({ free, kubernetesCluster }) => `${free} on ${kubernetesCluster}`,
    );
    return `still free: ${each.join(', ')}`;
  }
  return only && `${only.free} still free`;
}
