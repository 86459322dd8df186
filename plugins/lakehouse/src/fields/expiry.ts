import { dayAfter } from '@lakefront/backstage-plugin-lakehouse-common';

/** What most ask for; any day can be named. */
export const expiryDays = [7, 14, 30, 90, 365];
/** No day at all. */
export const NEVER = 'never';

/** `P30D` as 30; undefined for what is no number of days. */
export function daysOf(value: string): number | undefined {
  const [, days] = /^P([1-9]\d{0,3})D$/.exec(value) ?? [];
  return days ? Number(days) : undefined;
}

/** Why a value cannot be, or nothing. A day that is past would expire it at once. */
export function expiryProblem(value: string, now: number): string | undefined {
  if (value === NEVER || daysOf(value) !== undefined) {
    return undefined;
  }
  const day = value.slice(0, 10);
  const time = Date.parse(`${day}T00:00:00Z`);
  if (
    !/^\d{4}-\d{2}-\d{2}/.test(value) ||
    Number.isNaN(time) ||
    new Date(time).toISOString().slice(0, 10) !== day
  ) {
    return `"${value}" is no day: write it as ${dayAfter(now, 30)}.`;
  }
  return day < dayAfter(now, 0)
    ? `${day} is past: choose a day that is to come.`
    : undefined;
}
