import type {
  ChangeRequest,
  Freshness,
  LakehouseDomain,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { unreadClusters } from '../../components/freshness';
import { plural } from '../../format/plural';

/** What needs one, in one sentence; undefined when nothing was asked yet. */
export function homeSentence(state: {
  domains?: LakehouseDomain[];
  changes?: ChangeRequest[];
  freshness?: Freshness[];
}): string | undefined {
  const { domains, changes, freshness = [] } = state;
  if (!domains) {
    return undefined;
  }
  if (domains.length === 0) {
    const unread = unreadClusters(freshness);
    return unread.length > 0
      ? `Whether you are a member of a domain is not known yet: ${unread.join(
          ', ',
        )} was not read so far.`
      : 'You are not a member of a domain yet.';
  }
  const sum = (key: 'failedToday' | 'pending' | 'running') =>
    domains.reduce((total, domain) => total + domain[key], 0);
  const platform = domains.some(domain => domain.role === 'platform');
  const failed = sum('failedToday');
  const pending = sum('pending');
  const blocked = changes?.filter(change => change.blocked).length ?? 0;
  const open =
    changes?.filter(change => change.phase === 'open' && !change.blocked)
      .length ?? 0;
  const parts = [
    ...(failed
      ? [
          `${plural(
            failed,
            platform ? 'job' : 'of your jobs',
            platform ? 'jobs' : 'of your jobs',
          )} failed today`,
        ]
      : []),
    ...(pending ? [`${pending} ${pending === 1 ? 'waits' : 'wait'}`] : []),
    ...(blocked
      ? [
          `${plural(blocked, 'request')} ${
            blocked === 1 ? 'is' : 'are'
          } blocked`,
        ]
      : []),
    ...(open
      ? [
          `${plural(open, 'request')} ${
            open === 1 ? 'waits' : 'wait'
          } for review`,
        ]
      : []),
  ];
  return parts.length
    ? `${parts.join(' · ')}.`
    : `All quiet: ${sum('running')} running in ${plural(
        domains.length,
        'domain',
      )}, none failed today.`;
}
