/**
 * When a Job of a CronJob was due: Kubernetes names it after the schedule and
 * the minutes since 1970, whenever it really starts and whatever the clock of
 * its node says. Undefined for a Job that the schedule did not make.
 */
export function scheduledTimeOf(
  jobName: string,
  cronJobName: string,
): Date | undefined {
  if (!jobName.startsWith(`${cronJobName}-`)) return undefined;
  const minutes = jobName.slice(cronJobName.length + 1);
  // 1989 to 2160.
  return /^[1-9]\d{7}$/.test(minutes)
    ? new Date(Number(minutes) * 60_000)
    : undefined;
}
