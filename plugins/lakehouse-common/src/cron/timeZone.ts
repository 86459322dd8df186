import { InputError } from '@backstage/errors';

/** As Kubernetes knows them: case counts, and there is no `Local`. */
const ZONE = /^(UTC|GMT|[A-Z][A-Za-z_]+(\/[A-Z0-9][A-Za-z0-9_+-]*)+)$/;

/** Why something is no time zone that Kubernetes takes, or nothing. @public */
export function timeZoneProblem(zone: string): string | undefined {
  const message = `"${zone}" is no time zone; say one as Europe/Berlin, or UTC`;
  if (!ZONE.test(zone)) {
    return message;
  }
  try {
    formatterOf(zone);
    return undefined;
  } catch {
    return message;
  }
}

/** How far a time zone is ahead of UTC at a moment, in ms. Throws `InputError`. */
export function offsetAt(zone: string, at: number): number {
  const problem = timeZoneProblem(zone);
  if (problem) {
    throw new InputError(problem);
  }
  const parts = Object.fromEntries(
    formatterOf(zone)
      .formatToParts(at)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const { year, month, day, hour, minute, second } = parts;
  const local = Date.UTC(year, month - 1, day, hour, minute, second);
  return local - Math.floor(at / 1000) * 1000;
}

/** Making one takes longer than asking it a hundred times. */
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterOf(zone: string): Intl.DateTimeFormat {
  const known = formatters.get(zone);
  if (known) {
    return known;
  }
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    ...{ year: 'numeric', month: 'numeric', day: 'numeric' },
    ...{ hour: 'numeric', minute: 'numeric', second: 'numeric' },
  });
  formatters.set(zone, made);
  return made;
}
