import { type CronTimes, parseCron } from './parseCron';
import { offsetAt } from './timeZone';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** Kubernetes looks no further either. */
const YEARS = 5;

/**
 * The next `n` times, after `from`, at which a schedule of five fields is due
 * in a time zone; fewer, or none, where there are no more within five years
 * (31 February). As Kubernetes does it: a time that a clock leaves out in
 * spring is left out, one that it has twice in autumn is due twice. ISO 8601
 * in UTC. Throws `InputError` for what is no schedule or no time zone.
 * @public
 */
export function nextTimes(
  cron: string,
  zone: string,
  from: Date,
  n: number,
): string[] {
  const times = parseCron(cron);
  const start = from.getTime();
  const found: number[] = [];
  // A day before, as the day there may be another one than in UTC.
  let day = Math.floor((start + offsetAt(zone, start)) / DAY) * DAY - DAY;
  const last = day + YEARS * 366 * DAY;
  for (; day <= last && found.length < n; day += DAY) {
    if (isDue(times, new Date(day))) {
      found.push(...momentsOf(times, zone, day).filter(at => at > start));
    }
  }
  return found
    .slice(0, n)
    .map(at => new Date(at).toISOString().replace('.000Z', 'Z'));
}

/** Whether a day has due times: its date as if it were UTC. */
function isDue(times: CronTimes, date: Date): boolean {
  const inMonth = times.days.has(date.getUTCDate());
  const inWeek = times.weekdays.has(date.getUTCDay());
  return (
    times.months.has(date.getUTCMonth() + 1) &&
    (times.eitherDay ? inMonth || inWeek : inMonth && inWeek)
  );
}

/** The moments of a day, in order; its clock may jump within it. */
function momentsOf(times: CronTimes, zone: string, day: number): number[] {
  const offsets = new Set(
    [day - DAY, day, day + DAY, day + 2 * DAY].map(at => offsetAt(zone, at)),
  );
  const clocks = [...times.hours].flatMap(hour =>
    [...times.minutes].map(minute => day + (hour * 60 + minute) * MINUTE),
  );
  const [only] = offsets;
  if (offsets.size === 1) {
    return clocks.map(clock => clock - only).sort((a, b) => a - b);
  }
  return clocks
    .flatMap(clock =>
      [...offsets]
        .map(offset => ({ at: clock - offset, offset }))
        .filter(({ at, offset }) => offsetAt(zone, at) === offset),
    )
    .map(({ at }) => at)
    .sort((a, b) => a - b);
}
