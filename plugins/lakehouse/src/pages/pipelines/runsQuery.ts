import type { WorkloadState } from '@lakefront/backstage-plugin-lakehouse-common';
import type { PipelineRunQuery } from '../../api';
import type { QueryState } from '../../live';

/** States that a run can be in. */
export const runStates: WorkloadState[] = [
  'failed',
  'running',
  'pending',
  'succeeded',
];

const HOUR_MS = 3_600_000;
/** Times that runs are looked for in, as the address calls them. */
export const times: Record<string, { title: string; milliseconds: number }> = {
  day: { title: 'Last 24 hours', milliseconds: 24 * HOUR_MS },
  week: { title: 'Last 7 days', milliseconds: 7 * 24 * HOUR_MS },
  month: { title: 'Last 30 days', milliseconds: 30 * 24 * HOUR_MS },
};

const keys = [
  ...(['q', 'state', 'domain', 'kubernetesCluster', 'pipeline'] as const),
  ...(['version', 'schedule', 'time', 'from', 'to', 'archived'] as const),
];

const isTime = (text: string | undefined): text is string =>
  text !== undefined && !Number.isNaN(Date.parse(text));

/** What the address asks for of runs; `now` is what its time ends with. */
export function toRunsQuery(state: QueryState, now: number): PipelineRunQuery {
  const time = times[state.get('time') ?? ''];
  const [from, to] = [state.get('from'), state.get('to')];
  return {
    q: state.get('q'),
    state: state
      .all('state')
      .filter((one): one is WorkloadState =>
        (runStates as string[]).includes(one),
      ),
    domain: state.all('domain'),
    kubernetesCluster: state.all('kubernetesCluster'),
    pipeline: state.get('pipeline'),
    version: state.get('version'),
    schedule: state.get('schedule'),
    from: time
      ? new Date(now - time.milliseconds).toISOString()
      : (isTime(from) && from) || undefined,
    to: !time && isTime(to) ? to : undefined,
    archived: state.get('archived') === 'true' || undefined,
    sort: state.get('sort'),
  };
}

/** Whether the address leaves any run out. */
export function isFiltered(state: QueryState): boolean {
  return keys.some(key => key !== 'archived' && state.get(key) !== undefined);
}

/** The address without any filter of runs. */
export const noFilters: Record<string, undefined> = Object.fromEntries(
  keys.map(key => [key, undefined]),
);
