import type { ChangeRow } from './ChangeRow';

const YOUNGEST_MS = 2_000;
const RETRY_FIRST_MS = 2_000;
const RETRY_LONGEST_MS = 60_000;

/** When somebody last moved it: people look at what just moved. */
function lastMoveOf(row: ChangeRow): number {
  return Math.max(
    row.createdAt,
    row.openedAt ?? 0,
    row.approvedAt ?? 0,
    row.mergedAt ?? 0,
    row.syncedAt ?? 0,
  );
}

/**
 * Time until a change is looked at again: 2 s while something just happened,
 * then a twentieth of its age, at the slowest what the repository's config says.
 */
export function pollDelay(
  row: ChangeRow,
  now: number,
  slowestMs: number,
): number {
  const age = Math.max(0, now - lastMoveOf(row));
  const slowest = Math.max(YOUNGEST_MS, slowestMs);
  return Math.min(slowest, Math.max(YOUNGEST_MS, Math.floor(age / 20)));
}

/** Pause after the n-th failure in a row: 2 s, doubled, a minute at most. */
export function retryDelay(attempts: number): number {
  return Math.min(
    RETRY_LONGEST_MS,
    RETRY_FIRST_MS * 2 ** Math.min(Math.max(0, attempts - 1), 10),
  );
}
