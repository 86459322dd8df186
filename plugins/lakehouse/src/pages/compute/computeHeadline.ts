import type { Workload } from '@lakefront/backstage-plugin-lakehouse-common';
import { formatDuration } from '../../format/formatTime';

/** Whether people can connect and, if not, why: one or two sentences. */
export function computeHeadline(workload: Workload, now: number): string {
  const { state, stateDetail, reason, startedAt, submittedAt, createdAt } =
    workload;
  const why = reason ? ` ${reason.message}` : '';
  const since = (time: string) => formatDuration(now - Date.parse(time));
  switch (state) {
    case 'running':
      return `Ready${startedAt ? ` for ${since(startedAt)}` : ''}.${why}`;
    case 'pending':
      return `Nobody can connect yet, ${since(
        submittedAt ?? createdAt,
      )} after it was asked for.${why}`;
    case 'failed':
      return `Nobody can connect: it failed.${why}`;
    default:
      return `Whether it answers is not known (${stateDetail}).${why}`;
  }
}
