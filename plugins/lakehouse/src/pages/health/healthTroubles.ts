import type {
  FreshnessState,
  ResourceHealth,
} from '@lakefront/backstage-plugin-lakehouse-common';

/** Resources of one Kubernetes cluster that suffer alike, so that one cluster away is one trouble. */
export interface Trouble {
  kubernetesCluster: string;
  state: FreshnessState;
  resources: string[];
  /** Since when the first of them does, ISO 8601. */
  since: string;
  /** What the system says. */
  message?: string;
  missingRights: string[];
  advice?: string;
}

/** From the worst to what is only worth a word. */
const ORDER: FreshnessState[] = [
  'unreachable',
  'forbidden',
  'stale',
  'syncing',
  'absent',
  'live',
];

/** What is not as it should be, and what somebody can do: the worst first. */
export function toTroubles(resources: ResourceHealth[]): Trouble[] {
  const troubles = new Map<string, Trouble>();
  for (const row of resources.filter(isTrouble)) {
    const { kubernetesCluster, state, advice, missingRight } = row;
    const message = row.message ?? row.lastError?.message;
    // Rights and missing kinds are told one by one, connections as one.
    const alike =
      state === 'unreachable' || state === 'stale' || state === 'syncing'
        ? [kubernetesCluster, state, advice]
        : [kubernetesCluster, state, row.resource];
    const key = JSON.stringify(alike);
    const known = troubles.get(key);
    troubles.set(key, {
      ...{ kubernetesCluster, state, advice },
      message: known?.message ?? (state === 'live' ? undefined : message),
      resources: [...(known?.resources ?? []), row.resource],
      since: known && known.since < row.since ? known.since : row.since,
      missingRights: [
        ...(known?.missingRights ?? []),
        ...(missingRight ? [missingRight] : []),
      ],
    });
  }
  return [...troubles.values()].sort(
    (a, b) =>
      ORDER.indexOf(a.state) - ORDER.indexOf(b.state) ||
      a.kubernetesCluster.localeCompare(b.kubernetesCluster),
  );
}

/** Also what is live but could be followed better. */
function isTrouble({ state, advice, missingRight }: ResourceHealth): boolean {
  return state !== 'live' || advice !== undefined || missingRight !== undefined;
}

/** Failures that are over: what is live again but was not always. */
export function pastFailures(resources: ResourceHealth[]): ResourceHealth[] {
  return resources
    .filter(({ state, lastError }) => state === 'live' && lastError)
    .sort((a, b) =>
      (b.lastError?.at ?? '').localeCompare(a.lastError?.at ?? ''),
    );
}
