import type { Freshness } from '@lakefront/backstage-plugin-lakehouse-common';
import { formatTimeOfDay } from '../format/formatTime';

/** From worst to best: what one word says about a whole Kubernetes cluster. */
const order: Freshness['state'][] = [
  'unreachable',
  'stale',
  'forbidden',
  'absent',
  'syncing',
  'live',
];

/** The worst of each Kubernetes cluster, clusters by name. */
export function worstByCluster(freshness: Freshness[]): Freshness[] {
  const worst = new Map<string, Freshness>();
  for (const one of freshness) {
    const other = worst.get(one.kubernetesCluster);
    if (!other || order.indexOf(one.state) < order.indexOf(other.state)) {
      worst.set(one.kubernetesCluster, one);
    }
  }
  return [...worst.values()].sort((a, b) =>
    a.kubernetesCluster.localeCompare(b.kubernetesCluster),
  );
}

/** Kubernetes clusters that were never read: what is there is not known. */
export function unreadClusters(freshness: Freshness[]): string[] {
  return freshness
    .filter(({ everSynced }) => everSynced === false)
    .map(({ kubernetesCluster }) => kubernetesCluster);
}

/** What is missing, why and since when; nothing where all is live. */
export function freshnessSentence(one: Freshness): string | undefined {
  const { kubernetesCluster: cluster, resource, since, message } = one;
  const why = message ? `: ${message}` : '';
  const from = formatTimeOfDay(since);
  switch (one.state) {
    case 'live':
      return undefined;
    case 'syncing':
      return `${cluster} is being read for the first time; what you see is not all yet`;
    case 'stale':
      return `${cluster} has said nothing since ${from} (showing its last state)${why}`;
    case 'unreachable':
      return one.everSynced === false
        ? `${cluster} is away since ${from}; what it holds was not read yet and is not shown${why}`
        : `${cluster} is away since ${from} (showing its last state)${why}`;
    case 'forbidden':
      return `The portal may not read ${resource} on ${cluster}${why}`;
    case 'absent':
      return `${cluster} does not know ${resource}${why}`;
    default:
      return `The state of ${cluster} is unknown${why}`;
  }
}
