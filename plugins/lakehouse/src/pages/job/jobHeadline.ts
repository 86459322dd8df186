import type { WorkloadDetail } from '@lakefront/backstage-plugin-lakehouse-common';
import { formatDuration, formatRelative } from '../../format/formatTime';

const join = (...sentences: Array<string | undefined | false>) =>
  sentences.filter(Boolean).join(' ');
const trimStop = (text: string) => text.replace(/\.\s*$/, '');
/** `The driver ...` goes on a sentence; `OOMKilled` keeps its own spelling. */
const lowerFirst = (text: string) =>
  /^[A-Z][a-z]* /.test(text) ? text[0].toLowerCase() + text.slice(1) : text;

/** `runs with 1 of 4 executors: ...` goes on "Running for 35 min" as it is. */
function howItRuns(why: string | undefined): string {
  if (!why) {
    return '';
  }
  return why.startsWith('runs with ') ? why.slice('runs'.length) : `: ${why}`;
}

/** What it is doing and, if it failed, why: one or two sentences. */
export function jobHeadline(
  detail: Pick<WorkloadDetail, 'workload' | 'usual'>,
  now: number,
): string {
  const { workload, usual } = detail;
  const { state, reason, startedAt, submittedAt, endedAt, createdAt } =
    workload;
  const ago = (time?: string) => (time ? ` ${formatRelative(time, now)}` : '');
  const ran =
    startedAt &&
    formatDuration(
      (endedAt ? Date.parse(endedAt) : now) - Date.parse(startedAt),
    );
  const usually =
    usual && usual.runs > 0
      ? `Usually takes ${formatDuration(usual.medianSeconds * 1000)}`
      : undefined;
  const why = reason ? lowerFirst(trimStop(reason.message)) : undefined;

  switch (state) {
    case 'failed': {
      const after = ran
        ? `${usually ? `${usually}; failed` : 'Failed'} at ${ran}.`
        : usually && `${usually}.`;
      return join(
        `Failed${ago(endedAt)}${why ? `: ${why}` : ''}.`,
        after || undefined,
      );
    }
    case 'succeeded':
      return join(
        `Succeeded${ago(endedAt)}${ran ? ` after ${ran}` : ''}.`,
        usually && `${usually}.`,
      );
    case 'running':
      return join(
        `Running${ran ? ` for ${ran}` : ''}${howItRuns(why)}.`,
        usually && `${usually}.`,
      );
    case 'suspended':
      return `Suspended: it does not run until somebody resumes it.`;
    case 'pending': {
      const since = submittedAt ?? createdAt;
      return join(
        `Waiting for ${formatDuration(now - Date.parse(since))}${
          why ? `: ${why}` : ''
        }.`,
        usually && `${usually}.`,
      );
    }
    default:
      return `Its state is unknown (${workload.stateDetail}).`;
  }
}
