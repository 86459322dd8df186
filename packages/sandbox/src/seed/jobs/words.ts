import type { JobOutcome } from '../../spark/planJob';

export const MINUTE = 60;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export const SMALL = { cores: 1, memory: '2g' };
export const LARGE = { cores: 2, memory: '4g' };

/** The arguments that say how a job goes. */
export function outcome(value: JobOutcome, seconds?: number): string[] {
  return [
    `--sandbox-outcome=${value}`,
    ...(seconds ? [`--sandbox-seconds=${seconds}`] : []),
  ];
}
