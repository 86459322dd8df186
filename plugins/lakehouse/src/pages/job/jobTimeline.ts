import type {
  PodSummary,
  Workload,
} from '@lakefront/backstage-plugin-lakehouse-common';
import { formatDuration, formatTimeWithSeconds } from '../../format/formatTime';
import type { TimelineStep } from '../../components/Timeline';

const endTitles: Partial<Record<Workload['state'], string>> = {
  failed: 'failed',
  succeeded: 'succeeded',
};

/** The way of a job from its submission to its end, each step with how long it took. */
export function jobTimeline(
  workload: Workload,
  pods: PodSummary[] = [],
): TimelineStep[] {
  const driver = pods.find(pod => pod.role === 'driver');
  const times: Array<[string, string, string | undefined]> = [
    ['submitted', 'submitted', workload.submittedAt],
    ['scheduled', 'driver made', driver?.createdAt],
    ['running', 'running', driver?.startedAt ?? workload.startedAt],
    ['ended', endTitles[workload.state] ?? 'done', workload.endedAt],
  ];
  const over = workload.endedAt !== undefined;
  let before: string | undefined;
  let active = false;
  return times.flatMap(([id, title, at]): TimelineStep[] => {
    const last = id === 'ended';
    if (!at) {
      // What was never seen of a job that is over is not worth a step.
      if (over) {
        return [];
      }
      const state = !active && !last ? 'active' : 'waiting';
      active = true;
      return [{ id, title, state }];
    }
    const meta = before
      ? `+${formatDuration(Date.parse(at) - Date.parse(before))}`
      : formatTimeWithSeconds(at);
    before = at;
    const bad = last && workload.state === 'failed';
    return [
      {
        id,
        title,
        state: bad ? 'failed' : 'done',
        meta: last ? `${formatTimeWithSeconds(at)} (${meta})` : meta,
        problem: bad ? workload.reason?.detail : undefined,
      },
    ];
  });
}
