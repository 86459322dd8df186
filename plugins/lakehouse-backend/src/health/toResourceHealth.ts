import type { ResourceHealth } from '@lakefront/backstage-plugin-lakehouse-common';
import type { ResourceFreshness } from '@lakefront/kube-index';
import { toFreshness } from '../index/toFreshness';
import { advise, nameOf } from './advise';
import type { WatchedResource } from './WatchedResource';

/** A row of the index's freshness as operators see it. Pure. */
export function toResourceHealth(
  row: ResourceFreshness,
  watched: WatchedResource,
  now: number,
): ResourceHealth {
  const { state, reach, message, everSynced, lastError, lastHeardAt } = row;
  const seconds = (since: number) => Math.max(0, (now - since) / 1000);
  const advice = advise(
    {
      kubernetesCluster: row.kubernetesCluster,
      ...{ state, reach, message, everSynced },
      seconds: seconds(row.since),
    },
    watched,
  );
  return {
    ...toFreshness(row),
    everSynced,
    count: row.count,
    ...(lastHeardAt !== undefined && {
      lagSeconds: Math.round(seconds(lastHeardAt)),
    }),
    relists: row.relists,
    failures: row.failures,
    ...(lastError && {
      lastError: {
        at: new Date(lastError.at).toISOString(),
        message: lastError.message,
      },
    }),
    ...(missesRight(row) && { missingRight: rightTo(watched, row) }),
    reach,
    ...(advice && { advice }),
  };
}

function missesRight({ state, forbiddenNamespaces }: ResourceFreshness) {
  return state === 'forbidden' || (forbiddenNamespaces?.length ?? 0) > 0;
}

/** As one would ask `kubectl auth can-i`. */
function rightTo(
  watched: WatchedResource,
  { reach, forbiddenNamespaces = [] }: ResourceFreshness,
): string {
  const right = `list,watch ${nameOf(watched)}`;
  if (reach === 'namespaces' && forbiddenNamespaces.length > 0) {
    return `${right} -n ${forbiddenNamespaces.join(', ')}`;
  }
  return watched.namespace
    ? `${right} -n ${watched.namespace}`
    : `${right} --all-namespaces`;
}
