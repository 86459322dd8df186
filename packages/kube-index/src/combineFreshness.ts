import { FreshnessRecord } from './freshness';
import { FreshnessState, ResourceFreshness } from './types';

interface Part {
  readonly freshness: FreshnessRecord;
}

/** From best to worst. What is forbidden is said beside, and spoils no other. */
const FROM_BEST: readonly FreshnessState[] = [
  'live',
  'absent',
  'stale',
  'syncing',
  'unreachable',
];

/**
 * How well a resource is known: as the whole of it is, or, where it is read in
 * parts, as well as the worst of them.
 */
export function combineFreshness(
  whole: Part,
  parts: ReadonlyMap<string, Part> | undefined,
): Omit<
  ResourceFreshness,
  'kubernetesCluster' | 'resource' | 'reach' | 'count'
> {
  if (!parts || parts.size === 0) {
    return withoutFailingSince(whole.freshness);
  }
  const all = Array.from(parts.values(), ({ freshness }) => freshness);
  const readable = all.filter(({ state }) => state !== 'forbidden');
  const counted = readable.length > 0 ? readable : all;
  const worst = counted.reduce((a, b) => (badness(b) > badness(a) ? b : a));
  const heard = counted.flatMap(({ lastHeardAt }) => lastHeardAt ?? []);
  // What happened while it was read as a whole is not forgotten.
  const ever = [whole.freshness, ...all];
  const forbidden = [...parts].filter(
    ([, { freshness }]) => freshness.state === 'forbidden',
  );
  return {
    ...withoutFailingSince(worst),
    // What is shown is as old as its oldest part.
    lastHeardAt: heard.length > 0 ? Math.min(...heard) : undefined,
    message: worst.message ?? forbidden[0]?.[1].freshness.message,
    lastError: ever
      .flatMap(({ lastError }) => lastError ?? [])
      .reduce<ResourceFreshness['lastError']>(
        (latest, error) => (latest && latest.at >= error.at ? latest : error),
        undefined,
      ),
    everSynced: counted.every(({ everSynced }) => everSynced),
    relists: sum(ever.map(({ relists }) => relists)),
    failures: sum(ever.map(({ failures }) => failures)),
    forbiddenNamespaces: forbidden.map(([namespace]) => namespace),
  };
}

function withoutFailingSince(record: FreshnessRecord) {
  const { failingSince, ...rest } = record;
  return rest;
}

function badness({ state }: FreshnessRecord): number {
  return FROM_BEST.indexOf(state);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
