import { createHash } from 'node:crypto';
import type { SparkSpec } from './SparkApplication';

function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, canonical(item)]),
  );
}

/**
 * Tells whether two specs are one run: everything counts but `suspend` and
 * `timeToLiveSeconds`, the only fields whose edit does not run a job again.
 */
export function specHash(spec: SparkSpec): string {
  const { suspend, timeToLiveSeconds, ...rest } = spec;
  return createHash('sha256')
    .update(JSON.stringify(canonical(rest)))
    .digest('hex');
}
