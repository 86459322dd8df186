import type { WorkloadRun } from '@lakefront/backstage-plugin-lakehouse-common';

/** What was written down late, or by a clock that is a little behind, is asked for again. */
const OVERLAP_MS = 2 * 60_000;

/** Runs of a time span, as far as they were read. Times are milliseconds. */
export interface KnownRuns {
  runs: WorkloadRun[];
  /** Up to when they were read. */
  to: number;
}

/**
 * Where to begin to read again: a run that has ended never changes, so what
 * ended before the last look needs no second one.
 */
export function readFrom(known: KnownRuns | undefined, from: number): number {
  return known ? Math.max(from, known.to - OVERLAP_MS) : from;
}

/** The runs that were known with those that were read since; what ended before `from` is dropped. */
export function mergeRuns(
  known: KnownRuns | undefined,
  read: WorkloadRun[],
  span: { from: number; to: number },
): KnownRuns {
  const byKey = new Map(
    [...(known?.runs ?? []), ...read].map(run => [
      `${run.kubernetesCluster}/${run.kind}/${run.key}`,
      run,
    ]),
  );
  const runs = [...byKey.values()].filter(
    ({ endedAt }) => !endedAt || Date.parse(endedAt) >= span.from,
  );
  return { runs, to: span.to };
}
