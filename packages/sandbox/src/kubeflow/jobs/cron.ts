/** The five fields of a schedule, as the values that fit each. */
export interface Cron {
  minutes: Set<number>;
  hours: Set<number>;
  days: Set<number>;
  months: Set<number>;
  weekdays: Set<number>;
  /** A field that says a star restricts nothing beside the other. */
  anyDay: boolean;
  anyWeekday: boolean;
}

const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');
const WEEKDAYS = 'sun mon tue wed thu fri sat'.split(' ');
const NAMED: Record<string, string> = {
  '@hourly': '0 * * * *',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@weekly': '0 0 * * 0',
  '@monthly': '0 0 1 * *',
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
};

/** Undefined where it is no schedule. */
export function parseCron(text: string): Cron | undefined {
  const fields = (NAMED[text.trim()] ?? text).trim().split(/\s+/);
  if (fields.length !== 5) return undefined;
  const [minutes, hours, days, months, weekdays] = [
    parseField(fields[0], 0, 59),
    parseField(fields[1], 0, 23),
    parseField(fields[2], 1, 31),
    parseField(fields[3], 1, 12, name => MONTHS.indexOf(name) + 1),
    parseField(fields[4], 0, 7, name => WEEKDAYS.indexOf(name)),
  ];
  if (!minutes || !hours || !days || !months || !weekdays) return undefined;
  if (weekdays.has(7)) weekdays.add(0);
  return {
    ...{ minutes, hours, days, months, weekdays },
    anyDay: /^[*?]/.test(fields[2]),
    anyWeekday: /^[*?]/.test(fields[4]),
  };
}

function parseField(
  text: string,
  low: number,
  high: number,
  byName: (name: string) => number = () => NaN,
): Set<number> | undefined {
  const values = new Set<number>();
  for (const part of text.toLowerCase().split(',')) {
    const match = /^(?:([*?])|([a-z0-9]+)(?:-([a-z0-9]+))?)(?:\/(\d+))?$/.exec(
      part,
    );
    if (!match) return undefined;
    const [, star, first, last, step] = match;
    const read = (value: string) =>
      /^\d+$/.test(value) ? Number(value) : byName(value);
    const from = star ? low : read(first);
    const single = star || step ? high : from;
    const to = last === undefined ? single : read(last);
    const by = step === undefined ? 1 : Number(step);
    if (!(from >= low && to <= high && from <= to && by > 0)) return undefined;
    for (let value = from; value <= to; value += by) values.add(value);
  }
  return values;
}

/** Whether the schedule is due in the minute that begins then. Throws where nobody knows the time zone. */
export function isDue(cron: Cron, at: number, timeZone = 'UTC'): boolean {
  const { minute, hour, day, month, weekday } = partsOf(at, timeZone);
  const days = cron.days.has(day);
  const weekdays = cron.weekdays.has(weekday);
  const dayFits =
    cron.anyDay || cron.anyWeekday ? days && weekdays : days || weekdays;
  return (
    dayFits &&
    cron.minutes.has(minute) &&
    cron.hours.has(hour) &&
    cron.months.has(month)
  );
}

const formats = new Map<string, Intl.DateTimeFormat>();

function partsOf(at: number, timeZone: string) {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      month: 'numeric',
      day: 'numeric',
      weekday: 'short',
      hour: 'numeric',
      minute: 'numeric',
    });
    formats.set(timeZone, format);
  }
  const parts = Object.fromEntries(
    format.formatToParts(at).map(({ type, value }) => [type, value]),
  );
  return {
    minute: Number(parts.minute),
    hour: Number(parts.hour),
    day: Number(parts.day),
    month: Number(parts.month),
    weekday: WEEKDAYS.indexOf(parts.weekday.toLowerCase()),
  };
}
