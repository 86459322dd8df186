import {
  readSchedulerServiceTaskScheduleDefinitionFromConfig as readSchedule,
  type SchedulerServiceTaskScheduleDefinition,
} from '@backstage/backend-plugin-api';
import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';

const DAY_MS = 24 * 60 * 60_000;

/** `lakehouse.tidy` as it is in config. */
export interface TidyConfig {
  /** Domains that are tidied up; `*` is every domain. Empty: none. */
  domains: string[];
  /** How long a job must have finished before it is suspended in Git. */
  suspendAfterMs: number;
  /** How long before it is removed from Git. */
  removeAfterMs: number;
  /** When the portal looks for what has finished. */
  schedule: SchedulerServiceTaskScheduleDefinition;
}

const SCHEDULE: SchedulerServiceTaskScheduleDefinition = {
  frequency: { hours: 6 },
  // By then the index has been filled.
  initialDelay: { minutes: 5 },
  timeout: { minutes: 30 },
};

/** Reads `lakehouse.tidy`; throws where jobs would be removed before they are suspended. */
export function readTidyConfig(config: Config): TidyConfig {
  const days = (key: string, otherwise: number) => {
    const value =
      config.getOptionalNumber(`lakehouse.tidy.${key}`) ?? otherwise;
    if (!(value > 0)) {
      throw new InputError(
        `lakehouse.tidy.${key} must be a number of days above 0, got ${value}`,
      );
    }
    return value * DAY_MS;
  };
  const suspendAfterMs = days('suspendAfterDays', 1);
  const removeAfterMs = days('removeAfterDays', 30);
  if (removeAfterMs <= suspendAfterMs) {
    throw new InputError(
      'lakehouse.tidy.removeAfterDays must be more than lakehouse.tidy.suspendAfterDays',
    );
  }
  const schedule = config.getOptionalConfig('lakehouse.tidy.schedule');
  return {
    domains: config.getOptionalStringArray('lakehouse.tidy.domains') ?? [],
    suspendAfterMs,
    removeAfterMs,
    schedule: schedule ? readSchedule(schedule) : SCHEDULE,
  };
}
