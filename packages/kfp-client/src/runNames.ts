/** What a run is of: an object of Kubernetes, and of a schedule the time it was due. */
export interface RunName {
  /** Of the Job or CronJob. */
  name: string;
  /** Whole minutes. */
  scheduledAt?: Date;
}

/**
 * The name of a run in KFP: that of its object, and of a schedule the time it
 * was due, `nightly-20261122T0300Z`. No object can have such a name, as they
 * are in lower case: the two never meet.
 */
export function toRunName({ name, scheduledAt }: RunName): string {
  if (!scheduledAt) return name;
  // 2026-11-22T03:00:00.000Z
  const minute = scheduledAt.toISOString().slice(0, 16).replace(/[-:]/g, '');
  return `${name}-${minute}Z`;
}

/** What a run's name says, be it of ours or not. */
export function readRunName(runName: string): RunName {
  const [, name, year, month, day, hour, minute] =
    /^(.+)-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)Z$/.exec(runName) ?? [];
  if (name === undefined) return { name: runName };
  const scheduledAt = new Date(`${year}-${month}-${day}T${hour}:${minute}Z`);
  // There is no 31st of February.
  return !Number.isNaN(scheduledAt.getTime()) &&
    toRunName({ name, scheduledAt }) === runName
    ? { name, scheduledAt }
    : { name: runName };
}
