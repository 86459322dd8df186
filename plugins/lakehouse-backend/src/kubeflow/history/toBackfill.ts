import type { PipelineBackfill } from '@lakefront/backstage-plugin-lakehouse-common';
import type { HistoryRow } from './HistoryStore';

/**
 * How far the histories of somebody's places have been read, together for each
 * Kubernetes cluster: of places that are not theirs nothing is told.
 */
export function toBackfill(
  kubernetesCluster: string,
  options: {
    rows: readonly HistoryRow[];
    /** How many places of theirs are there. */
    places: number;
    now: number;
  },
): PipelineBackfill {
  const rows = options.rows.filter(
    row => row.kubernetes_cluster === kubernetesCluster,
  );
  const totals = rows.map(row => row.total ?? undefined);
  const failed = rows.find(({ state }) => state === 'failed');
  const read = sum(rows.map(row => row.read));
  return {
    kubernetesCluster,
    state: stateOf(rows, options.places),
    read,
    ...(rows.length >= options.places &&
      totals.every(total => total !== undefined) && {
        total: Math.max(read, sum(totals as number[])),
      }),
    ...(failed && { message: sentenceOf(failed, options.now) }),
  };
}

function stateOf(
  rows: readonly HistoryRow[],
  places: number,
): PipelineBackfill['state'] {
  const has = (state: HistoryRow['state']) =>
    rows.some(row => row.state === state);
  if (has('failed')) return 'failed';
  if (rows.length >= places && rows.every(({ state }) => state === 'done')) {
    return 'done';
  }
  return has('reading') || has('done') ? 'reading' : 'waiting';
}

function sentenceOf({ message, next_at }: HistoryRow, now: number): string {
  const seconds = Math.ceil((Number(next_at) - now) / 1000);
  if (seconds <= 0) {
    return `${message}. It is tried again soon`;
  }
  const when =
    seconds > 90 ? `${Math.ceil(seconds / 60)} minutes` : `${seconds} s`;
  return `${message}. It is tried again in ${when}`;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
