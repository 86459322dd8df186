const DAY_MS = 24 * 60 * 60 * 1000;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const TIME =
  /^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d{1,9})?([Zz]|[+-]\d{2}:\d{2})$/;

/** When a branch with this `expiresAt` expires, ISO 8601; a day ends at its end, UTC. Undefined where it is no day and no time. */
export function expiryTime(expiresAt: string): string | undefined {
  const isDay = DAY.test(expiresAt);
  if (!isDay && !TIME.test(expiresAt)) {
    return undefined;
  }
  const text = isDay ? `${expiresAt}T00:00:00Z` : expiresAt;
  const time = Date.parse(text);
  // 31 November is read as 1 December.
  if (Number.isNaN(time) || (isDay && dayOf(time) !== expiresAt)) {
    return undefined;
  }
  return new Date(isDay ? time + DAY_MS - 1000 : time).toISOString();
}

/** The day, in UTC, some days after a time (epoch ms): what "in 30 days" is. @public */
export function dayAfter(now: number, days: number): string {
  return dayOf(now + days * DAY_MS);
}

function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
