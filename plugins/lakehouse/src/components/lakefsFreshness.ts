import type { LakeFSFreshness } from '@lakefront/backstage-plugin-lakehouse-common';
import { formatDayAndTime } from '../format/formatTime';

/** From worst to best: what one word says about a whole server. */
const order: LakeFSFreshness['state'][] = [
  'unreachable',
  'refused',
  'limited',
  'stale',
  'live',
];

/** The worst of each lakeFS server, servers by name. */
export function worstByServer(freshness: LakeFSFreshness[]): LakeFSFreshness[] {
  const worst = new Map<string, LakeFSFreshness>();
  for (const one of freshness) {
    const other = worst.get(one.server);
    if (!other || order.indexOf(one.state) < order.indexOf(other.state)) {
      worst.set(one.server, one);
    }
  }
  return [...worst.values()].sort((a, b) => a.server.localeCompare(b.server));
}

/** Servers that were never read: what is there is not known. */
export function unreadServers(freshness: LakeFSFreshness[]): string[] {
  return worstByServer(freshness)
    .filter(({ state, readAt }) => state !== 'live' && !readAt)
    .map(({ server }) => server);
}

const troubles: Record<
  Exclude<LakeFSFreshness['state'], 'live'>,
  (server: string) => string
> = {
  unreachable: server => `lakeFS ${server} does not answer`,
  refused: server => `lakeFS ${server} takes the portal's key no more`,
  limited: server => `lakeFS ${server} asks the portal to wait`,
  stale: server => `lakeFS ${server} was not read lately`,
};

/** What is wrong with a server, and what is shown instead; nothing where all is live. */
export function lakefsSentence(one: LakeFSFreshness): string | undefined {
  if (one.state === 'live') {
    return undefined;
  }
  const what = `${troubles[one.state](one.server)}${
    one.since ? `, since ${formatDayAndTime(one.since)}` : ''
  }`;
  return `${what} (${shownInstead(one)})${
    one.message ? `: ${one.message}` : ''
  }`;
}

function shownInstead({ readAt, fromObjects }: LakeFSFreshness): string {
  if (fromObjects) {
    return 'showing what the branch controller saw last of branches that are declared in Git';
  }
  return readAt
    ? `showing its state of ${formatDayAndTime(readAt)}`
    : 'what it holds was not read yet and is not shown';
}
