import type { PlacedRun } from '../../api';
import { runKey } from '../../components/layoutRuns';

/** What was written down late, or by a clock that is a little behind, is asked for again. */
const OVERLAP_MS = 2 * 60_000;

/** Runs of a time span, as far as they were read. Times are milliseconds. */
export interface KnownRuns {
  runs: PlacedRun[];
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

/** The runs that were known with those that were read since; what started before `from` is dropped. */
export function mergeRuns(
  known: KnownRuns | undefined,
  read: PlacedRun[],
  span: { from: number; to: number },
): KnownRuns {
  const byKey = new Map(
    [...(known?.runs ?? []), ...read].map(run => [runKey(run), run]),
  );
  const runs = [...byKey.values()].filter(
    ({ startedAt }) => Date.parse(startedAt) >= span.from,
  );
  return { runs, to: span.to };
}
