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

/** States of the connection to a Kubernetes cluster, not of one resource. */
const CONNECTION: FreshnessState[] = ['unreachable', 'stale', 'syncing'];

/** What is not as it should be, and what somebody can do: the worst first. */
export function toTroubles(resources: ResourceHealth[]): Trouble[] {
  const alike = new Map<string, ResourceHealth[]>();
  for (const row of resources.filter(isTrouble)) {
    const { kubernetesCluster, state, resource } = row;
    // Rights and missing kinds are told one by one, connections as one.
    const key = JSON.stringify([
      kubernetesCluster,
      state,
      CONNECTION.includes(state) || resource,
    ]);
    alike.set(key, [...(alike.get(key) ?? []), row]);
  }
  return [...alike.values()]
    .map(toTrouble)
    .sort(
      (a, b) =>
        ORDER.indexOf(a.state) - ORDER.indexOf(b.state) ||
        a.kubernetesCluster.localeCompare(b.kubernetesCluster),
    );
}

/** What most of them say speaks for all: one cut is heard in several ways. */
function toTrouble(rows: ResourceHealth[]): Trouble {
  const count = (advice: string | undefined) =>
    rows.filter(row => row.advice === advice).length;
  const [speaker] = [...rows].sort((a, b) => count(b.advice) - count(a.advice));
  const { kubernetesCluster, state, advice } = speaker;
  return {
    ...{ kubernetesCluster, state, advice },
    message:
      state === 'live'
        ? undefined
        : speaker.message ?? speaker.lastError?.message,
    resources: rows.map(({ resource }) => resource),
    since: rows.map(({ since }) => since).sort()[0],
    missingRights: rows.flatMap(({ missingRight }) => missingRight ?? []),
  };
}

/** Also what is live but could be followed better; a list that is on its way is none yet. */
function isTrouble({ state, advice, missingRight }: ResourceHealth): boolean {
  const isWell = state === 'live' || state === 'syncing';
  return !isWell || advice !== undefined || missingRight !== undefined;
}

/** Failures that are over: what is live again but was not always. */
export function pastFailures(resources: ResourceHealth[]): ResourceHealth[] {
  return resources
    .filter(({ state, lastError }) => state === 'live' && lastError)
    .sort((a, b) =>
      (b.lastError?.at ?? '').localeCompare(a.lastError?.at ?? ''),
    );
}
