import type { Workload } from '@lakefront/backstage-plugin-lakehouse-common';
import { formatRelative } from '../../format/formatTime';

const stop = (text: string) => `${text.replace(/\.\s*$/, '')}.`;

const ready: Partial<Record<Workload['role'], string>> = {
  pipeline:
    'It is there: its versions, schedules and runs are on its own page.',
  version: 'It is there: its graph and what uses it are on its own page.',
};

/** How something is that is declared and does not run itself: a sentence. */
export function standingHeadline(
  workload: Pick<
    Workload,
    'role' | 'state' | 'stateDetail' | 'reason' | 'startedAt'
  >,
  now: number,
): string {
  const { role, state, stateDetail, reason, startedAt } = workload;
  switch (state) {
    case 'succeeded':
    case 'running':
      return (
        ready[role] ??
        (startedAt
          ? `Active: it started a run last ${formatRelative(startedAt, now)}.`
          : 'Active: it waits for its first time.')
      );
    case 'suspended':
      return 'Suspended: it starts no run until somebody resumes it.';
    case 'failed':
      return `Failed: ${stop(reason?.message ?? stateDetail)}`;
    case 'pending':
      return `Waits: ${stop(reason?.message ?? stateDetail)}`;
    default:
      return `Its state is unknown (${stateDetail}).`;
  }
}
