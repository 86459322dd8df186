/** Between its date and its deletion. */
export const DAY_MS = 24 * 60 * 60 * 1000;

export type Expiry =
  | { state: 'none' }
  /** `at`: epoch ms. */
  | { state: 'ahead'; at: number }
  /** Past; `deleteAt` is when a branch under `deletionPolicy: Delete` goes. */
  | { state: 'expired'; at: number; deleteAt: number }
  /** A text that is no time, by a definition older than this controller. */
  | { state: 'unreadable' };

/** Where a branch stands towards its date. A date is the end of that day, UTC. */
export function expiryOf(expiresAt: string | undefined, now: number): Expiry {
  if (!expiresAt) return { state: 'none' };
  const isDate = /^\d{4}-\d{2}-\d{2}$/.test(expiresAt);
  const parsed = Date.parse(isDate ? `${expiresAt}T00:00:00Z` : expiresAt);
  if (Number.isNaN(parsed)) return { state: 'unreadable' };
  const at = isDate ? parsed + DAY_MS : parsed;
  return now < at
    ? { state: 'ahead', at }
    : { state: 'expired', at, deleteAt: at + DAY_MS };
}
