import { hashKeyOf } from './changeIds';
import type { ChangeRow } from './ChangeRow';

const YOUNGEST_MS = 2_000;
const RETRY_FIRST_MS = 2_000;
const RETRY_LONGEST_MS = 60_000;

const ROUND_MS = 10_000;
/** Of a list: hosts give 50 or 100 a page. */
const PER_PAGE = 50;
const PER_PAGE_MS = 6_000;
const LOOK_MS = 40_000;

/**
 * Time between two lists of a repository's open pull requests: 10 s, and 6 s
 * for each page of 50, so that lists alone are no more than 600 calls an hour.
 */
export function roundDelay(open: number): number {
  return Math.max(ROUND_MS, Math.ceil(open / PER_PAGE) * PER_PAGE_MS);
}

/**
 * Time between two looks at one of so many, when nothing says that it moved:
 * all of them together are looked at 90 times an hour. A single one is looked
 * at whenever somebody likes.
 */
export function sharedDelay(count: number): number {
  return Math.max(0, count - 1) * LOOK_MS;
}

/** Between 0.5 and 1.5, by the id: those that were looked at together are not again. */
export function spreadOf(id: string): number {
  return 0.5 + Number.parseInt(hashKeyOf(id).slice(0, 6), 16) / 0xffffff;
}

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
 * then a twentieth of its age, at the slowest what the repository's config says,
 * or as far apart as `open` changes of one repository are looked at: then the
 * repository's list tells sooner which of them moved.
 */
export function pollDelay(
  row: ChangeRow,
  now: number,
  slowestMs: number,
  open = 1,
): number {
  const age = Math.max(0, now - lastMoveOf(row));
  const slowest = Math.max(YOUNGEST_MS, slowestMs);
  const alone = Math.min(slowest, Math.max(YOUNGEST_MS, Math.floor(age / 20)));
  return row.phase === 'open'
    ? Math.max(alone, Math.round(sharedDelay(open) * spreadOf(row.id)))
    : alone;
}

/** Pause after the n-th failure in a row: 2 s, doubled, a minute at most. */
export function retryDelay(attempts: number): number {
  return Math.min(
    RETRY_LONGEST_MS,
    RETRY_FIRST_MS * 2 ** Math.min(Math.max(0, attempts - 1), 10),
  );
}
