import { InputError } from '@backstage/errors';

/**
 * When a cron expression of five fields is due, as Kubernetes reads it
 * (robfig/cron): the sets of minutes, hours, days of the month, months and
 * days of the week.
 */
export interface CronTimes {
  minutes: ReadonlySet<number>;
  hours: ReadonlySet<number>;
  days: ReadonlySet<number>;
  months: ReadonlySet<number>;
  /** 0 is Sunday. */
  weekdays: ReadonlySet<number>;
  /** Whether both kinds of days are named, so that one of them is enough. */
  eitherDay: boolean;
}

interface Field {
  title: string;
  min: number;
  max: number;
  names?: string[];
}

const FIELDS: Field[] = [
  { title: 'minute', min: 0, max: 59 },
  { title: 'hour', min: 0, max: 23 },
  { title: 'day of the month', min: 1, max: 31 },
  {
    ...{ title: 'month', min: 1, max: 12 },
    names: 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' '),
  },
  {
    ...{ title: 'day of the week', min: 0, max: 6 },
    names: 'sun mon tue wed thu fri sat'.split(' '),
  },
];

const SHORTHANDS: Record<string, string> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
};

/** The five fields of an expression; those that a shorthand (`@daily`) stands for. */
export function cronFields(expression: string): string[] {
  const text = expression.trim();
  const fields = (
    Object.hasOwn(SHORTHANDS, text) ? SHORTHANDS[text] : text
  ).split(/\s+/);
  if (text === '') {
    throw new InputError('A time is needed: five fields, as in 0 3 * * *');
  }
  if (/^(CRON_)?TZ=/.test(text)) {
    throw new InputError(
      'The time zone is said beside the five fields, not in them',
    );
  }
  if (text.startsWith('@') && !Object.hasOwn(SHORTHANDS, text)) {
    throw new InputError(
      `${fields[0]} is not known; say five fields, as in 0 3 * * *`,
    );
  }
  if (fields.length !== FIELDS.length) {
    throw new InputError(
      `There are ${fields.length} fields; five are needed: minute, hour, day of the month, month, day of the week`,
    );
  }
  return fields;
}

/** Throws `InputError` that names the field at fault. */
export function parseCron(expression: string): CronTimes {
  const fields = cronFields(expression);
  const [minutes, hours, days, months, weekdays] = fields.map((text, at) =>
    parseField(text, FIELDS[at]),
  );
  return {
    minutes: minutes.values,
    hours: hours.values,
    days: days.values,
    months: months.values,
    weekdays: weekdays.values,
    eitherDay: !days.any && !weekdays.any,
  };
}

function parseField(
  text: string,
  field: Field,
): { values: Set<number>; any: boolean } {
  const parts = text.split(',').map(part => parseRange(part, field));
  return {
    values: new Set(parts.flatMap(({ values }) => values)),
    any: parts.some(({ any }) => any),
  };
}

function parseRange(
  text: string,
  field: Field,
): { values: number[]; any: boolean } {
  const { title, min, max } = field;
  const wrong = (why: string) =>
    new InputError(`The ${title} "${text}" ${why}`);
  const [range, step, ...more] = text.split('/');
  const [first, last, ...rest] = range.split('-');
  if (more.length > 0 || rest.length > 0) {
    throw wrong('has too many "/" or "-"');
  }
  const number = (value: string) => {
    const named = field.names?.indexOf(value.toLowerCase()) ?? -1;
    if (named < 0 && !/^\d{1,4}$/.test(value)) {
      throw wrong('is no number, range, list or *');
    }
    return named < 0 ? Number(value) : named + min;
  };
  const isAll = (first === '*' || first === '?') && last === undefined;
  const start = isAll ? min : number(first);
  // A beginning with a step goes on to the end: 5/10 is 5-59/10.
  const single = step === undefined ? start : max;
  const told = last === undefined ? single : number(last);
  const end = isAll ? max : told;
  const every = step === undefined ? 1 : stepOf(step, wrong);
  if (start < min || end > max) {
    throw wrong(`is outside of ${min} to ${max}`);
  }
  if (start > end) {
    throw wrong('ends before it begins');
  }
  const values: number[] = [];
  for (let value = start; value <= end; value += every) {
    values.push(value);
  }
  // One with a step names some, even where it begins with *.
  return { values, any: isAll && every === 1 };
}

function stepOf(text: string, wrong: (why: string) => Error): number {
  if (!/^\d{1,4}$/.test(text) || Number(text) === 0) {
    throw wrong('has a step that is no number above 0');
  }
  return Number(text);
}
