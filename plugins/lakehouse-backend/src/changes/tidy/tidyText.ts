import type {
  ProposedObject,
  WorkloadKind,
} from '@lakefront/backstage-plugin-lakehouse-common';
import type { TidyConfig } from '../../tidyConfig';

/** What one object of a tidying is to become. */
export interface TidyStep {
  kind: WorkloadKind;
  object: ProposedObject;
}

const DAY_MS = 24 * 60 * 60_000;

/** `Tidy sales: suspend 3 finished jobs, remove 2, remove 1 expired lakeFS branch`. */
export function tidyTitle(domain: string, steps: TidyStep[]): string {
  const jobs = steps.filter(step => !isExpiry(step));
  const removed = jobs.filter(({ object }) => object.action === 'delete');
  const suspended = jobs.length - removed.length;
  const finished = (count: number) =>
    `${count} finished ${count === 1 ? 'job' : 'jobs'}`;
  const parts = suspended > 0 ? [`suspend ${finished(suspended)}`] : [];
  if (removed.length > 0) {
    const what = suspended > 0 ? removed.length : finished(removed.length);
    parts.push(`remove ${what}`);
  }
  for (const kind of new Set(steps.filter(isExpiry).map(step => step.kind))) {
    const count = steps.filter(step => step.kind === kind).length;
    const title = count === 1 ? kind.title : kind.titlePlural;
    parts.push(`remove ${count} expired ${title}`);
  }
  return `Tidy ${domain}: ${parts.join(', ')}`;
}

/** Why it is asked for. */
export function tidyReason(
  steps: TidyStep[],
  { suspendAfterMs, removeAfterMs }: TidyConfig,
): string {
  const days = (ms: number) =>
    `${ms / DAY_MS} ${ms === DAY_MS ? 'day' : 'days'}`;
  const rules = [
    ...(steps.every(isExpiry)
      ? []
      : [
          `what finished more than ${days(
            suspendAfterMs,
          )} ago is suspended, so that a cluster that is built anew does not run it again`,
          `what finished more than ${days(removeAfterMs)} ago is removed`,
        ]),
    ...(steps.some(isExpiry)
      ? [
          'what expired more than a day ago is removed, once what was to become of it is done',
        ]
      : []),
  ];
  return `Asked for by the portal itself (lakehouse.tidy): ${rules.join(
    '; ',
  )}. Close this pull request to be left in peace for a week.`;
}

function isExpiry({ kind }: TidyStep): boolean {
  return kind.isSpent !== undefined;
}
