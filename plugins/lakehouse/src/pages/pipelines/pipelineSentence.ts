import type { PipelineDetail } from '@lakefront/backstage-plugin-lakehouse-common';
import { formatDuration, formatRelative } from '../../format/formatTime';
import { plural } from '../../format/plural';

const DAY_MS = 24 * 3_600_000;
const WEEK_DAYS = 7;

/** How often it ran of late, how that went, how long it takes and when it runs next: one sentence. */
export function pipelineSentence(
  detail: Pick<PipelineDetail, 'pipeline' | 'success' | 'schedules'>,
  now: number,
): string {
  const { pipeline, success, schedules } = detail;
  const since = new Date(now - (WEEK_DAYS - 1) * DAY_MS)
    .toISOString()
    .slice(0, 10);
  const week = success.days.filter(({ day }) => day >= since);
  const failed = week.reduce((sum, day) => sum + day.failed, 0);
  const ended = week.reduce((sum, day) => sum + day.succeeded, failed);
  const running = pipeline.lastRuns.filter(
    ({ state }) => state === 'running' || state === 'pending',
  ).length;
  const { usual } = pipeline;
  const parts = [
    ranWords({ ended, failed, running, last: pipeline.lastRuns[0] }, now),
    ...(usual && usual.runs > 0
      ? [`usually takes ${formatDuration(usual.medianSeconds * 1000)}`]
      : []),
    nextWords(schedules, now),
  ];
  return `${parts.join('; ')}.`;
}

function ranWords(
  of: {
    ended: number;
    failed: number;
    running: number;
    last?: { startedAt: string };
  },
  now: number,
): string {
  const { ended, failed, running, last } = of;
  const runs = running > 0 ? `${running} running now` : '';
  if (ended === 0) {
    return (
      runs ||
      (last
        ? `Did not run this week, last ${formatRelative(last.startedAt, now)}`
        : 'Has not run yet')
    );
  }
  const times = ended === 1 ? 'Ran once' : `Ran ${ended} times`;
  const went = failed === 0 ? 'none failed' : `${failed} failed`;
  return [`${times} this week, ${went}`, ...(runs ? [runs] : [])].join(', ');
}

function nextWords(
  schedules: PipelineDetail['schedules'],
  now: number,
): string {
  if (schedules.length === 0) {
    return 'no schedule';
  }
  const [next] = schedules
    .flatMap(({ suspended, nextAt }) => (suspended ? [] : nextAt ?? []))
    .sort();
  if (next) {
    return `next run ${formatRelative(next, now)}`;
  }
  return schedules.every(({ suspended }) => suspended)
    ? `its ${
        schedules.length === 1 ? 'schedule is' : 'schedules are'
      } suspended`
    : 'when it runs next is not known';
}

/** How many runs of the days that are shown succeeded, and how long these took. */
export function successSentence(success: PipelineDetail['success']): string {
  const { ended, succeeded, days } = success;
  if (ended === 0) {
    return 'No run ended in this time.';
  }
  const took = days.flatMap(({ medianSeconds = [] }) => medianSeconds);
  const share = Math.round((succeeded / ended) * 100);
  const [least, most] = [Math.min(...took), Math.max(...took)];
  const text = (seconds: number) => formatDuration(seconds * 1000);
  let times = '';
  if (took.length === 1 || text(least) === text(most)) {
    times = ` The successful ones took ${text(least)}.`;
  } else if (took.length > 1) {
    times = ` By day, the successful ones took between ${text(
      least,
    )} and ${text(most)}.`;
  }
  return `${succeeded.toLocaleString('en')} of ${plural(
    ended,
    'run',
  )} succeeded (${share} %).${times}`;
}
